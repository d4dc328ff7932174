"""Reads the planted-fault set: answers with and without a fault, over a few source texts written for it.

`sources.jsonl`: the sources, some with older versions of their text. `planted.jsonl`: the gated items; `by_hand.jsonl`:
swaps of roles, scope and relation, made of the quotation's own words. A citation gives its source and quotation; the
offsets and what is known of the source are filled in, unless the line itself says otherwise (that is the fault).
"""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from assistant.core.types import Citation, Claim, Language
from evals.cases import Split
from knowledge.errors import BadInputError, UnknownTextError
from knowledge.types import Passage, Source, SourceKind

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources.jsonl"
PLANTED = FOLDER / "planted.jsonl"
BY_HAND = FOLDER / "by_hand.jsonl"

# Citations of a source that does not exist need some kind.
_INVENTED_KIND = SourceKind.REPORT


@dataclass(frozen=True, slots=True)
class Item:
    """An answer, and whether it holds a fault."""

    id: str
    category: str
    """What was planted, or `honest_...` for what an honest answer does."""
    faulty: bool
    language: Language
    split: Split
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]

    @property
    def evidence(self) -> tuple[tuple[Claim, tuple[Citation, ...]], ...]:
        """Each claim with the citations it rests on, as a judge is shown it."""
        by_number = {citation.number: citation for citation in self.citations}
        return tuple((claim, tuple(by_number[n] for n in claim.citations if n in by_number)) for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Library:
    """The sources of the set with all their texts, current and older; one passage a source."""

    by_id: Mapping[str, Source]
    texts: Mapping[str, str]
    sections: Mapping[str, str]

    def source(self, source_id: str) -> Source | None:
        """One source, or None."""
        return self.by_id.get(source_id)

    def text(self, text_id: str) -> str:
        """A current or older text; raises `UnknownTextError`."""
        if text_id not in self.texts:
            raise UnknownTextError(f"There is no text {text_id!r} in the set; check the citation.", text_id=text_id)
        return self.texts[text_id]

    def passages(self, source_id: str) -> Sequence[Passage]:
        """The one passage of a source: its whole current text."""
        source = self.by_id.get(source_id)
        if source is None:
            return ()
        text = self.texts[source.text_id]
        place = (passage_id(source_id), source_id, source.kind, source.text_id, 0, len(text), text, source.title)
        return (Passage(*place, section=self.sections[source_id]),)


def passage_id(source_id: str) -> str:
    """Name the one passage of a source."""
    return f"{source_id}-passage"


def older_text_id(source_id: str, version: int) -> str:
    """Name an older text of a source; 0 is the first one listed."""
    return f"{source_id}-older-{version}"


def read_library(path: Path = SOURCES) -> Library:
    """Read the sources. Raises `BadInputError` naming the line."""
    by_id: dict[str, Source] = {}
    texts: dict[str, str] = {}
    sections: dict[str, str] = {}
    for _, record in read_records(path):
        source_id = record["source_id"]
        source = Source(
            source_id=source_id,
            kind=SourceKind(record["kind"]),
            title=record["title"],
            text_id=f"{source_id}-now",
            root="faults",
            publisher=record["publisher"],
            date=datetime.date.fromisoformat(record["date"]),
            fictional=True,
        )
        by_id[source_id] = source
        sections[source_id] = record["section"]
        texts[source.text_id] = record["text"]
        texts |= {older_text_id(source_id, at): older for at, older in enumerate(record.get("older", []))}
    return Library(by_id, texts, sections)


def read_items(path: Path = PLANTED, library: Library | None = None, split: Split | None = None) -> list[Item]:
    """Read the items of a file, or of one half of it. Raises `BadInputError` naming the line."""
    library = library or read_library()
    items = []
    for line, record in read_records(path):
        try:
            items.append(_item(record, library))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"{path.name}, line {line}: {error!r} cannot be used; write the item as the others are."
            raise BadInputError(reason, path=path.name, line=line) from error
    return [item for item in items if split is None or item.split is split]


def read_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line's number and JSON object."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            reason = f"{path.name}, line {number}: not JSON ({error.msg}); write one object a line."
            raise BadInputError(reason, path=path.name, line=number) from error
        yield number, record


def _item(record: Mapping[str, Any], library: Library) -> Item:
    if record["language"] not in {"da", "en"}:
        raise ValueError(record["language"])
    return Item(
        id=record["id"],
        category=record["category"],
        faulty=record["faulty"],
        language=cast(Language, record["language"]),
        split=Split(record["split"]),
        claims=tuple(Claim(claim["text"], tuple(claim["citations"])) for claim in record["claims"]),
        citations=tuple(_citation(citation, library) for citation in record["citations"]),
    )


def _citation(record: Mapping[str, Any], library: Library) -> Citation:
    """Fill in a citation; a quotation that does not stand in the text gets offsets where it does not."""
    source_id, quote = record["source_id"], record["quote"]
    source = library.source(source_id)
    text_id = _text_id(record, library)
    start = max(library.texts.get(text_id, "").find(quote), 0)
    date = record.get("date")
    return Citation(
        number=record["number"],
        source_id=source_id,
        source_kind=source.kind if source else _INVENTED_KIND,
        title=record.get("title") or (source.title if source else source_id),
        quote=quote,
        text_id=text_id,
        start=start,
        end=start + len(quote),
        passage_id=passage_id(source_id),
        publisher=record.get("publisher") or (source.publisher if source else None),
        date=datetime.date.fromisoformat(date) if date else (source.date if source else None),
        section=record.get("section") or library.sections.get(source_id, ""),
    )


def _text_id(record: Mapping[str, Any], library: Library) -> str:
    """Name the text that a citation points into: its source's, an older one (`older`), another's (`text_of`)."""
    if "older" in record:
        return older_text_id(record["source_id"], record["older"])
    source = library.source(record.get("text_of", record["source_id"]))
    return source.text_id if source else f"{record['source_id']}-now"
