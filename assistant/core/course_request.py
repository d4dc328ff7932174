"""Reads a wish for courses out of a question: subject, learner, place, price, level, form, time."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.core.cues import cues, first_phrase, fold_words
from assistant.core.matching import MISTYPED, likeness
from knowledge.courses import CourseFilter
from knowledge.danish import fold, is_stop_word, stem, tokenize
from knowledge.types import Course, Learner
from prompts.dates import MONTHS

_MOST_PRICE = re.compile(
    r"(?:under|højst|hoejst|max\.?|maks\.?|maksimalt|op til|billigere end|less than|at most|below)\s+"
    r"(?:kr\.?\s*)?(\d{1,3}(?:[.\s]\d{3})+|\d+)\s*(?:kroner|kr|dkk|,-)?",
    re.IGNORECASE,
)
_ECTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*ects", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class CourseRequest:
    """A search for courses: the filter, and the words of its subject (may be empty: any course will do)."""

    filter: CourseFilter
    subject: str


def wants_courses(question: str) -> bool:
    """Whether a question asks for courses rather than about one."""
    folded = fold_words(question)
    table = cues().courses
    asked = first_phrase(folded, table["phrases"])
    fact = first_phrase(folded, table["facts"])
    if asked is None:
        asking, needs = first_phrase(folded, table["asking"]), first_phrase(folded, table["needs"])
        opens = _names_courses(folded.partition(" ")[0])
        named = bool(asking or needs) and _names_courses(folded)
        return fact is None and (opens or named or bool(asking and needs))
    return fact is None or folded.find(asked) < folded.find(fact)


def may_want_courses(question: str) -> bool:
    """Whether courses may help where no source answers: somebody is to learn something."""
    folded = fold_words(question)
    return first_phrase(folded, cues().courses["needs"]) is not None and not wants_courses(question)


def _names_courses(folded: str) -> bool:
    """Whether a word for courses is there, be it mistyped by one letter."""
    nouns = cues().courses["nouns"]
    return any(_is_course_word(word, nouns) for word in folded.split())


def _is_course_word(word: str, nouns: Sequence[str]) -> bool:
    return any(likeness(noun, word) in (1.0, MISTYPED) for noun in nouns)


def read_request(
    question: str, learner: Learner | None, courses: Sequence[Course], today: datetime.date
) -> CourseRequest:
    """Read the wish; places, providers are those of the courses known."""
    folded = fold_words(question)
    place = _known(folded, (run.place for course in courses for run in course.runs))
    provider = _known(folded, (course.provider for course in courses))
    form = _choice(folded, cues().forms)
    level = _choice(folded, cues().levels)
    start_from, start_to = _time(fold_words(_MOST_PRICE.sub(" ", question)), today)
    ects = _ECTS.search(question)
    subject = _subject(question, [place, provider, level, form])
    return CourseRequest(
        CourseFilter(
            query=subject or None,
            provider=provider,
            level=level,
            form=form,
            place=place,
            max_price=_most_price(question, folded),
            min_ects=float(ects.group(1).replace(",", ".")) if ects else None,
            max_ects=float(ects.group(1).replace(",", ".")) if ects else None,
            start_from=start_from,
            start_to=start_to,
            learner=learner or _learner(folded),
        ),
        subject,
    )


def _learner(folded: str) -> Learner | None:
    table = cues().courses
    if first_phrase(folded, table["learner_manager"]):
        return Learner.MANAGER
    if first_phrase(folded, table["staff"]):
        return None
    citizen = first_phrase(folded, table["learner_citizen"])
    return Learner.CITIZEN if citizen and re.search(rf"\b(?:til|for)\b (?:\w+ )?{citizen}\b", folded) else None


def _known(folded: str, names: Iterable[str | None]) -> str | None:
    """The longest known name that stands in the question."""
    found = {name for name in names if name and f" {fold_words(name)} " in f" {folded} "}
    return max(found, key=len, default=None)


def _choice(folded: str, table: dict[str, Sequence[str]] | object) -> str | None:
    assert isinstance(table, dict)
    return next((name for name, phrases in table.items() if first_phrase(folded, phrases)), None)


def _most_price(question: str, folded: str) -> float | None:
    if first_phrase(folded, cues().courses["free"]):
        return 0.0
    found = _MOST_PRICE.search(question)
    return float(re.sub(r"[.\s]", "", found.group(1))) if found else None


def _time(folded: str, today: datetime.date) -> tuple[datetime.date | None, datetime.date | None]:
    """A month or a year named in the question, as a span of days; a month without a year is the next such month."""
    year = _YEAR.search(folded)
    months = [fold(month) for month in MONTHS["da"]]
    month = next((index + 1 for index, name in enumerate(months) if f" {name} " in f" {folded} "), None)
    if month is None:
        return (
            (datetime.date(int(year.group()), 1, 1), datetime.date(int(year.group()), 12, 31)) if year else (None, None)
        )
    of = int(year.group()) if year else today.year + (month < today.month)
    first = datetime.date(of, month, 1)
    after = datetime.date(of + month // LAST_MONTH, month % LAST_MONTH + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _subject(question: str, taken: Iterable[str | None]) -> str:
    """The words left when those of the request, its filters and its learners are taken out."""
    request = cues().request_stems | cues().weak_stems
    request |= {stem(token.text) for name in taken if name for token in tokenize(name)}
    request |= {stem(month) for month in MONTHS["da"]}
    words = [token.text for token in tokenize(_MOST_PRICE.sub(" ", question))]
    nouns = cues().courses["nouns"]
    kept = [word for word in words if not is_stop_word(word) and stem(word) not in request and not word[0].isdigit()]
    return " ".join(word for word in kept if not _is_course_word(fold(word), nouns))
