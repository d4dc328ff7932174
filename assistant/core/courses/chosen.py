"""Reads which form, level, provider, profile, competence and order a question asks for."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.core.courses.reading import Reading
from assistant.core.courses.wishes import is_course_word
from assistant.core.courses.words import any_of, words
from knowledge.competences import Competences
from knowledge.danish import fold, is_stop_word, stem, tokenize
from knowledge.types import Order, Profile

# A competence has a name of this many words at most.
_LONGEST_NAME = 8
# A shorter part of a provider's name is no name of its own ("UC").
_SHORTEST_PART = 4
# The endings of a role in Danish and English; shorter words are stemmed as all words are.
_ROLE_ENDING = re.compile(r"(?:ernes|erne|erens|eren|eres|ere|ers|er|ens|en|s)$")
_SHORTEST_ROLE = 7
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")


def read_form(reading: Reading) -> Reading:
    """Read the form, and those that are not wanted: "ikke online"."""
    return _read_choice(reading, words()["forms"], "form", "not_forms")


def read_level(reading: Reading) -> Reading:
    """Read the level, and those that are not wanted."""
    return _read_choice(reading, words()["levels"], "level", "not_levels")


def _read_choice(reading: Reading, table: Mapping[str, Sequence[str]], name: str, refused: str) -> Reading:
    for code, phrases in table.items():
        while match := re.search(any_of(phrases), reading.rest, re.IGNORECASE):
            no = re.search(rf"{any_of(words()['negation']['words'])}\s+$", reading.rest[: match.start()], re.IGNORECASE)
            if no:
                reading = reading.take_span(no.start(), match.end(), **{refused: (code,)})
            else:
                reading = reading.take(match, **{name: reading.found.get(name, code)})
    return reading


def read_order(reading: Reading) -> Reading:
    """Read whether the cheapest or the first are asked for."""
    for order in Order:
        if match := re.search(any_of(words()["sorting"][order.value]), reading.rest, re.IGNORECASE):
            return reading.take(match, sort=order)
    return reading


def read_provider(reading: Reading, providers: Iterable[str]) -> Reading:
    """Read a provider by its whole name, the longest first, or by a part that only it has: "hos Nordlys"."""
    names = sorted(set(providers), key=lambda name: (-len(name), name))
    for written, name in [(name, name) for name in names] + [(_IN_BRACKETS.sub("", name), name) for name in names]:
        if match := re.search(rf"(?<!\w){re.escape(written)}(?!\w)", reading.rest, re.IGNORECASE):
            return reading.take(match, provider=name)
    parts = _own_parts(names)
    for token in tokenize(reading.rest):
        if token.text[:1].isupper() and token.text in parts:
            return reading.take_span(token.start, token.end, provider=parts[token.text])
    return reading


def _own_parts(names: Sequence[str]) -> Mapping[str, str]:
    """The capitalised words of providers' names that no other provider has."""
    held: dict[str, set[str]] = {}
    for name in names:
        for token in tokenize(_IN_BRACKETS.sub("", name)):
            telling = not is_stop_word(token.text) and not is_course_word(fold(token.text))
            if token.text[0].isupper() and len(token.text) >= _SHORTEST_PART and telling:
                held.setdefault(token.text, set()).add(name)
    return {word: next(iter(those)) for word, those in held.items() if len(those) == 1}


def read_profile(reading: Reading, profiles: Sequence[Profile]) -> Reading:
    """Read whom courses are for where they have a profile: "til vores virksomhedskonsulenter"."""
    table = words()["profiles"]
    lead = re.compile(rf"{any_of(table['before'])}\s+(?:{any_of(table['between'])}\s+)*", re.IGNORECASE)
    named = profiles_by_stems(profiles)
    for match in lead.finditer(reading.rest):
        tokens = tokenize(reading.rest[match.end() :])
        for size in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
            found = named.get(tuple(role_stem(token.text) for token in tokens[:size]))
            if found:
                return reading.take_span(match.start(), match.end() + tokens[size - 1].end, profile=found[0].profile_id)
    return reading


def profiles_by_stems(profiles: Sequence[Profile]) -> Mapping[tuple[str, ...], Sequence[Profile]]:
    """Give the profiles of every title and alias, by its words' stems: real ones in force first, then the newest."""
    newest = sorted(profiles, key=lambda one: one.version, reverse=True)
    named: dict[tuple[str, ...], list[Profile]] = {}
    for profile in sorted(newest, key=lambda one: (one.fictional, one.valid_to is not None)):
        for name in (profile.title, _IN_BRACKETS.sub("", profile.title), *profile.aliases, *_also(profile)):
            there = named.setdefault(tuple(role_stem(token.text) for token in tokenize(name)), [])
            if profile not in there:
                there.append(profile)
    return named


def role_stem(word: str) -> str:
    """Reduce a word to what the forms of a role share: "formidler", "formidleren" and "formidlerne" alike."""
    folded = fold(word)
    return _ROLE_ENDING.sub("", folded) if len(folded) >= _SHORTEST_ROLE else stem(folded)


def _also(profile: Profile) -> list[str]:
    """What English calls the profile."""
    own = {fold(_IN_BRACKETS.sub("", name)) for name in (profile.title, *profile.aliases)}
    return [english for english, danish in words()["profiles"]["also"].items() if fold(danish) in own]


def read_competence(reading: Reading, competences: Competences) -> Reading:
    """Read the competence that courses are to give: "der giver kompetencen motiverende samtale"."""
    table = words()["competences"]
    for phrases in (table["named"], table["given"]):
        for match in re.finditer(rf"{any_of(phrases)}\s+", reading.rest, re.IGNORECASE):
            tokens = tokenize(reading.rest[match.end() :])[:_LONGEST_NAME]
            for size in range(len(tokens), 0, -1):
                end = match.end() + tokens[size - 1].end
                known = competences.find(reading.rest[match.end() : end])
                if known:
                    return reading.take_span(match.start(), end, competence=known.label)
    return reading
