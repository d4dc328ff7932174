"""Sources, passages, profiles and courses as typed records in SQLite."""

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from knowledge.database import Database
from knowledge.indexing import index_hash
from knowledge.rows import Record, record_of, row_of
from knowledge.types import Competence, Course, CourseCompetence, CourseRun, Passage, Price, Profile, Source, Transfer

COUNTED = ("sources", "passages", "profiles", "competences", "courses", "runs")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Entry:
    """A source with all that is known through it."""

    source: Source
    passages: tuple[Passage, ...]
    course: Course | None = None
    profile: Profile | None = None


class Catalogue:
    """Reads and writes typed records; ids that are not there are simply missing from what comes back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sources(self) -> list[Source]:
        """All sources, ordered by id."""
        return self._all(Source, "SELECT * FROM sources ORDER BY source_id")

    def source(self, source_id: str) -> Source | None:
        """One source, or None."""
        return _only(self._all(Source, "SELECT * FROM sources WHERE source_id = ?", source_id))

    def passages(self, source_id: str) -> list[Passage]:
        """A source's passages in the order of the text."""
        return self._all(Passage, "SELECT * FROM passages WHERE source_id = ? ORDER BY position", source_id)

    def passages_by_id(self, passage_ids: Iterable[str]) -> dict[str, Passage]:
        """The passages of these ids, in their order."""
        ids = list(passage_ids)
        sql = "SELECT * FROM passages WHERE passage_id IN (SELECT value FROM json_each(?))"
        found = {passage.passage_id: passage for passage in self._all(Passage, sql, json.dumps(ids))}
        return {passage_id: found[passage_id] for passage_id in ids if passage_id in found}

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, or None."""
        return _only(self._all(Passage, "SELECT * FROM passages WHERE passage_id = ?", passage_id))

    def all_passages(self) -> list[Passage]:
        """Every passage, by source, in the order of the text."""
        return self._all(Passage, "SELECT * FROM passages ORDER BY source_id, position")

    def courses(self) -> list[Course]:
        """All courses, ordered by id."""
        return self._courses(None)

    def course_of(self, source_id: str) -> Course | None:
        """The course that a source describes, or None."""
        return _only(self._courses(source_id))

    def profiles(self) -> list[Profile]:
        """All profiles, ordered by set, version and id."""
        return self._profiles(None)

    def profile_of(self, source_id: str) -> Profile | None:
        """The profile that a source describes, or None."""
        return _only(self._profiles(source_id))

    def entry(self, source_id: str) -> Entry | None:
        """All that is known through a source, or None."""
        source = self.source(source_id)
        if source is None:
            return None
        passages = tuple(self.passages(source_id))
        return Entry(source, passages, self.course_of(source_id), self.profile_of(source_id))

    def counts(self) -> dict[str, int]:
        """How many of each thing there are."""
        return {table: self._database.rows(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}

    def put(self, entry: Entry) -> None:
        """Store or replace a source with all that hangs on it."""
        source_id = entry.source.source_id
        with self._database.all_or_nothing():
            self.remove(source_id)
            self._database.insert("sources", row_of(entry.source))
            for position, passage in enumerate(entry.passages):
                row = row_of(passage) | {"position": position, "index_hash": index_hash(passage)}
                self._database.insert("passages", row)
            if entry.course is not None:
                self._put_course(source_id, entry.course)
            if entry.profile is not None:
                self._database.insert("profiles", row_of(entry.profile) | {"source_id": source_id})
                self._put_list("competences", source_id, entry.profile.competences)

    def mark_unread(self, source_id: str, since: datetime.date | None) -> None:
        """Note from which day on the newest version of a source cannot be read; None where it can."""
        value = since.isoformat() if since else None
        self._database.run("UPDATE sources SET unread_since = ? WHERE source_id = ?", (value, source_id))

    def remove(self, source_id: str) -> bool:
        """Forget a source and all that hangs on it; False if it was not there."""
        return self._database.run("DELETE FROM sources WHERE source_id = ?", (source_id,)) > 0

    def _put_course(self, source_id: str, course: Course) -> None:
        self._database.insert("courses", row_of(course) | {"source_id": source_id})
        self._put_list("runs", source_id, course.runs)
        self._put_list("course_competences", source_id, course.requires, role="requires")
        self._put_list("course_competences", source_id, course.provides, role="provides")
        if course.price is not None:
            self._database.insert("prices", row_of(course.price) | {"source_id": source_id})
        if course.transfer is not None:
            self._database.insert("transfers", row_of(course.transfer) | {"source_id": source_id})

    def _put_list(self, table: str, source_id: str, records: Sequence[object], **columns: str) -> None:
        for position, record in enumerate(records):
            self._database.insert(table, row_of(record) | columns | {"source_id": source_id, "position": position})

    def _all(self, kind: type[Record], sql: str, *parameters: str) -> list[Record]:
        return [record_of(kind, row) for row in self._database.rows(sql, parameters)]

    def _courses(self, source_id: str | None) -> list[Course]:
        runs = self._by_source("runs", CourseRun, source_id)
        required = self._by_source("course_competences", CourseCompetence, source_id, "role = 'requires'")
        provided = self._by_source("course_competences", CourseCompetence, source_id, "role = 'provides'")
        prices = self._by_source("prices", Price, source_id, order="source_id")
        transfers = self._by_source("transfers", Transfer, source_id, order="source_id")
        sql = f"SELECT * FROM courses WHERE {_of(source_id)} ORDER BY course_id, source_id"
        return [
            record_of(
                Course,
                row,
                runs=tuple(runs[row["source_id"]]),
                requires=tuple(required[row["source_id"]]),
                provides=tuple(provided[row["source_id"]]),
                price=_only(prices[row["source_id"]]),
                transfer=_only(transfers[row["source_id"]]),
            )
            for row in self._database.rows(sql, _parameters(source_id))
        ]

    def _profiles(self, source_id: str | None) -> list[Profile]:
        competences = self._by_source("competences", Competence, source_id)
        sql = f"SELECT * FROM profiles WHERE {_of(source_id)} ORDER BY profile_set, version, profile_id, source_id"
        rows = self._database.rows(sql, _parameters(source_id))
        return [record_of(Profile, row, competences=tuple(competences[row["source_id"]])) for row in rows]

    def _by_source(
        self, table: str, kind: type[Record], source_id: str | None, where: str = "TRUE", order: str = "position"
    ) -> Mapping[str, list[Record]]:
        grouped: defaultdict[str, list[Record]] = defaultdict(list)
        sql = f"SELECT * FROM {table} WHERE {_of(source_id)} AND {where} ORDER BY {order}"
        for row in self._database.rows(sql, _parameters(source_id)):
            grouped[row["source_id"]].append(record_of(kind, row))
        return grouped


def _only(found: Sequence[Item]) -> Item | None:
    return found[0] if found else None


def _of(source_id: str | None) -> str:
    return "TRUE" if source_id is None else "source_id = ?"


def _parameters(source_id: str | None) -> tuple[str, ...]:
    return () if source_id is None else (source_id,)
