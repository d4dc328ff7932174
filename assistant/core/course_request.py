"""Reads a wish for courses out of a question: subject, learner, place, price, level, form, time."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.core.asking import asking_sentences, asks_for_fact, opening
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
# "Relevante kurser for ledere": a wish without a verb names the courses at once.
OPENS_WITHIN = 3
WHAT = frozenset({"hvad", "what"})


@dataclass(frozen=True, slots=True)
class CourseRequest:
    """A search for courses: the filter, and the words of its subject (may be empty: any course will do)."""

    filter: CourseFilter
    subject: str


def wants_courses(question: str) -> bool:
    """Whether a question asks for courses rather than for a fact; the last sentence that tells either way decides."""
    for sentence in asking_sentences(question):
        wish = _wishes(opening(sentence))
        if wish is not None:
            return wish
    return False


def may_want_courses(question: str) -> bool:
    """Whether courses may help where no source answers: somebody is to learn something."""
    folded = fold_words(question)
    return first_phrase(folded, cues().courses["needs"]) is not None and not wants_courses(question)


def _wishes(folded: str) -> bool | None:
    """Whether one sentence asks for courses; None where it asks for nothing."""
    words = folded.split()
    if not words:
        return None
    if any(pattern.search(folded) for pattern in cues().wishes):
        return True
    if words[0] in cues().which or words[0] in WHAT:
        return _asks_which_course(words[1:])
    fact = first_phrase(folded, cues().courses["facts"]) is not None
    named = any(_is_course_word(word) for word in words)
    if any(pattern.search(folded) for pattern in cues().exists):
        return named and not fact
    if named and not fact and not asks_for_fact(folded):
        told = first_phrase(folded, cues().courses["asking"]) is not None
        return True if told or any(_is_course_word(word) for word in words[:OPENS_WITHIN]) else None
    return False if asks_for_fact(folded) else None


def _asks_which_course(words: Sequence[str]) -> bool:
    """Whether what follows "hvilke" or "what" is a word for courses, be it with an adjective before it."""
    table = cues().courses
    noun = next((word for word in words if word not in table["between"] and not word.isdigit()), "")
    return _is_course_word(noun) or noun in table["offers"]


def _is_course_word(word: str) -> bool:
    """Whether a word stands for courses, be it mistyped by one letter."""
    table = cues().courses
    if word in table["definite"]:
        return False
    return word.endswith(tuple(table["noun_endings"])) or any(
        likeness(noun, word) in (1.0, MISTYPED) for noun in table["nouns"]
    )


def names_courses(question: str) -> bool:
    """Whether a question says that it is courses it wants, not only that somebody is to learn something."""
    return any(_is_course_word(word) for word in fold_words(question).split())


def is_narrowed(wanted: CourseFilter) -> bool:
    """Whether a wish says more than what the course is about and for whom: then nothing else will do."""
    said = (wanted.provider, wanted.level, wanted.form, wanted.place, wanted.max_price, wanted.min_ects)
    return any(one is not None for one in (*said, wanted.start_from, wanted.start_to))


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
            learner=learner or learner_meant(question),
        ),
        subject,
    )


def learner_meant(question: str) -> Learner | None:
    """Who is to learn by the words of a question; None where it does not say, or says that it is the staff."""
    folded = fold_words(question)
    table = cues().courses
    if first_phrase(folded, table["learner_manager"]):
        return Learner.MANAGER
    if first_phrase(folded, table["staff"]):
        return None
    return Learner.CITIZEN if _citizen_learns().search(folded) else None


@cache
def _citizen_learns() -> re.Pattern[str]:
    """Matches folded words by which a citizen is to learn: "for ledige", "en ledig vil", "hvor kan ledige lære"."""
    table = cues().courses
    citizen = f"(?:{'|'.join(table['learner_citizen'])})"
    before, after, learning = ("|".join(table[name]) for name in ("citizen_before", "citizen_after", "learning"))
    return re.compile(
        rf"\b(?:til|for|to)(?: \w+){{0,2}} {citizen}\b"
        rf"|\b(?:{before})(?: \w+)? {citizen}(?: \w+){{0,3}} (?:{after})\b"
        rf"|\b{citizen}(?: \w+){{0,3}} (?:{learning})\b"
    )


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
    """A month, season or year named in the question, as a span of days; without a year the next such one."""
    year = _YEAR.search(folded)
    months = _months(folded)
    if months is None:
        return _days(int(year.group()), 1, LAST_MONTH) if year else (None, None)
    first, last = months
    return _days(int(year.group()) if year else today.year + (last < today.month), first, last)


def _months(folded: str) -> tuple[int, int] | None:
    """The first and last month that are named, 1-12; None without any."""
    words = folded.split()
    named = [number for number, name in enumerate(MONTHS["da"], 1) if fold(name) in words]
    season = next((cues().seasons[word] for word in words if word in cues().seasons), None)
    if named:
        return named[0], named[0]
    return (season[0], season[1]) if season else None


def _days(year: int, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    after = datetime.date(year + last // LAST_MONTH, last % LAST_MONTH + 1, 1)
    return datetime.date(year, first, 1), after - datetime.timedelta(days=1)


def _subject(question: str, taken: Iterable[str | None]) -> str:
    """The words left when those of the request, its filters and its learners are taken out."""
    request = cues().request_stems | cues().weak_stems
    request |= {stem(token.text) for name in taken if name for token in tokenize(name)}
    request |= {stem(word) for word in (*MONTHS["da"], *cues().seasons)}
    learners = {stem(word) for word in (*cues().courses["learner_citizen"], *cues().courses["citizen_after"])}
    words = [token.text for token in tokenize(_MOST_PRICE.sub(" ", question))]
    kept = [word for word in words if not is_stop_word(word) and stem(word) not in request and not word[0].isdigit()]
    kept = [word for word in kept if not _is_course_word(fold(word))]
    telling = [word for word in kept if stem(word) not in cues().general_stems and stem(word) not in learners]
    return " ".join(telling or kept)
