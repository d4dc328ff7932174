"""Hand-made training records: how they are read, and that there are enough of them and none of the eval suites'."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz, process, utils

from evals.cases import CASES_FOLDER
from knowledge.training.field import SEED, Amounts
from knowledge.training.records import RecordError, asked_pairs, read_records
from knowledge.training.wordings import lexicon_wordings, templated, thesaurus_wordings

GOOD = {
    "statement": "Lederen følger op på kurset efter tre måneder.",
    "questions": ["hvornår kigger chefen på det igen", "glemmer vi det bagefter?", "tjek af om det virker"],
    "english": ["When does the boss check?"],
    "near_misses": ["Lederen følger op på budgettet hver måned."],
}
FEWEST_PAIRS = 4_000
NEARLY_EQUAL = 90.0


def write(folder: Path, *rows: Any, name: str = "a.jsonl") -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_every_question_leads_to_its_statement_and_away_from_a_near_miss(tmp_path: Path) -> None:
    pairs = list(asked_pairs(read_records(write(tmp_path, GOOD, ""))))
    assert [pair.question for pair in pairs] == [*GOOD["questions"], *GOOD["english"]]
    assert {pair.statement for pair in pairs} == {GOOD["statement"]}
    assert {pair.near_miss for pair in pairs} == set(GOOD["near_misses"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: no JSON"),
        ([], "line 2: write an object"),
        ({**GOOD, "theme": "x"}, "line 2: write an object with exactly english, near_misses, questions, statement"),
        ({**GOOD, "statement": " "}, "line 2, field statement: write a text that is not empty"),
        ({**GOOD, "statement": "Andet. "}, "line 2, field statement: remove the spaces"),
        ({**GOOD, "questions": ["a", "b"]}, "line 2, field questions: write a list of 3 to 4"),
        ({**GOOD, "english": "a"}, "line 2, field english: write a list of 1 to 2"),
        ({**GOOD, "near_misses": []}, "line 2, field near_misses"),
        ({**GOOD, "questions": ["a", "b", 3]}, "line 2, field questions: write a text"),
        ({**GOOD, "questions": ["a", "b", "a"]}, "line 2: a text stands twice"),
        (GOOD, "line 2: the statement stands in a.jsonl, line 1 too"),
    ],
)
def test_a_faulty_line_is_named_with_file_and_line(tmp_path: Path, line: Any, said: str) -> None:
    with pytest.raises(RecordError, match=f"a.jsonl, {said}"):
        read_records(write(tmp_path, GOOD, line))


def test_a_statement_of_another_file_is_noticed(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    with pytest.raises(RecordError, match=r"b\.jsonl, line 1: the statement stands in a\.jsonl, line 1 too"):
        read_records(write(tmp_path, GOOD, name="b.jsonl"))


def test_a_folder_without_records_and_a_file_in_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no records"):
        read_records(tmp_path)
    (tmp_path / "a.jsonl").write_bytes("å".encode("latin-1"))
    with pytest.raises(RecordError, match="not UTF-8"):
        read_records(tmp_path)


def test_the_repository_holds_enough_pairs_over_several_themes() -> None:
    records = read_records()
    pairs = {(pair.question, pair.statement) for pair in asked_pairs(records)}
    wordings = {(wording.typed, wording.written) for wording in (*lexicon_wordings(), *thesaurus_wordings())}
    assert len(pairs) >= 1_000
    assert len(pairs) + len(wordings) >= FEWEST_PAIRS


def eval_questions() -> Iterator[str]:
    """The questions of every case, of both halves: only to be compared with, by nobody read."""
    for path in sorted(CASES_FOLDER.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                case = json.loads(line)
                yield from (text for text in (case.get("question"), *case.get("conversation", ())) if text)


def test_no_training_question_is_one_of_the_eval_suites() -> None:
    wordings = (*lexicon_wordings(), *thesaurus_wordings())
    trained = [pair.question for pair in asked_pairs(read_records())]
    trained += [pair.question for pair in templated(wordings, Amounts().templates, SEED)]
    kept = list(dict.fromkeys(utils.default_process(text) for text in eval_questions()))
    assert len(kept) > 700
    likeness = process.cdist(
        trained, kept, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEARLY_EQUAL
    )
    near = [trained[place] for place in likeness.max(axis=1).nonzero()[0]]
    assert not near, f"{len(near)} training questions are (nearly) those of cases; reword {near[:3]}"
