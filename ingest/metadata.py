"""Who published a document, when, under what title: from the document and beside it, never by guessing.

A field comes from the first that has it: front matter, the `.meta.yaml` beside the file, the document's own properties,
the text. A wrong value that somebody wrote on purpose is an error; one a program left in the file is a notice.
"""

import datetime
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.boilerplate import address_owner, dates_of_line, is_byline, is_period_line, patterns, says_changed
from ingest.dates import ImpossibleDateError, ImpreciseDateError, parse_date
from ingest.encoding import read_text
from ingest.errors import UnreadableError
from ingest.types import Block, BlockKind, Extracted, Notice, RawValue
from ingest.yamlmarks import load_mapping
from knowledge.types import Learner, SourceKind, Visibility

# Names of the fields as people write them.
ALIASES = {
    "titel": "title", "dato": "date", "udgivet": "date", "udgiver": "publisher", "link": "url", "sprog": "language",
    "målgruppe": "learner", "synlighed": "visibility", "gyldig_fra": "valid_from", "gyldig_til": "valid_to",
    "hentet": "retrieved", "type": "kind", "fiktiv": "fictional",
}  # fmt: skip

_VALUE_ALIASES = {
    "medarbejder": "employee", "medarbejdere": "employee", "leder": "manager", "ledere": "manager", "borger": "citizen",
    "borgere": "citizen", "offentlig": "public", "intern": "internal", "rapport": "report", "profil": "profile",
    "kursus": "course", "dansk": "da", "engelsk": "en",
}  # fmt: skip

# Fields of front matter that say something we do not keep.
_IGNORED = frozenset(
    {"author", "forfatter", "description", "beskrivelse", "keywords", "tags", "created", "origin", "license"}
)

# Formats whose properties are written by hand at the top of the file.
_FRONT_MATTER = frozenset({".md", ".markdown", ".yaml", ".yml"})

# Blocks from the top in which a date line counts: title, summary, byline and what stands between them.
_HEAD_BLOCKS = 14

# A title taken from running text is cut at a word before so many characters.
_LONGEST_TITLE = 120

# Titles that a program put there: file names, "Microsoft Word - …", the names of empty documents.
_PROGRAM_TITLE = re.compile(
    r"^\(?(?:microsoft \w+ ?-.*|untitled|unavngivet|ikke-navngivet|anonymous|title|titel)\)?$"
    r"|^(?:dokument|document|præsentation|presentation|mappe|ark)\d*$"
    r"|\.(?:docx?|dotx?|pptx?|xlsx?|indd|pdf|html?|txt)$",
    re.IGNORECASE,
)

# Days that programs write when they do not tell the time: reportlab, zip archives, Windows, Unix, python-docx.
_EMPTY_STAMPS = frozenset(
    datetime.date(*day) for day in ((2000, 1, 1), (1980, 1, 1), (1601, 1, 1), (1970, 1, 1), (2013, 12, 23))
)

