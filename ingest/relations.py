"""What the records of a run say of each other: rings are refused, and unknown names are told with the nearest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from ingest.errors import RecordError
from ingest.reading import Reading, RecordFound, fault_of
from ingest.types import Notice
from knowledge.competences import Competences, Known
from knowledge.profiles.lineage import Lineage
from knowledge.profiles.rings import ring_in
from knowledge.types import Competence, Course, Profile

# Out of 100: below it, the nearest known name would only confuse (as with headings, `ingest.records.headings`).
_NEAR_ENOUGH = 70

_ADVICE = {
    "builds_on": "the profile builds on itself",
    "derived_from": "the profile is made from itself",
    "broader": "the competence is broader than itself",
}


class Relations:
    """The profiles there would be after a run: those just read, and those that stay."""

    def __init__(self, readings: Sequence[Reading], staying: Sequence[Profile]) -> None:
        self._readings = readings
        self._holders = {
            found.checked.record.profile_id: (reading, found)
            for reading in readings
            for found in reading.records
            if isinstance(found.checked.record, Profile)
        }
        read = [found.checked.record for _, found in self._holders.values()]
        kept = [one for one in staying if one.profile_id not in self._holders]
        self._profiles = [*(one for one in read if isinstance(one, Profile)), *kept]
        self._lineage = Lineage(self._profiles)
        self._register = Competences(self._profiles, ())

    def refused(self) -> Mapping[str, Reading]:
        """Give the files that hold a member of a ring as if they could not be read, by their location."""
        for name in ("builds_on", "derived_from", "broader"):
            ring = ring_in(self._edges(name))
            refused: dict[str, Reading] = {}
            for reading, fault in self._faults(name, ring):
                before = refused.get(reading.file.location) or Reading(reading.file, reading.fingerprint)
                refused[reading.file.location] = replace(before, faults=(*before.faults, fault_of(reading.file, fault)))
            if refused:
                return refused
        return {}

    def noted(self, reading: Reading) -> Reading:
        """Add what a file names and nobody knows."""
        found = [replace(one, path=reading.file.path) for record in reading.records for one in self._unknown(record)]
        return replace(reading, notices=(*reading.notices, *found)) if found else reading

    def _edges(self, name: str) -> Mapping[str, Sequence[str]]:
        if name == "broader":
            return {one.key: one.broader for one in self._register}
        return {one.profile_id: list(self._named(one, name)) for one in self._profiles}

    def _named(self, profile: Profile, name: str) -> Iterator[str]:
        given = profile.builds_on if name == "builds_on" else filter(None, [profile.derived_from])
        found = (self._lineage.profile(one, profile) for one in given)
        yield from (one.profile_id for one in found if one is not None)

    def _faults(self, name: str, ring: Sequence[str]) -> Iterator[tuple[Reading, RecordError]]:
        shown = " → ".join(ring)
        for reading, found in self._holders.values():
            for place in self._places(name, found, ring):
                heading, line = place
                message = f"field {heading!r}: {_ADVICE[name]} ({shown}); take one of them out"
                yield reading, RecordError(message, field=heading, line=line, reason="ring", ring=shown)

    def _places(self, name: str, found: RecordFound, ring: Sequence[str]) -> Iterator[tuple[str, int | None]]:
        profile = found.checked.record
        assert isinstance(profile, Profile)
        if name != "broader":
            if profile.profile_id in ring:
                yield found.checked.places[name]
            return
        for competence in profile.competences:
            known = self._register.named(competence)
            if known and known.key in ring and competence.broader:
                yield found.checked.places[f"broader {competence.competence_id}"]

    def _unknown(self, found: RecordFound) -> Iterator[Notice]:
        record, places = found.checked.record, found.checked.places
        if isinstance(record, Course):
            yield from self._unknown_profiles(record.profiles, places["profiles"])
            return
        yield from self._unknown_profiles(record.builds_on, places["builds_on"])
        yield from self._unknown_profiles(tuple(filter(None, [record.derived_from])), places["derived_from"])
        for competence in record.competences:
            yield from self._unknown_competences(competence, places)

    def _unknown_profiles(self, names: Sequence[str], place: tuple[str, int | None]) -> Iterator[Notice]:
        for name in names:
            if not self._lineage.knows(name):
                known = {label: one.profile_id for one in self._profiles for label in (one.title, one.profile_id)}
                near = process.extractOne(name, known.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ENOUGH)
                values = {"value": name, "nearest": known[near[0]] if near else None}
                yield Notice("unknown_profile", field=place[0], line=place[1], values=values)

    def _unknown_competences(
        self, competence: Competence, places: Mapping[str, tuple[str, int | None]]
    ) -> Iterator[Notice]:
        for part, names in (("broader", competence.broader), ("related", competence.related)):
            for name in names:
                if self._register.find(name) is None:
                    heading, line = places[f"{part} {competence.competence_id}"]
                    near = self._register.nearest(name, 1)
                    values = {"value": name, "nearest": _named(near)}
                    yield Notice("unknown_competence", field=heading, line=line, values=values)


def _named(near: Sequence[Known]) -> str | None:
    return near[0].key if near else None
