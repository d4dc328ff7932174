"""Personal data in what people write: CPR numbers, e-mail addresses, telephone numbers and citizens' names are masked.

A name is masked where it is given as a citizen's ("borgeren Jens Hansen", "en ung mand, der hedder Ali"), and then
wherever else it stands in the text. Names of others (a colleague, an author, a course's contact) stay: they are what
is asked about. CPR numbers are blotted out (`masking`); the others become placeholders, the same one for the same
person, address or number throughout a conversation, which tell nothing of what stood there.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import yaml

from knowledge.danish import fold, is_stop_word
from knowledge.masking import mask_cpr


class Personal(StrEnum):
    """What was masked; the word that stands in its place."""

    CPR = "cpr"
    EMAIL = "e-mail"
    PHONE = "telefon"
    NAME = "navn"


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and what was taken out of it."""

    text: str
    found: frozenset[Personal]


# Few enough that a placeholder does not tell a number by its hash, many enough that two people in one conversation
# hardly ever share one.
_PLACEHOLDERS = 1_000
UNKNOWN_NAME = "Qwyzx"
PLACEHOLDER = re.compile(r"\[(?:e-mail|telefon|navn) \d{1,3}\]")

# Behind the start of a run of signs no more are tried than stand before an @ in any address (RFC 5321, 4.5.3.1.1):
# without that bound each sign of a long run would be tried with all behind it.
_LOCAL = r"[^\s@,;:<>()\[\]\"]"
_EMAIL = re.compile(
    rf"(?:(?<!{_LOCAL}){_LOCAL}++|{_LOCAL}{{1,64}}+)\s?@\s?[\w-]+(?:\.[\w-]+)+"
    r"|[\w.+-]{1,64} ?(?:\(at\)|\[at\]|snabela) ?[\w-]+(?:\.[\w-]+)+",
    re.I,
)
_FOREIGN_PHONE = re.compile(r"(?<![\w+])(?:\+|00)(?!0)\d{1,3}[ .-]?\(?\d{1,4}\)?(?:[ .-]?\d{2,4}){1,5}(?![\d])")
_DANISH_PHONE = re.compile(
    # Two years in a row are a period.
    r"(?<![\w.,:/-])(?!(?:19|20)\d\d[ -](?:19|20)\d\d(?!\d))"
    r"[1-9](?:\d{7}|\d{3}[ -]\d{4}|\d(?:[ -]\d\d){3}|\d(?:\.\d\d){3}|\d\d \d\d \d{3})"
    r"(?![\w/]|[.,:-]\d|[ ]?(?:kr|dkk|kroner|eur|euro|ects|timer)\b)",
    re.I,
)
_HOME = re.compile(r"\A(?:\+|00)45")
# Eight digits behind one of these are a case, a course or a company, not a telephone.
_NUMBERED = re.compile(
    r"(?:sags?|journal|j|kursus|fag|modul|cvr|ean|p|ordre|faktura|bilag|course|case|aktivitets?)\.?[ -]?"
    r"(?:nr|nummer|numre|kode|id|no|number)?\.?[ :#]*\Z",
    re.I,
)
_REACH = 24

_PART = r"[A-ZÆØÅÉÁÖÜĆČŞ][\w'’-]*"
# These stand within a name, and elsewhere on their own.
_LINKS = frozenset({"van", "von", "de", "den", "der", "el", "al", "bin", "ibn", "abu", "af", "da", "dos"})
_LINK = rf"(?:{'|'.join(sorted(_LINKS))})"
# No person is called by more; what is longer is a heading or shouting.
_CAPITAL_NAME = re.compile(rf"{_PART}(?:\s(?:{_LINK}\s){{0,2}}(?:[A-ZÆØÅ]\.|{_PART})){{0,4}}")
_WORD = re.compile(r"[\w'’-]+")
# What may stand between a word for a citizen and the name: a comma, a quotation mark, an opening bracket, a colon.
_BETWEEN = re.compile(r"[\s,:(\"“”»«'’-]{1,4}")


def mask_personal(text: str, conversation_id: str) -> Masked:
    """Take personal data out of a text; a placeholder is the same for the same thing in the same conversation.

    Masking what is masked already changes nothing.
    """
    plain, count = mask_cpr(text)
    found = {Personal.CPR} if count else set()
    for kind, taken in ((Personal.EMAIL, _emails), (Personal.PHONE, _phones), (Personal.NAME, _names)):
        spans = list(taken(plain))
        if spans:
            found.add(kind)
            plain = _replaced(plain, spans, _naming(kind, conversation_id))
    return Masked(plain, frozenset(found))


def searchable(text: str) -> str:
    """A masked text as it is searched for: without placeholders, which are no words of any question.

    Where it asks about the person, the name becomes a word that no source knows, as the name itself would be: who asks
    is told that nothing is known, not what is said of citizens at large.
    """
    return PLACEHOLDER.sub(" ", _about().sub(rf"\1 {UNKNOWN_NAME} ", text))


