"""The benchmark against LangChain's recipe: documents, our side, the processes, the arithmetic and the tables.

The recipe's own packages are not among the tests' (evals/benchmarks/requirements.txt), so its side is run by hand.
"""

import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from evals.benchmarks.langchain_recipe import __main__ as command_line
from evals.benchmarks.langchain_recipe.cost import chosen, summary, whole_ingest
from evals.benchmarks.langchain_recipe.documents import (
    LONGEST_SECTION,
    SECTIONS,
    SHORTEST_SECTION,
    change,
    write_documents,
)
from evals.benchmarks.langchain_recipe.loading import found_files, load
from evals.benchmarks.langchain_recipe.ours import Ours
from evals.benchmarks.langchain_recipe.processes import Process, SideError, Taken, Ways
from evals.benchmarks.langchain_recipe.quality import OUR_ANSWER, Stored, figures, score
from evals.benchmarks.langchain_recipe.report import markdown
from evals.benchmarks.langchain_recipe.worker import SIDES, commands_of, serve
from evals.cases import Case, Split

CASE = Case(
    "c", "Hvor mange?", facts=(("54 %", "54 procent"), ("COK",)), sources=("cok-2016",), passages=("Det er 54 %",)
)


def hit(text: str, *names: str) -> dict[str, Any]:
    return {"text": text, "names": list(names)}


def test_documents_are_the_same_each_time_and_hold_as_many_sections_as_asked_for(tmp_path: Path) -> None:
    first = write_documents(tmp_path / "one", SECTIONS + 3)
    again = write_documents(tmp_path / "two", SECTIONS + 3)
    assert [path.read_text() for path in first] == [path.read_text() for path in again]
    sections = [part for path in first for part in path.read_text().split("\n\n") if not part.startswith("#")]
    assert len(sections) == SECTIONS + 3
    assert all(SHORTEST_SECTION <= len(section.strip()) <= LONGEST_SECTION for section in sections)


def test_our_side_finds_what_a_changed_document_gained(tmp_path: Path) -> None:
    documents = write_documents(tmp_path / "documents", SECTIONS + 3)
    side = Ours(tmp_path / "data")
    assert side.ingest([tmp_path / "documents"]).passages == len(side.texts()) == SECTIONS + 3
    word = change(documents[1], 1)
    assert word not in "".join(side.texts())
    side.replace(documents[1])
    first = side.search((word, None))[0]
    assert word in first.text
    assert "dokument-00001" in first.names


def test_records_are_found_under_their_ids(tmp_path: Path) -> None:
    side = Ours(tmp_path)
    texts = {"kat": "Katten sover på taget hele natten.", "tog": "Toget kører til Odense hver time."}
    taken = side.ingest_records([{"id": key, "title": "", "text": text} for key, text in texts.items()])
    assert taken.passages == 2
    assert side.search(("Hvor sover katten?", None))[0].names == ("kat",)