_PUBLISHER_LINE = re.compile(r"(?:Udgiver|Udgivet af|Publisher|Published by)\s*:?\s+([A-ZÆØÅ][^.:;!?]{1,80})")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document; `None` where neither it nor the file beside it says."""

    title: str
    date: datetime.date | None = None
    publisher: str | None = None
    url: str | None = None
    learner: Learner | None = None
    visibility: Visibility = Visibility.PUBLIC
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    retrieved: datetime.date | None = None
    kind: SourceKind = SourceKind.REPORT
    fictional: bool = False
    language: str = "da"


KEYS = frozenset(Metadata.__dataclass_fields__)


def find_metadata(
    extracted: Extracted, path: Path, meta_file: Path | None, today: datetime.date | None = None
) -> tuple[Metadata, Mapping[str, str], tuple[Notice, ...]]:
    """Gather a document's metadata, where each came from (`front_matter`, `meta_file`, `properties`, `text`, `name`).

    Raises `UnreadableError` with field and line for a value in front matter or the file beside it that cannot be.
    """
    finder = _Finder(today or datetime.date.today())
    own = extracted.properties or {}
    if path.suffix.lower() in _FRONT_MATTER:
        finder.take(own, "front_matter")
    if meta_file is not None:
        finder.take_beside(meta_file)
    if path.suffix.lower() not in _FRONT_MATTER:
        finder.take(own, "properties")
    finder.take_from_text(extracted)
    finder.take_creation_date(own)
    if "title" not in finder.values:
        finder.put("title", path.stem, "name")
    if "date" not in finder.values:
        finder.notices.append(Notice("undated"))
    return replace(Metadata(""), **finder.values), finder.origins, tuple(finder.notices)


class _Finder:
    """Collects values, the first one given for a field stays."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self.values: dict[str, Any] = {}
        self.origins: dict[str, str] = {}
        self.notices: list[Notice] = []

    def put(self, field: str, value: object, origin: str) -> None:
        if field not in self.values and value is not None:
            self.values[field] = value
            self.origins[field] = origin

    def take(self, raw_values: Mapping[str, RawValue], origin: str) -> None:
        for written, raw in raw_values.items():
            key = written.strip().lower().replace("-", "_").replace(" ", "_")
            field = ALIASES.get(key, key)
            if field not in KEYS:
                if field not in _IGNORED:
                    self.notices.append(Notice("unknown_field", field=written, line=raw.line))
                continue
            if origin == "properties" and field == "title" and _PROGRAM_TITLE.search(str(raw.value)):
                continue
            try:
                self.put(field, self._converted(field, written, raw), origin)
            except UnreadableError as error:
                if origin != "properties":
                    raise
                self.notices.append(
                    Notice(error.reason, field=written, line=raw.line, values={"written": str(raw.value)})
                )

    def take_beside(self, meta_file: Path) -> None:
        """Take what the file beside the document says; what is wrong or noteworthy there is named by that file."""
        before = len(self.notices)
        try:
            self.take(load_mapping(read_text(meta_file)), "meta_file")
        except UnreadableError as error:
            error.values["beside"] = meta_file.name
            raise
        self.notices[before:] = [replace(notice, path=meta_file.name) for notice in self.notices[before:]]

    def _converted(self, field: str, written: str, raw: RawValue) -> object:
        if raw.value is None or str(raw.value).strip() == "":
            return None
        try:
            return _CONVERTERS[field](raw.value)
        except ImpreciseDateError:
            values = {"written": str(raw.value)}
            self.notices.append(Notice("imprecise_date", field=written, line=raw.line, values=values))
            return None
        except ValueError as error:
            reason = "bad_date" if _CONVERTERS[field] is parse_date else "bad_value"
            missing = isinstance(error, ImpossibleDateError)
            advice = (
                "the calendar has no such day"
                if missing
                else f"give {_EXPECTED.get(field, 'a date such as 2018-11-27')}"
            )
            raise UnreadableError(
                f"the field {written} is {raw.value!r}: {advice}",
                reason=reason,
                field=written,
                line=raw.line,
                written=str(raw.value),
            ) from error

    def take_from_text(self, extracted: Extracted) -> None:
        text, blocks = extracted.text, extracted.blocks
        if "date" not in self.values:
            self.put("date", self._date_in_head(text, blocks), "text")
        self.put("title", title_of(text, blocks), "text")
        self.put("publisher", publisher_of(text, blocks), "text")

    def _date_in_head(self, text: str, blocks: tuple[Block, ...]) -> datetime.date | None:
        issued: list[datetime.date] = []
        changed: list[datetime.date] = []
        for line in _furniture_lines(text, blocks[:_HEAD_BLOCKS]):
            for found in dates_of_line(line):
                if found.date is None or found.date > self._today:
                    code = "impossible_date" if found.date is None else "future_date"
                    self.notices.append(Notice(code, field="date", values={"written": found.written}))
                else:
                    (changed if says_changed(line) and not issued else issued).append(found.date)
            if is_period_line(line):
                self.notices.append(Notice("imprecise_date", field="date", values={"written": line}))
        return next(iter([*issued, *changed]), None)

    def take_creation_date(self, own: Mapping[str, RawValue]) -> None:
        """Use the day the file was made, the weakest sign, where nothing else dates the document."""
        made = own.get("created")
        if "date" in self.values or made is None or not isinstance(made.value, datetime.date):
            return
        if made.value <= self._today and made.value not in _EMPTY_STAMPS:
            self.put("date", made.value, "properties")
            self.notices.append(Notice("date_of_file", field="date", values={"written": made.value.isoformat()}))


