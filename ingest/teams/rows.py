"""From rows of cells to a team: headings in Danish or English, every value checked, every fault named at once."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz, process

from ingest.records.headings import plain, synonyms
from ingest.records.values import HIGHEST_LEVEL, words_of
from ingest.tables import Row, restored
from knowledge.gaps.errors import TeamError, TeamFault
from knowledge.gaps.types import Team, TeamNotice, TeamRow
from knowledge.masking import mask_cpr

MOST_ROWS = 10_000
"""Rows of people and competences; the largest jobcentres have some hundred staff and a profile some ten competences."""

MOST_FAULTS = 100
"""Faults that are told of at once: who has more has mixed up a column."""

LONGEST_NAME = 200
"""Characters of a name or a competence; what is longer is a text that slipped into the column."""

# Out of 100: as for the headings of courses (ingest.records.headings).
_NEAR_ENOUGH = 70
_BETWEEN_PROFILES = re.compile(r"\s*[;|\n+]\s*")
_WHOLE_LEVEL = re.compile(r"([0-9]+)(?:[.,]0+)?")
# What cannot be seen and has no place in a name: control characters and marks that turn the direction of text.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_SHOWN_SIGNS = 40


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    headings: Mapping[str, str]
    """Column -> the heading as the file writes it."""
    faults: list[TeamFault] = field(default_factory=list)
    notices: list[TeamNotice] = field(default_factory=list)
    masked: dict[str, str] = field(default_factory=dict)
    """A name that holds a CPR number -> the name that is shown, so that two people stay two."""

    def cells(self, row: Mapping[str, object]) -> Mapping[str, str]:
        """Give the cells of a row as text."""
        return {name: self._person(value) if name == "person" else _clean(value) for name, value in row.items()}

    def _person(self, value: object) -> str:
        shown, found = mask_cpr(raw := _plain_text(value))
        return self.masked.setdefault(raw, f"{shown} ({len(self.masked) + 1})") if found else shown

    def fault(self, code: str, line: int, column: str, **values: object) -> None:
        self.faults.append(TeamFault(code, line, self.headings.get(column, column), values))


@cache
def columns() -> Mapping[str, Sequence[str]]:
    """The columns of a team file with the headings they go by."""
    text = files("ingest.teams").joinpath("labels.toml").read_text(encoding="utf-8")
    named: Mapping[str, Sequence[str]] = tomllib.loads(text)["columns"]
    return named


def team_of_rows(rows: Sequence[Row]) -> Team:
    """Check a table whose first row holds the headings; raises `TeamError` with all faults."""
    if not rows:
        raise TeamError([TeamFault("empty")])
    places, reading = _places(rows[0])
    if len(rows) - 1 > MOST_ROWS:
        reading.faults.append(TeamFault("too_many_rows", values={"rows": len(rows) - 1, "limit": MOST_ROWS}))
        raise TeamError(reading.faults)
    cells = [(reading.cells({name: _cell(row, at) for name, at in places.items()}), row.line) for row in rows[1:]]
    _note_empty_columns(cells, reading)
    return _checked(cells, reading)


def team_of_records(records: Iterable[Mapping[str, object]]) -> Team:
    """Check records with the keys of a team file (`person`, `profil`, ...), or their English names."""
    by_heading = _by_heading()
    reading = _Reading({name: name for name in columns()})
    cells = []
    for number, record in enumerate(records, start=1):
        if number > MOST_ROWS:
            raise TeamError([TeamFault("too_many_rows", values={"rows": number, "limit": MOST_ROWS})])
        known: dict[str | None, object] = {by_heading.get(plain(str(key))): value for key, value in record.items()}
        cells.append((reading.cells({name: value for name, value in known.items() if name}), number))
    if not cells:
        raise TeamError([TeamFault("empty")])
    return _checked(cells, reading)


def _by_heading() -> Mapping[str, str]:
    return {plain(word): name for name, words in columns().items() for word in (name, *words)}


def _places(headings: Row) -> tuple[Mapping[str, int], _Reading]:
    by_heading = _by_heading()
    places: dict[str, int] = {}
    reading = _Reading({})
    written: dict[str, str] = {}
    for place, cell in enumerate(headings.cells):
        heading = _clean(cell)
        name = by_heading.get(plain(heading))
        if name and name not in places:
            places[name], written[name] = place, heading
        elif name:
            reading.faults.append(TeamFault("column_twice", headings.line, heading, {"first": written[name]}))
        elif heading:
            nearest = process.extractOne(plain(heading), by_heading, scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
            values = {"nearest": nearest[2] if nearest else None}
            reading.notices.append(TeamNotice("unknown_column", headings.line, heading, values))
    reading.headings = written
    if "person" not in places:
        reading.faults.append(TeamFault("no_person_column", headings.line, "person"))
    if "kompetence" not in places and "profil" not in places:
        reading.faults.append(TeamFault("no_competence_column", headings.line, "kompetence"))
    if reading.faults:
        raise TeamError(reading.faults)
    return places, reading


def _note_empty_columns(cells: Sequence[tuple[Mapping[str, str], int]], reading: _Reading) -> None:
    for name, heading in reading.headings.items():
        if cells and not any(row[name] for row, _ in cells):
            reading.notices.append(TeamNotice("empty_column", None, heading))


def _checked(cells: Sequence[tuple[Mapping[str, str], int]], reading: _Reading) -> Team:
    rows: list[TeamRow] = []
    seen: dict[tuple[str, str], TeamRow] = {}
    for row, line in cells:
        if not any(row.values()):
            continue
        made = _row(row, line, reading)
        if made is not None and not _repeats(made, seen, reading):
            rows.append(made)
    if not rows and not reading.faults:
        reading.faults.append(TeamFault("no_rows"))
    if reading.faults:
        raise TeamError(reading.faults[:MOST_FAULTS])
    return Team(tuple(rows), tuple(reading.notices))


def _row(row: Mapping[str, str], line: int, reading: _Reading) -> TeamRow | None:
    before = len(reading.faults)
    person, competence = row.get("person", ""), row.get("kompetence", "")
    profiles = tuple(filter(None, _BETWEEN_PROFILES.split(row.get("profil", ""))))
    if not person:
        reading.fault("no_person", line, "person")
    if not competence and not profiles:
        reading.fault("nothing_said", line, "kompetence")
    for column in ("person", "kompetence"):
        if len(row.get(column, "")) > LONGEST_NAME:
            reading.fault("too_long", line, column, limit=LONGEST_NAME)
    level, wanted = (_level(row.get(column, ""), line, column, reading) for column in ("niveau", "oensket"))
    in_use = _answer(row.get("i_brug", ""), line, reading)
    if not competence and (level, wanted, in_use) != (None, None, None):
        reading.fault("level_of_nothing", line, "kompetence")
    if len(reading.faults) > before:
        return None
    return TeamRow(person, profiles, competence or None, level, wanted, in_use, line)


def _level(written: str, line: int, column: str, reading: _Reading) -> int | None:
    if not written:
        return None
    match = _WHOLE_LEVEL.fullmatch(written)
    if match and int(match[1][:3]) <= HIGHEST_LEVEL:
        return int(match[1])
    reading.fault("bad_level", line, column, value=written[:_SHOWN_SIGNS], highest=HIGHEST_LEVEL)
    return None


def _answer(written: str, line: int, reading: _Reading) -> bool | None:
    if not written:
        return None
    code = synonyms("answers").get(plain(written))
    if code is None:
        reading.fault("bad_answer", line, "i_brug", value=written[:_SHOWN_SIGNS])
        return None
    return code == "yes"


def _repeats(row: TeamRow, seen: dict[tuple[str, str], TeamRow], reading: _Reading) -> bool:
    """Tell whether a row says again what one before it said; a row that says otherwise is a fault."""
    if row.competence is None:
        return False
    first = seen.setdefault((row.person.casefold(), plain(row.competence)), row)
    if first is row:
        return False
    values: dict[str, object] = {"person": row.person, "competence": row.competence, "first": first.line}
    said = [(one.level, one.wanted, one.in_use) for one in (first, row)]
    assert row.line is not None
    if said[0] != said[1]:
        reading.fault("contradiction", row.line, "person", **values)
        return True
    reading.notices.append(TeamNotice("row_twice", row.line, None, values))
    return not set(row.profiles) - set(first.profiles)


def _cell(row: Row, place: int) -> object:
    return row.cells[place] if place < len(row.cells) else ""


def _clean(value: object) -> str:
    """A cell as one line of text, CPR numbers masked."""
    return mask_cpr(_plain_text(value))[0]


def _plain_text(value: object) -> str:
    return restored(" ".join(_CONTROLS.sub(" ", _UNSEEN.sub("", words_of(value))).split()))
