"""Answers, passages and courses as lines to be read in a terminal."""

import datetime
import shutil
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.core.suggestions import course_line
from assistant.core.types import Answer, Citation
from knowledge.runs import is_over
from knowledge.types import Competence, Course, CourseRun, CourseStatus, Hit, Price, Profile, Source
from prompts.dates import written_date
from prompts.prices import written_amount
from prompts.wording import Wording

WIDEST = 100
# Longer quotations are read in their place (`/kilde N`), not in the list of sources.
EXCERPT = 400


def answer_to_lines(answer: Answer, wording: Wording | None = None) -> list[str]:
    """The answer's text, its notices, the courses that help, and its sources."""
    words = wording or Wording.load()
    lines = [wrapped(line) for line in answer.text.splitlines()]
    if answer.courses and answer.kind.value == "answer":
        lines += ["", words.say(answer.language, "show.courses")]
        lines += [wrapped("- " + course_line(course, answer.language, words)) for course in answer.courses]
    if answer.notices:
        lines.append("")
        lines += [wrapped(words.say(answer.language, "show.notice", text=notice.text)) for notice in answer.notices]
    if answer.citations:
        lines += ["", words.say(answer.language, "show.sources")]
        lines += [citation_line(citation, answer.language, words) for citation in answer.citations]
    return lines


def citation_line(citation: Citation, language: str, wording: Wording) -> str:
    """`[1] Title, publisher, date, page, section`, and below it where the source stands on the web."""
    parts = [citation.title, citation.publisher, written_date(citation.date, language) if citation.date else None]
    if citation.page:
        parts.append(wording.say(language, "show.page", page=citation.page))
    if citation.section:
        parts.append(citation.section)
    line = wrapped(f"[{citation.number}] " + ", ".join(part for part in parts if part))
    # Whole, so that a terminal opens it.
    return f"{line}\n    {citation.url}" if citation.url else line


def hit_to_lines(number: int, hit: Hit) -> list[str]:
    """A passage found: rank, score, title and section, the score's parts, the beginning of the text."""
    passage = hit.passage
    where = f"{passage.title} › {passage.section}" if passage.section else passage.title
    parts = ", ".join(f"{name} {value:.2f}" for name, value in hit.parts.items() if abs(value) >= 0.005)
    excerpt = " ".join(passage.text.split())
    shown = excerpt if len(excerpt) <= EXCERPT else excerpt[:EXCERPT].rsplit(" ", 1)[0] + " …"
    return [f"{number}. {where}  ({hit.score:.2f}: {parts})", wrapped(shown, "   "), ""]


def course_to_lines(
    course: Course, status: CourseStatus, wording: Wording, language: str = "da", day: datetime.date | None = None
) -> list[str]:
    """A course in two or three lines: title and provider, the facts, the runs; those that are over on `day` say so."""
    seen_from = day or datetime.date.today()
    marks = [] if status is CourseStatus.OPEN else [wording.say(language, f"mark.{status.value}")]
    marks += [wording.say(language, "mark.fictional")] if course.fictional else []
    head = " – ".join(part for part in (course.title, course.provider) if part)
    facts = [course.level, _ects(course.ects), _form(course.form, wording, language), course.duration]
    facts += [dated_price(course, wording, language)]
    runs = [_run(run, seen_from, wording, language) for run in course.runs]
    lines = [f"{head} [{course.course_id}]" + (f" ({', '.join(marks)})" if marks else "")]
    lines += [wrapped("   " + ", ".join(fact for fact in facts if fact), "   ")] if any(facts) else []
    lines += [wrapped("   " + "; ".join(run for run in runs if run), "   ")] if any(runs) else []
    return lines


def links_to_lines(links: Sequence[Mapping[str, Any]], wording: Wording, language: str = "da") -> list[str]:
    """What a course gives besides what its source states: suggested or confirmed, with the sentence that shows it."""
    return [
        wrapped("   " + wording.say(language, key, label=link["label"], quote=link["quote"]), "   ")
        for link in links
        if wording.knows(language, key := f"links.of_course_{link['status']}")
    ]


def dated_price(course: Course, wording: Wording, language: str) -> str | None:
    """The price with the day it was stated, or else fetched; None where none is stated."""
    if course.price is None:
        return None
    price, day = written_price(course.price, wording, language), course.date or course.retrieved
    return wording.say(language, "price.as_of", price=price, date=written_date(day, language)) if day else price


def written_price(price: Price, wording: Wording, language: str) -> str:
    """`2.395 kr. ekskl. moms`; what is not said about VAT is not added."""
    return written_amount(price.amount, wording, language, price.currency, price.vat_included)


def wrapped(text: str, indent: str = "") -> str:
    """A paragraph cut to the width of the terminal, lists hanging."""
    width = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    lead = len(text) - len(text.lstrip(" -"))
    return textwrap.fill(
        text, width, initial_indent=indent if not text.startswith(indent) else "", subsequent_indent=indent + " " * lead
    )


def _ects(points: float | None) -> str | None:
    return f"{points:g} ECTS".replace(".", ",") if points else None


def _form(form: str | None, wording: Wording, language: str) -> str | None:
    if form is None:
        return None
    return wording.say(language, f"form.{form}") if wording.knows(language, f"form.{form}") else form


def _run(run: CourseRun, seen_from: datetime.date, wording: Wording, language: str) -> str:
    day = written_date(run.start, language) if run.start else run.said
    told = ", ".join(part for part in (day, run.place) if part)
    return f"{told} ({wording.say(language, 'mark.over')})" if told and is_over(run, seen_from) else told


def profile_to_lines(profile: Profile, wording: Wording, whole: bool, language: str = "da") -> list[str]:
    """A profile in one line, or whole with tasks and competences."""
    mark = f" ({wording.say(language, 'mark.fictional')})" if profile.fictional else ""
    lines = [f"{profile.title} [{profile.profile_id}] – {profile.profile_set} {profile.version}{mark}"]
    if not whole:
        return lines
    lines += [wrapped(profile.description, "  ")] if profile.description else []
    for key, entries in (
        ("profile.tasks", profile.tasks),
        ("profile.competences", [_competence(one, wording, language) for one in profile.competences]),
        ("profile.builds_on", profile.builds_on),
    ):
        if entries:
            lines += [wording.say(language, key), *(wrapped(f"- {entry}") for entry in entries)]
    return lines


def _competence(competence: Competence, wording: Wording, language: str) -> str:
    told = [wording.say(language, "profile.level", level=competence.level)] if competence.level is not None else []
    told += [wording.say(language, "profile.same_as", address=address) for address in competence.same_as]
    return f"{competence.label} ({', '.join(told)})" if told else competence.label


def source_to_lines(source: Source, wording: Wording, language: str = "da") -> list[str]:
    """A source in two lines: id and title; kind, publisher, date, where it came from."""
    dated = written_date(source.date, language) if source.date else wording.say(language, "answer.undated")
    mark = f" ({wording.say(language, 'mark.fictional')})" if source.fictional else ""
    kind = wording.say(language, f"kind.{source.kind.value}")
    details = [kind, source.publisher, dated, source.path, source.url]
    if source.unread_since:
        details.append(wording.say(language, "source.unread", date=written_date(source.unread_since, language)))
    return [f"{source.source_id}: {source.title}{mark}", wrapped(", ".join(d for d in details if d), "   ")]
