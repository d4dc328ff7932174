"""Plants faults in the honest answers of `written.jsonl` by the rules of `rules.toml`, and writes `planted.jsonl`.

`python -m evals.faults.planting` writes the file anew; the same input gives the same bytes. What no rule can plant
stands in `written.jsonl` as faulty already and is carried over.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import chain
from pathlib import Path
from tomllib import loads
from typing import Any

from evals.cases import Split
from evals.faults.reading import FOLDER, PLANTED, SOURCES, read_records

WRITTEN = FOLDER / "written.jsonl"
RULES = FOLDER / "rules.toml"

Record = dict[str, Any]
Rules = Mapping[str, Any]
Rule = Callable[[Record, int, Mapping[str, Record]], Record | None]
"""Plants a fault in a copy of an honest record, or gives None where there is no place; the number picks a variant."""

# Digits of a number that is not part of a date, a word or a decimal's tail.
_NUMBER = re.compile(r"(?<![\w.,])(?!(?:19|20)\d\d\b)\d{2,}(?=[\w.,\s%)-]|$)|(?<![\w.,])\d(?=[ ,.]\d)")
_LAST_DIGIT = 9
_SENTENCE_END = re.compile(r"(?<=[a-zæøå]\.) (?=[A-ZÆØÅ])")


def plant() -> list[Record]:
    """Make all records of `planted.jsonl`: those written, then those planted by rule; categories are halved."""
    written = [record for _, record in read_records(WRITTEN)]
    rules = loads(RULES.read_text("utf-8"))
    sources = {record["source_id"]: record for _, record in read_records(SOURCES)}
    honest = [record for record in written if not record["faulty"]]
    taken = Counter(record["category"] for record in written)
    made = chain.from_iterable(
        _planted(category, honest, rules, sources, taken[category]) for category in rules if category != "spare"
    )
    return _split([*written, *made])


def render(records: Sequence[Record]) -> str:
    """Write records one JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def _planted(
    category: str, honest: Sequence[Record], rules: Rules, sources: Mapping[str, Record], taken: int
) -> Iterator[Record]:
    """Plant one kind of fault, spread evenly over the items that have a place for it."""
    rule = _rule(category, rules[category])
    spared = rules["spare"].get(category, ())
    places = [record for record in honest if record["id"] not in spared and rule(record, 0, sources) is not None]
    quota = min(rules[category]["quota"], len(places))
    for turn in range(quota):
        record = rule(places[turn * len(places) // quota], turn, sources)
        if record is not None:
            name = f"{category.replace('_', '-')}-{taken + turn + 1:02}"
            yield {"id": name, "category": category, "faulty": True} | {
                key: value for key, value in record.items() if key not in {"id", "category", "faulty"}
            }


def _split(records: Sequence[Record]) -> list[Record]:
    """Give every second record of a category to each half."""
    seen: Counter[str] = Counter()
    halves = (Split.TUNE, Split.REPORT)
    for record in records:
        record["split"] = halves[seen[record["category"]] % len(halves)].value
        seen[record["category"]] += 1
    return list(records)


def _rule(category: str, settings: Mapping[str, Any]) -> Rule:
    """Find the rule of a category: one of those below, or an exchange of words."""
    by_name: dict[str, Rule] = {
        "wrong_number": _change_number,
        "wrong_source": _give_other_source,
        "shuffled": _shuffle,
        "other_quotation": _cite_other_sentence,
        "unknown_number": _cite_missing_number,
        "stale_text": _cite_older_text,
        "uncited": _drop_citation,
    }
    if category == "invented_source":
        return lambda record, turn, sources: _invent_source(record, settings["titles"][turn % len(settings["titles"])])
    return by_name.get(category) or (lambda record, turn, sources: _exchange(record, settings, turn))


def _exchange(record: Record, settings: Mapping[str, Any], turn: int) -> Record | None:
    """Put one word or phrase for another; the turn chooses among the pairs that have a place."""
    pairs = [(re.compile(rf"(?<!\w){re.escape(old)}(?!\w)"), new) for old, new in settings.get(record["language"], ())]
    changed = [
        (index, found.sub(new, claim["text"], count=1))
        for index, claim in enumerate(record["claims"])
        for found, new in pairs
        if found.search(claim["text"])
    ]
    if not changed:
        return None
    index, text = changed[turn % len(changed)]
    return _with_text(record, index, text)


def _with_text(record: Record, index: int, text: str) -> Record:
    made = deepcopy(record)
    made["claims"][index]["text"] = text
    return made


def _change_number(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Exchange a number's first two digits, or where that gives no other number, count its first digit on."""
    text = record["claims"][0]["text"]
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    match = found[turn % len(found)]
    digits = match.group()
    swapped = digits[1] + digits[0] + digits[2:] if len(digits) > 1 else digits
    if swapped == digits or swapped.startswith("0"):
        swapped = str(int(digits[0]) % _LAST_DIGIT + 1) + digits[1:]
    return _with_text(record, 0, text[: match.start()] + swapped + text[match.end() :])


def _give_other_source(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Say that a right quotation is another source's: wholly, with the true text's id, or by its title alone."""
    made = deepcopy(record)
    citation = made["citations"][0]
    names = list(sources)
    own = citation["source_id"]
    other = sources[names[(names.index(own) + 1 + turn) % len(names)]]
    if other["source_id"] == own:
        return None
    variant = turn % 3
    if variant == 0:
        citation["source_id"] = other["source_id"]
    elif variant == 1:
        citation |= {"source_id": other["source_id"], "text_of": own}
    else:
        citation |= {key: other[key] for key in ("title", "publisher", "date")}
    return made


def _shuffle(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Exchange the numbers that the first two claims of an answer cite."""
    if len(record["claims"]) == 1:
        return None
    made = deepcopy(record)
    first, second = made["claims"][0], made["claims"][1]
    first["citations"], second["citations"] = second["citations"], first["citations"]
    return made


def _cite_other_sentence(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Let a lone claim cite another sentence of its source in place of its own."""
    if len(record["claims"]) > 1 or len(record["citations"]) > 1:
        return None
    made = deepcopy(record)
    citation = made["citations"][0]
    sentences = _SENTENCE_END.split(sources[citation["source_id"]]["text"])
    others = [each for each in sentences if citation["quote"] not in each and "\n" not in each]
    made["citations"].append({"number": 2, "source_id": citation["source_id"], "quote": others[turn % len(others)]})
    made["claims"][0]["citations"] = [2]
    return made


def _cite_missing_number(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Cite a number that no citation has."""
    made = deepcopy(record)
    made["claims"][-1]["citations"] = [len(made["citations"]) + 1]
    return made


def _invent_source(record: Record, title: str) -> Record | None:
    """Hang a quotation on a source that does not exist."""
    made = deepcopy(record)
    citation = made["citations"][0]
    citation |= {"source_id": f"{citation['source_id']}-{title.split()[0].lower()}", "title": title}
    return made


def _cite_older_text(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Cite the same words in a text that the source no longer has."""
    made = deepcopy(record)
    for citation in made["citations"]:
        for version, older in enumerate(sources[citation["source_id"]].get("older", ())):
            if citation["quote"] in older:
                citation["older"] = version
                return made
    return None


def _drop_citation(record: Record, turn: int, sources: Mapping[str, Record]) -> Record | None:
    """Leave the last claim without a citation."""
    made = deepcopy(record)
    made["claims"][-1]["citations"] = []
    return made


def write(path: Path = PLANTED) -> None:
    """Write the planted items anew."""
    path.write_text(render(plant()), encoding="utf-8")


if __name__ == "__main__":
    write()