def title_of(text: str, blocks: tuple[Block, ...]) -> str | None:
    """Give the first heading, of the highest level at the top; else the first line that says something."""
    content = [block for block in blocks if block.kind is not BlockKind.BOILERPLATE]
    headings = [block for block in content if block.kind is BlockKind.HEADING]
    chosen = headings[:1] if headings and headings[0] in content[:_HEAD_BLOCKS] else content[:1]
    if not chosen:
        return None
    title = " ".join(text[chosen[0].start : chosen[0].end].split())
    if len(title) <= _LONGEST_TITLE or chosen[0].kind is BlockKind.HEADING:
        return title
    return title[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:–- ") + " …"


def publisher_of(text: str, blocks: tuple[Block, ...]) -> str | None:
    """Give who publishes where the text says so: under the byline, in an `Udgiver:` line, first in the address."""
    for above, below in itertools.pairwise(blocks):
        is_pair = above.kind is below.kind is BlockKind.BOILERPLATE and text[above.end : below.start].count("\n") == 1
        name = text[below.start : below.end]
        if is_pair and is_byline(text[above.start : above.end]) and not _is_page_word(name):
            return name
    for block in blocks:
        match = _PUBLISHER_LINE.fullmatch(text[block.start : block.end])
        if match:
            return match.group(1).strip()
    owners = {owner for line in _furniture_lines(text, blocks) if (owner := address_owner(line))}
    return owners.pop() if len(owners) == 1 else None


def _is_page_word(line: str) -> bool:
    return line.lower() in patterns().section_names or bool(dates_of_line(line)) or not line[:1].isupper()


def _furniture_lines(text: str, blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if block.kind is BlockKind.BOILERPLATE:
            yield " ".join(text[block.start : block.end].split())


def _choice(kind: type[StrEnum]) -> Callable[[object], StrEnum]:
    def read(value: object) -> StrEnum:
        written = str(value).strip().lower()
        return kind(_VALUE_ALIASES.get(written, written))

    return read


def _words(value: object) -> str:
    if isinstance(value, dict | list):
        raise ValueError(value)
    return " ".join(str(value).split())


def _truth(value: object) -> bool:
    written = str(value).strip().lower()
    if written not in ("true", "ja", "yes", "false", "nej", "no"):
        raise ValueError(value)
    return written in ("true", "ja", "yes")


def _language(value: object) -> str:
    written = _words(value).lower()
    return _VALUE_ALIASES.get(written, written[:2])


_CONVERTERS: Mapping[str, Callable[[object], object]] = {
    "title": _words, "publisher": _words, "url": _words, "language": _language, "fictional": _truth,
    "date": parse_date, "valid_from": parse_date, "valid_to": parse_date, "retrieved": parse_date,
    "learner": _choice(Learner), "visibility": _choice(Visibility), "kind": _choice(SourceKind),
}  # fmt: skip

_EXPECTED = {
    "learner": "employee, manager or citizen", "visibility": "public or internal", "kind": "report, profile or course",
    "fictional": "true or false", "title": "a line of text", "publisher": "a name", "url": "an address",
    "language": "da or en",
}  # fmt: skip
