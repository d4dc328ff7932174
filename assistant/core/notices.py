"""What the reader must know beside the answer: old, undated, expired or fictional sources, masked or cut questions."""

import datetime
from collections.abc import Collection, Iterable, Sequence

from assistant.core.types import CourseSuggestion, Language, Notice
from knowledge.schemes import Scheme, abolished_in
from knowledge.types import CourseStatus, Source, SourceKind
from prompts.dates import written_date
from prompts.wording import Wording

# Reports on the field older than this describe other laws and other projects (three reforms in eight years).
OLD_REPORT_YEARS = 5


def notices_on_sources(
    sources: Iterable[Source],
    today: datetime.date,
    language: Language,
    wording: Wording,
    over: Collection[str] = (),
) -> list[Notice]:
    """What is fictional or the last version that could be read, and beside it the weightiest of what time has done.

    `over`: the sources of courses that can no longer be taken.
    """
    found = []
    for source in sources:
        if source.fictional:
            found.append(
                Notice("fictional_source", wording.say(language, "notice.fictional_source", title=source.title))
            )
        aged = _on_age(source, today, language, wording)
        if aged is None and source.source_id in over:
            aged = Notice("expired_course", wording.say(language, "notice.expired_course"))
        if aged:
            found.append(aged)
        if source.unread_since:
            day = written_date(source.unread_since, language)
            told = wording.say(language, "notice.unread_source", title=source.title, date=day)
            found.append(Notice("unread_source", told))
    return found


def notices_on_courses(courses: Sequence[CourseSuggestion], language: Language, wording: Wording) -> list[Notice]:
    """Say once that some of the courses are fictional or expired."""
    codes = []
    if any(course.fictional for course in courses):
        codes.append("fictional_course")
    if any(course.status is CourseStatus.EXPIRED for course in courses):
        codes.append("expired_course")
    return [Notice(code, wording.say(language, f"notice.{code}")) for code in codes]


def notices_on_schemes(
    texts: Iterable[str], schemes: Sequence[Scheme], today: datetime.date, language: Language, wording: Wording
) -> list[Notice]:
    """Say of each scheme that the texts speak of and that a law takes away since when, and by which act."""
    return [
        Notice(
            "abolished_scheme",
            wording.say(
                language,
                "notice.abolished_scheme",
                scheme=scheme.label[:1].upper() + scheme.label[1:],
                act=scheme.act[language],
                since=written_date(scheme.since, language),
                until=written_date(scheme.until, language),
            ),
        )
        for scheme in abolished_in(texts, schemes, today)
    ]


def _on_age(source: Source, today: datetime.date, language: Language, wording: Wording) -> Notice | None:
    """Say that a source has lapsed, is old or bears no date; that an invented one bears none says nothing."""
    values: dict[str, object] = {"title": source.title}
    if source.valid_to and source.valid_to < today:
        code, values = "expired_source", {**values, "date": written_date(source.valid_to, language)}
    elif source.kind is SourceKind.COURSE or (source.fictional and source.date is None):
        return None
    elif source.date is None:
        code = "undated_source"
    elif today.year - source.date.year > OLD_REPORT_YEARS:
        code, values = "old_source", {**values, "year": source.date.year}
    else:
        return None
    return Notice(code, wording.say(language, f"notice.{code}", **values))
