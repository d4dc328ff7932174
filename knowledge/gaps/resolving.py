"""From a team file's words to the profiles and competences that are known; what is not known is said with the nearest.

An unknown competence stays what the file calls it: people have it or want it, though no profile asks for it.
"""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.competences import Competences, competence_key
from knowledge.danish import fold, fold_words
from knowledge.gaps.errors import TeamError, TeamFault
from knowledge.gaps.types import Holding, Person, Team, TeamNotice, TeamRow
from knowledge.types import Profile

# Out of 100; as for competences (knowledge.competences).
NEAR_ENOUGH = 60
MOST_NAMED = 3
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_COMMA = re.compile(r"\s*,\s*|\s+og\s+|\s+and\s+|\s*&\s*|\s*/\s*")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The people of a team, what their competences are called, and what was noticed."""

    people: tuple[Person, ...]
    labels: Mapping[str, str]
    notices: tuple[TeamNotice, ...]


@dataclass(frozen=True, slots=True)
class _Names:
    """Profiles by every name they go by, the ones that count today first."""

    by_name: Mapping[str, Sequence[Profile]]

    def find(self, words: str) -> Sequence[Profile]:
        return self.by_name.get(fold_words(words), ())

    def nearest(self, words: str) -> list[str]:
        found = process.extract(
            fold_words(words), [*self.by_name], scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=None
        )
        return list(dict.fromkeys(self.by_name[name][0].title for name, _, _ in found))[:MOST_NAMED]


def resolve(team: Team, profiles: Sequence[Profile], competences: Competences, as_of: datetime.date) -> Resolved:
    """Find what the rows mean; raises `TeamError` when two rows say different things of the same competence."""
    names = _names(profiles, as_of)
    labels: dict[str, str] = {}
    notices = list(team.notices)
    faults: list[TeamFault] = []
    by_person: dict[str, list[TeamRow]] = {}
    for row in team.rows:
        by_person.setdefault(row.person.casefold(), []).append(row)
    told: set[object] = set()
    people = []
    for rows in by_person.values():
        held, found = _holdings(rows, competences, labels, faults)
        notices += _first_time(found, told)
        ids, found = _profile_ids(rows, names)
        notices += _first_time(found, told)
        people.append(Person(rows[0].person, ids, held))
    if faults:
        raise TeamError(faults)
    return Resolved(tuple(people), labels, tuple(notices))


def _holdings(
    rows: Sequence[TeamRow], competences: Competences, labels: dict[str, str], faults: list[TeamFault]
) -> tuple[Mapping[str, Holding], list[TeamNotice]]:
    held: dict[str, Holding] = {}
    lines: dict[str, int | None] = {}
    notices = []
    for row in rows:
        if row.competence is None:
            continue
        known = competences.find(row.competence)
        key = known.key if known else competence_key(None, row.competence)
        labels.setdefault(key, known.label if known else row.competence)
        if known is None:
            nearest = [one.label for one in competences.nearest(row.competence, MOST_NAMED)]
            notices.append(
                TeamNotice("unknown_competence", row.line, values={"value": row.competence, "nearest": nearest})
            )
        holding = Holding(row.level, row.wanted, row.in_use)
        if held.setdefault(key, holding) != holding:
            values: Mapping[str, object] = {"person": row.person, "competence": labels[key], "first": lines[key]}
            faults.append(TeamFault("contradiction", row.line, "person", values))
        lines.setdefault(key, row.line)
    return held, notices


def _profile_ids(rows: Sequence[TeamRow], names: _Names) -> tuple[tuple[str, ...], list[TeamNotice]]:
    ids: list[str] = []
    notices: list[TeamNotice] = []
    for row in rows:
        for words in row.profiles:
            parts = [words] if names.find(words) else [part for part in _COMMA.split(words) if part]
            for part in parts:
                found = names.find(part)
                if found:
                    ids.append(found[0].profile_id)
                    notices += _several(part, found, row)
                else:
                    values = {"value": part, "nearest": names.nearest(part)}
                    notices.append(TeamNotice("unknown_profile", row.line, values=values))
    return tuple(dict.fromkeys(ids)), notices


def _several(words: str, found: Sequence[Profile], row: TeamRow) -> Iterator[TeamNotice]:
    others = [f"{one.title} [{one.profile_id}]" for one in found[1:]]
    if others:
        chosen = f"{found[0].title} [{found[0].profile_id}]"
        yield TeamNotice("several_profiles", row.line, values={"value": words, "chosen": chosen, "others": others})


def _first_time(notices: Sequence[TeamNotice], told: set[object]) -> Iterator[TeamNotice]:
    """Say once what is true of every row with the same words."""
    for notice in notices:
        if (mark := (notice.code, fold(str(notice.values["value"])))) not in told:
            told.add(mark)
            yield notice


def _names(profiles: Sequence[Profile], as_of: datetime.date) -> _Names:
    by_name: dict[str, list[Profile]] = {}
    for profile in sorted(profiles, key=lambda one: _standing(one, as_of), reverse=True):
        short = _IN_BRACKETS.sub("", profile.title)
        for name in (profile.profile_id, profile.title, short, *profile.aliases):
            known = by_name.setdefault(fold_words(name), [])
            if profile.profile_id not in {one.profile_id for one in known}:
                known.append(profile)
    return _Names(by_name)


def _standing(profile: Profile, as_of: datetime.date) -> tuple[bool, str, str]:
    begun = profile.valid_from is None or profile.valid_from <= as_of
    ended = profile.valid_to is not None and profile.valid_to < as_of
    return begun and not ended, profile.version, profile.profile_id
