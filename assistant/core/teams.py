"""Reads what is told of a team in words: who they are, what nobody can, what all can."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.core.asking import asks_for_fact, opening
from assistant.core.courses.chosen import profiles_by_stems, role_stem
from assistant.core.courses.wishes import wants_courses
from assistant.core.courses.words import any_of
from assistant.core.cues import phrase_pattern
from assistant.core.verification.number_words import find_words
from knowledge.competences import Competences, Known
from knowledge.danish import content_stems, fold_words, tokenize
from knowledge.gaps.analysis import profile_demands
from knowledge.gaps.types import Team, TeamRow
from knowledge.types import Profile

# More people in words are a mistake; a file has room for them.
MOST_PEOPLE = 60
# "To nye virksomhedskonsulenter": so many words may stand between a number and a role.
_BETWEEN = 1
# What stands between two competences, kept as a part of its own.
_JOINT = re.compile(r"\s*(,|\b(?:og|eller|and|or)\b)\s*")


@dataclass(frozen=True, slots=True)
class Role:
    """So many people of a profile, of which all versions are given."""

    versions: Sequence[Profile]
    people: int = 1

    @property
    def profile(self) -> Profile:
        """The version that says what it asks for."""
        return next((one for one in self.versions if one.competences), self.versions[0])


@dataclass(frozen=True, slots=True)
class ToldTeam:
    """A team as it was told of."""

    roles: Sequence[Role] = ()
    lacking: Sequence[Known] = ()
    """What nobody can."""
    having: Sequence[Known] = ()
    """What all can."""
    unknown: Sequence[str] = ()
    """What they can or cannot, and no profile or course names."""

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(role.people for role in self.roles)


def asks_of_team(text: str) -> bool:
    """Whether a text asks what a team lacks, or tells of one."""
    folded = fold_words(text)
    tells = any(_says(folded, kind) for kind in ("we_are", "nobody", "everybody"))
    return (
        (tells and _says(folded, "lack"))
        or (_says(folded, "we_are") and _says(folded, "nobody"))
        or _says(folded, "team")
    )


def tells_of_team(text: str) -> bool:
    """Whether a text tells who a team is or what it can."""
    folded = fold_words(text)
    return any(_says(folded, kind) for kind in ("we_are", "nobody", "everybody"))


def tells_who_they_are(text: str, profiles: Sequence[Profile]) -> bool:
    """Whether a text says how many of which profile a team is, and asks nothing."""
    if not _says(fold_words(text), "we_are") or wants_courses(text) or asks_for_fact(opening(text)):
        return False
    return any(role.people > 1 for role in roles_in(text, profiles))


def roles_in(text: str, profiles: Sequence[Profile]) -> list[Role]:
    """List the profiles that a text names, in its order, and how many of each; the longest name at a place counts."""
    by_stems, tokens, found = profiles_by_stems(profiles), tokenize(text), []
    stems, place = [role_stem(token.text) for token in tokens], 0
    numbers = _numbers(text)
    while place < len(stems):
        sizes = range(len(stems) - place, 0, -1)
        size = next((size for size in sizes if tuple(stems[place : place + size]) in by_stems), 0)
        if size:
            before = [
                numbers[one.start] for one in tokens[max(0, place - 1 - _BETWEEN) : place] if one.start in numbers
            ]
            people = min(before[-1], MOST_PEOPLE) if before else 1
            found.append(Role(by_stems[tuple(stems[place : place + size])], max(people, 1)))
        place += size or 1
    return found


def told_team(text: str, profiles: Sequence[Profile], register: Competences) -> ToldTeam:
    """Read who a team is and what it lacks and has, as far as profiles and competences are known."""
    lacking, unknown = _named_after("nobody", text, register)
    having, more = _named_after("everybody", text, register)
    return ToldTeam(roles_in(text, profiles), lacking, [one for one in having if one not in lacking], unknown + more)


def as_rows(told: ToldTeam, profiles: Sequence[Profile], register: Competences) -> Team:
    """The team as a file of it would have it.

    Who says what nobody can is taken to have the rest of what the profiles ask for; who says only what all can, not.
    What no profile among them asks for is wished for everybody.
    """
    asked = profile_demands(profiles, register)
    lacking = {one.key for one in told.lacking}
    wished = lacking.difference(*(asked.get(role.profile.profile_id, {}) for role in told.roles))
    rows: list[TeamRow] = []
    for number, role in enumerate(_each(told.roles), start=1):
        wanted = asked.get(role.profile.profile_id, {})
        held = {one.key for one in told.having} | (set(wanted) - lacking if lacking else set())
        rows.append(TeamRow(str(number), (role.profile.profile_id,)))
        rows += [TeamRow(str(number), competence=key) for key in sorted(held)]
        rows += [TeamRow(str(number), competence=key, level=0, wanted=1) for key in sorted(wished)]
    return Team(tuple(rows))


def _each(roles: Sequence[Role]) -> list[Role]:
    return [role for role in roles for _ in range(role.people)][:MOST_PEOPLE]


def _numbers(text: str) -> dict[int, int]:
    """Where a number of people stands, in digits or words, and which."""
    found = {match.start(): int(match.group()) for match in re.finditer(r"(?<!\w)\d{1,4}(?!\w)", text)}
    return found | {one.start: int(one.value) for one in find_words(text, "da") if one.value.denominator == 1}


def _named_after(kind: str, text: str, register: Competences) -> tuple[list[Known], list[str]]:
    """The competences named after "ingen kan" and the like, up to the end of each sentence; and what is none.

    A name may hold an "og" itself, so the most words that are a name count.
    """
    found: dict[str, Known] = {}
    unknown: list[str] = []
    for match in re.finditer(rf"{any_of(_table()[kind])}\s+([^.?!;]*)", text, re.IGNORECASE):
        told = re.split(any_of(_phrases()), match.group(1), maxsplit=1, flags=re.IGNORECASE)[0]
        parts = [part.strip() for part in _JOINT.split(told)]
        place = 0
        while place < len(parts):
            sizes = range(len(parts) - place, 0, -2)
            named = ((size, register.find(" ".join(parts[place : place + size]))) for size in sizes)
            size, known = next(((size, known) for size, known in named if known), (1, None))
            if known:
                found.setdefault(known.key, known)
            elif content_stems(parts[place]):
                unknown.append(parts[place])
            # Past the joint that follows.
            place += size + 1
    return list(found.values()), unknown


def _phrases() -> list[str]:
    """What begins to tell of something else."""
    return [phrase for kind in ("we_are", "nobody", "everybody", "lack") for phrase in _table()[kind]]


def _says(folded: str, kind: str) -> bool:
    return any(phrase_pattern(phrase).search(folded) for phrase in _table()[kind])


@cache
def _table() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(resources.files("assistant.core").joinpath("teams.toml").read_text("utf-8"))