Span = tuple[int, int, str]
"""Start, end, and what it is the same as: the number or address without its spelling, the citizen's whole name."""


def _naming(kind: Personal, conversation_id: str) -> Callable[[str], str]:
    def name(same: str) -> str:
        digest = hmac.new(conversation_id.encode(), f"{kind}:{same}".encode(), hashlib.sha256).digest()
        return f"[{kind} {int.from_bytes(digest[:4]) % _PLACEHOLDERS}]"

    return name


def _replaced(text: str, spans: list[Span], name: Callable[[str], str]) -> str:
    pieces, copied = [], 0
    # Where two begin together the longer is the whole name.
    for start, end, same in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= copied:
            pieces += [text[copied:start], name(same)]
            copied = end
    return "".join([*pieces, text[copied:]])


def _emails(text: str) -> Iterator[Span]:
    for match in _EMAIL.finditer(text):
        yield match.start(), match.end(), re.sub(r"\s", "", match.group()).lower()


def _phones(text: str) -> Iterator[Span]:
    for form in (_FOREIGN_PHONE, _DANISH_PHONE):
        for match in form.finditer(text):
            if not _NUMBERED.search(text[max(0, match.start() - _REACH) : match.start()]):
                yield match.start(), match.end(), _HOME.sub("", re.sub(r"[^\d+]", "", match.group()))


def _names(text: str) -> Iterator[Span]:
    """The citizens' names that a text introduces, and every other mention of them."""
    for name in dict.fromkeys(_introduced(text)):
        parts = [part for part in name.split() if len(part) > 1 and fold(part) not in _LINKS]
        # The whole name first: a part of it alone is the same person.
        for wanted in (name, *parts):
            for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?:'s|’s|s)?(?!\w)", text, re.I):
                yield match.start(), match.end(), fold(name)


def _introduced(text: str) -> Iterator[str]:
    words = [(match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text)]
    for place, (_, end, word) in enumerate(words):
        certain = word in _words("citizen_nouns") or _introduces(words, place)
        gap = _BETWEEN.match(text, end) if certain or word in _words("citizen_adjectives") else None
        name = _name_at(text, gap.end(), certain) if gap else None
        if name:
            yield name


def _introduces(words: list[tuple[int, int, str]], place: int) -> bool:
    """Whether the words up to a place say that the name of a person comes."""
    said = " ".join(word for _, _, word in words[max(0, place - 3) : place + 1])
    phrase = next((phrase for phrase in _words("introducing") if f" {said}".endswith(f" {phrase}")), None)
    if phrase is None:
        return False
    before = [word for _, _, word in words[max(0, place - 6) : place + 1 - len(phrase.split())]]
    return not _words("not_people") & set(before)


def _name_at(text: str, start: int, certain: bool) -> str | None:
    """The name that begins at a place; `certain` where the words before say that it is one.

    A name in small letters must be known, and so must one of a single part unless it is certain.
    """
    capital = _CAPITAL_NAME.match(text, start)
    if capital:
        parts = _until_other(capital.group().split())
        known = bool(parts) and fold(parts[0]) in _words("first_names")
        # "borgeren RKV" is shorthand, not a person.
        named = known or (not parts[0][:2].isupper() and (certain or len(parts) > 1)) if parts else False
        return _plain_name(parts) if named else None
    small = [match.group() for match in _WORD.finditer(text, start, min(len(text), start + 60))][:3]
    if not small or not text[start:].startswith(small[0]) or fold(small[0]) not in _words("first_names"):
        return None
    last = [word for word in small[1:2] if fold(word) in _words("last_names")]
    return " ".join([small[0], *last])


def _plain_name(parts: list[str]) -> str:
    """A name whose first part is known, without the genitive of its last."""
    *front, last = parts
    if fold(last) in _words("first_names") | _words("last_names"):
        return " ".join(parts)
    return " ".join([*front, re.sub(r"(?:'s|’s|s)\Z", "", last) or last])


def _until_other(parts: list[str]) -> list[str]:
    """The parts of a name up to the first word that no name holds."""
    for place, part in enumerate(parts):
        folded = fold(part)
        is_other = is_stop_word(part) and folded not in _words("first_names") | _LINKS
        if folded in _words("never_in_names") or is_other:
            return parts[:place]
    return parts


@cache
def _about() -> re.Pattern[str]:
    """A name that is asked about, be it with a word or two between ("om borgeren [navn 3]")."""
    return re.compile(
        rf"(\b(?:{'|'.join(_data()['about'])})(?:\s+[\w-]+){{0,2}})\s+\[{Personal.NAME} \d{{1,3}}\]", re.I
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _data()[name])


@cache
def _data() -> dict[str, list[str]]:
    raw: dict[str, list[str]] = yaml.load(
        resources.files("knowledge").joinpath("personal.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return raw
