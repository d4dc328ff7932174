"""Finds names (capitalised words and runs of them, acronyms, web addresses) and looks for them in evidence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.core.types import Language
from assistant.core.verification.vocabulary import calendar, names, units
from knowledge.danish import is_stop_word, stem

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")
_ADDRESS = re.compile(r"(?<![\w@])[\w.+-]*@?\b[\w-]+(?:\.[\w-]+)*\.(?:dk|com|org|net|eu|io|info)\b", re.IGNORECASE)
# What stands right before a word that begins a sentence, a list item or a quotation.
_BEGINNING = re.compile(r"(?:^|[.!?:|\n\t]|\.\.\.)[\s\"'()\[\]*•-]*$|[\"'(•*\[][\s\"'(]*$|(?:^|\s)\d{1,2}[.)] $")
# "Jørn Larsen" is borne out by "Jørn Neergaard Larsen", "Styrelsen Rekruttering" by nothing.
_LONGEST_GAP = 2
_GENITIVE = re.compile(r"(?:'s|'|s)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words as compared (without initials) and as written."""

    words: tuple[str, ...]
    written: str


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """The words of the evidence, part by part, in the forms that names are compared in."""

    parts: tuple[tuple[frozenset[str], ...], ...]
    stems: frozenset[str]
    text: str


def gather(texts: Sequence[str]) -> NameEvidence:
    """Make the evidence of normalised texts ready to be searched for names."""
    tokens = [[match.group() for match in _TOKEN.finditer(text)] for text in texts]
    parts = tuple(tuple(_forms(token) for token in part) for part in tokens)
    return NameEvidence(parts, frozenset(stem(token) for part in tokens for token in part), "\n".join(texts).lower())


def missing_names(claim: str, evidence: NameEvidence, language: Language) -> list[str]:
    """List the names of a normalised claim that the evidence does not have."""
    told = _without_aliases(claim, evidence)
    missing = [name.written for name in _find(told, evidence, language) if not _stands_somewhere(name.words, evidence)]
    addresses = [match.group() for match in _ADDRESS.finditer(claim)]
    return [*missing, *(address for address in addresses if address.lower() not in evidence.text)]


def _find(claim: str, evidence: NameEvidence, language: Language) -> list[Name]:
    """Find the names of a claim: runs of capitalised words with nothing but a space or a sign between."""
    runs: list[list[re.Match[str]]] = []
    blanked = _ADDRESS.sub(lambda match: " " * len(match.group()), claim)
    for token in _TOKEN.finditer(blanked):
        if not _is_capitalised(token.group()) or _is_no_name(blanked, token, evidence, language):
            continue
        if runs and re.fullmatch(r"[ /&-]", blanked[runs[-1][-1].end() : token.start()]):
            runs[-1].append(token)
        else:
            runs.append([token])
    return [_name(claim, run) for run in runs]


def _name(claim: str, run: Sequence[re.Match[str]]) -> Name:
    written = claim[run[0].start() : run[-1].end()]
    words = tuple(token.group() for token in run)
    # The letters of "A/S" and of house numbers say little; initials are kept out of the comparison.
    return Name(tuple(word for word in words if len(word) > 1) or words, written)


def _is_capitalised(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _is_no_name(claim: str, token: re.Match[str], evidence: NameEvidence, language: Language) -> bool:
    """Tell whether a capitalised word is an ordinary one: a pronoun, a month, a unit, or the first of its sentence."""
    word = token.group()
    lower = word.lower()
    if lower in {month.lower() for month in calendar(language).months} or lower in calendar(language).named:
        return True
    if word in {"I", "De", "Dem", "Deres"} or lower in units().exact or lower in names().free:
        return True
    if not _BEGINNING.search(claim[: token.start()]) or _is_acronym(word):
        return False
    known = names()
    if lower in known.openers or is_stop_word(lower):
        return True
    if _bare(lower) in known.places or lower in known.places:
        return False
    following = re.match(r" [^\W\d_]+", claim[token.end() :])
    in_run = following is not None and following.group()[1].isupper()
    return not in_run or stem(lower) in evidence.stems


def _is_acronym(word: str) -> bool:
    """Tell whether a word has a capital after its first letter (STAR, LinkedIn)."""
    return any(letter.isupper() for letter in word[1:])


def _without_aliases(claim: str, evidence: NameEvidence) -> str:
    """Blank out the names in a claim that the evidence has under another name."""
    for group in names().aliases:
        used = [alias for alias in group if re.search(rf"\b{re.escape(alias)}(?:'?s)?\b", claim, re.IGNORECASE)]
        if used and any(_stands_somewhere(_TOKEN.findall(alias), evidence) for alias in group):
            for alias in sorted(used, key=len, reverse=True):
                pattern = re.compile(rf"\b{re.escape(alias)}(?:'?s)?\b", re.IGNORECASE)
                claim = pattern.sub(lambda match: "x" * len(match.group()), claim)
    return claim


def _stands_somewhere(words: Sequence[str], evidence: NameEvidence) -> bool:
    return any(_stands_in(words, part) for part in evidence.parts)


def _stands_in(words: Sequence[str], part: Sequence[frozenset[str]]) -> bool:
    """Tell whether the words stand in a part in this order, with small gaps between them."""
    wanted = [_forms(word) for word in words]
    for first in (place for place, forms in enumerate(part) if forms & wanted[0]):
        place = first
        for forms in wanted[1:]:
            window = range(place + 1, min(place + 2 + _LONGEST_GAP, len(part)))
            place = next((later for later in window if part[later] & forms), -1)
            if place < 0:
                break
        else:
            return True
    return False


def _forms(word: str) -> frozenset[str]:
    """Give the forms a name is compared in: as written in lower case, and without its genitive."""
    return frozenset({word.lower(), _bare(word.lower())})


def _bare(word: str) -> str:
    return _GENITIVE.sub("", word) or word