def test_a_process_of_our_side_answers_one_command_after_the_other(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", 2)
    with Process("ours", tmp_path / "data", Ways(threads=1)) as process:
        taken_in, taken = process.tell("ingest", str(tmp_path / "documents"))
        assert taken_in["passages"] == 2
        assert taken.clock > 0
        assert len(process.tell("search", "Hvad koster det?", None)[0]) == 2
        assert process.tell("answer", "Hvad koster det?", "employee")[0]
        assert process.tell("peak")[0] > 2**20
        assert process.since_start().clock > taken.clock


def test_a_process_that_ends_is_told_of(tmp_path: Path) -> None:
    with Process("ours", tmp_path, Ways(threads=1)) as process, pytest.raises(SideError, match="exit code"):
        process.tell("replace", str(tmp_path / "missing.md"))


def test_lines_of_commands_are_answered_in_order() -> None:
    answers = io.StringIO()
    lines = [json.dumps({"do": "double", "with": [2]}), json.dumps({"do": "double", "with": ["a"]})]
    serve({"double": lambda value: value * 2}, lines, answers)
    told = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [one["result"] for one in told] == [None, 4, "aa"]
    assert all(set(one) == {"result", "clock", "processor"} for one in told)


def test_only_our_side_is_asked_for_answers(tmp_path: Path) -> None:
    class Searching:
        def texts(self) -> list[str]:
            return []

    assert "answer" not in commands_of(Searching())
    assert {"answer", "records", "score"} <= set(commands_of(Ours(tmp_path)))


def test_a_spreadsheet_is_loaded_with_the_text_our_readers_extract() -> None:
    [file] = found_files([Path("knowledge/samples/rapporter/noegletal-puljer-og-projekter.xlsx").resolve()])
    [document] = load(file, own_readers=False)
    assert document.metadata["source"].endswith(".xlsx")
    assert document.page_content == load(file, own_readers=True)[0].page_content


def test_every_fact_must_stand_in_the_first_passages() -> None:
    hits = [hit("Det er **54 %** af dem.", "cok-2016"), hit("Ifølge COK.", "other")]
    scores = score(CASE, hits, Stored([one["text"] for one in hits]).ranking(CASE, hits))
    assert (scores["fact@1"], scores["fact@3"]) == (0.0, 1.0)
    assert (scores["source@1"], scores["nDCG@10"], scores["R@10"]) == (1.0, 1.0, 1.0)


def test_a_passage_answers_whatever_its_lines_and_marks() -> None:
    stored = Stored(["Her:\ndet  er\n_54 %_ af dem", "noget andet"])
    assert stored.answering(CASE) == {"0"}


def test_figures_stand_beside_each_other_with_their_difference() -> None:
    scored: dict[str, dict[str, dict[str, float]]] = {side: {"c": {"fact@3": 1.0}} for side in SIDES}
    scored["recipe"]["c"] = {"fact@3": 0.0}
    scored[OUR_ANSWER] = {"c": {"fact": 1.0, "abstained": 0.0}}
    table = figures([CASE], scored)
    assert table["fact@3"]["less recipe"]["value"] == 1.0
    assert table["fact@3"]["less recipe-own-readers"]["value"] == 0.0
    assert table["answer: fact"]["ours"]["n"] == 1
    assert table["answer: abstained, answerable"]["ours"]["value"] == 0.0


def test_copied_vectors_count_as_if_the_model_had_made_them() -> None:
    result = {"passages": 300, "sampled": 100, "sampled_clock": 20.0, "sampled_processor": 10.0}
    whole = whole_ingest(result, Taken(clock=50.0, processor=30.0))
    assert (whole["clock"], whole["processor"], whole["extrapolated"]) == (90.0, 50.0, 40.0)
    without_copies = {"passages": 3, "sampled": 0, "sampled_clock": 0.0, "sampled_processor": 0.0}
    assert whole_ingest(without_copies, Taken(1.0, 1.0))["extrapolated"] == 0.0


def test_questions_are_of_the_tuned_halves_and_stand_alone() -> None:
    tuned = Case("a", "a?", split=Split.TUNE)
    others = [Case("b", "b?"), Case("c", "c?", split=Split.TUNE, conversation=("a?",))]
    assert chosen([*others, tuned], 10) == [("a?", None)]


def test_tables_show_both_sides_and_how_many_times_the_recipe_takes() -> None:
    taken = {"ours": summary([Taken(0.02, 0.01)] * 2), "recipe": summary([Taken(0.05, 0.04)] * 2)}
    ingested = {"passages": 2000, "peak": 2**28, "clock": 4.0, "processor": 3.0, "extrapolated": 0.0}
    size = {
        "passages": 2000,
        "ingest ours": ingested,
        "ingest recipe": ingested | {"clock": 100.0, "processor": 90.0, "extrapolated": 60.0},
        **dict.fromkeys(("start", "search", "answer", "change"), taken),
        "peak": {"ours": 2**28, "recipe": 2**30},
        "peak with answers": {"ours": 2**29},
    }
    by_clock = markdown({"cost": [size]})
    assert "| ingest | 4.0 s | 100 s (extrapolated) | 25× |" in by_clock
    assert "| search, median | 20 ms | 50 ms | 2.5× |" in by_clock
    assert "| peak memory, asked only | 256 MiB | 1,024 MiB | 4.0× |" in by_clock
    assert "| search, median | 10.0 ms | 40 ms | 4.0× |" in markdown({"cost": [size]}, "processor")


def test_runs_of_several_sizes_are_shown_as_one() -> None:
    together = command_line.merged([{"quality": 1, "cost": ["small"]}, {"cost": ["large"]}])
    assert together == {"quality": 1, "cost": ["small", "large"]}


def test_without_the_recipes_packages_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(sys, "argv", ["langchain_recipe"])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ended.value.code == 2
    assert "pip install -r evals/benchmarks/requirements.txt" in capsys.readouterr().err
