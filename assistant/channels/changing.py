"""What changed between two generations, as the public JSON and in people's words."""

import datetime
from collections import Counter
from typing import Any

from assistant.channels.reading import wrapped, written_price
from assistant.core.rendering import to_json
from ingest.changes.types import ChangeCode, ChangeReport, KnowledgeChange, Published, Validity, Value
from knowledge.types import CourseRun, CourseStatus, Learner, Price
from knowledge.worddiff import Fate, Piece
from prompts.dates import written_date
from prompts.wording import Wording

# What somebody may pay by: it is only as good as the day that the source is from.
_PRICED = frozenset({ChangeCode.COURSE_DEARER, ChangeCode.COURSE_CHEAPER, ChangeCode.COURSE_PRICE})


def report_to_json(report: ChangeReport, wording: Wording, language: str) -> dict[str, Any]:
    """`{"from", "to", "changes": […], "counts": {code: n}, "kept": […]}`; `from` is null where there is only one."""
    return {
        "from": _published(report.before) if report.before else None,
        "to": _published(report.after),
        "changes": [change_to_json(change, wording, language) for change in report.changes],
        "counts": dict(Counter(change.code.value for change in report.changes)),
        "kept": [_published(one) for one in report.kept],
    }


def change_to_json(change: KnowledgeChange, wording: Wording, language: str) -> dict[str, Any]:
    """A change with the sentence that tells it; `before` and `after` are a text, number, price, run or validity."""
    plain = to_json(change)
    assert isinstance(plain, dict)
    return {**plain, "sentence": change_sentence(change, wording, language)}


def report_to_lines(report: ChangeReport, wording: Wording, language: str = "da") -> list[str]:
    """The changes to be read in a terminal: between which generations, and a line or two for each."""
    lines = [report_heading(report, wording, language)]
    for change in report.changes:
        lines.append(wrapped(f"- {change_sentence(change, wording, language)}"))
        if change.words:
            lines.append(wrapped(f"    {marked(change.words, wording, language)}"))
    return lines


def report_heading(report: ChangeReport, wording: Wording, language: str) -> str:
    """Between which generations what is told changed, or that nothing did."""
    days = {"after": report.after.generation, "after_day": written_date(day_of(report.after), language)}
    if report.before is None:
        return wording.say(language, "change.single", **days)
    days |= {"before": report.before.generation, "before_day": written_date(day_of(report.before), language)}
    return wording.say(language, "change.heading" if report.changes else "change.none", **days)


def change_sentence(change: KnowledgeChange, wording: Wording, language: str) -> str:
    """One sentence: what happened to what, with what was before; marked where the course has run out or is made up."""
    values = {
        "title": _title(change, wording, language),
        "item": change.item or "",
        "before": written_value(change.before, wording, language),
        "after": written_value(change.after, wording, language),
    }
    told = wording.say(language, _key(change, wording, language), **values)
    # An amount ends in the abbreviation of its currency.
    told = f"{told[:-2]}." if told.endswith("..") else told
    if change.code in _PRICED and change.date:
        told += " " + wording.say(language, "change.dated", date=written_date(change.date, language))
    return told


def marked(pieces: tuple[Piece, ...], wording: Wording, language: str) -> str:
    """A text with what was taken out and put in between brackets."""
    return " ".join(_marked(piece, wording, language) for piece in pieces if piece.text.strip())


def _marked(piece: Piece, wording: Wording, language: str) -> str:
    text = " ".join(piece.text.split())
    return text if piece.fate is Fate.SAME else wording.say(language, f"change.{piece.fate.value}", text=text)


def written_value(value: Value, wording: Wording, language: str) -> str:
    """What was before or is now: a price with its currency, a run with place and deadline, a validity, or words."""
    match value:
        case None:
            return wording.say(language, "change.not_given")
        case Price():
            return written_price(value, wording, language)
        case CourseRun():
            return written_run(value, wording, language)
        case Validity():
            return _written_validity(value, wording, language)
    return str(value)


def written_run(run: CourseRun, wording: Wording, language: str) -> str:
    """`1. marts 2031–3. marts 2031 i Aarhus (frist 1. februar 2031)`."""
    told = wording.say(language, "change.no_date")
    if run.start:
        told = written_date(run.start, language)
        if run.end and run.end != run.start:
            told = wording.say(language, "change.run_days", start=told, end=written_date(run.end, language))
    if run.place:
        told = wording.say(language, "change.run_place", days=told, place=run.place)
    if run.deadline:
        told = wording.say(language, "change.run_deadline", run=told, date=written_date(run.deadline, language))
    return told


def day_of(published: Published) -> datetime.date:
    """The day of a publication where the program runs."""
    return published.published_at.astimezone().date()


def _key(change: KnowledgeChange, wording: Wording, language: str) -> str:
    """The sentence for this part of it, where there is one."""
    key = f"change.{change.code.value}"
    part = "after" if change.code is ChangeCode.COURSE_NEW and change.after else change.part
    return f"{key}_{part}" if part and wording.knows(language, f"{key}_{part}") else key


def _title(change: KnowledgeChange, wording: Wording, language: str) -> str:
    of = None if change.code is ChangeCode.COURSE_PROVIDER else change.of
    named = wording.say(language, "change.named", title=change.title, of=of) if of else change.title
    marks = [wording.say(language, "change.for_citizens")] if change.learner is Learner.CITIZEN else []
    if change.status is CourseStatus.EXPIRED and change.code is not ChangeCode.COURSE_EXPIRED:
        marks.append(wording.say(language, f"mark.{change.status.value}"))
    if change.fictional:
        marks.append(wording.say(language, "mark.fictional"))
    return " ".join([named, *(f"[{mark}]" for mark in marks)])


def _written_validity(validity: Validity, wording: Wording, language: str) -> str:
    days = {
        name: written_date(day, language)
        for name, day in (("start", validity.valid_from), ("end", validity.valid_to))
        if day
    }
    if not days:
        return wording.say(language, "change.period_always", version=validity.version)
    key = "period_both" if len(days) > 1 else "period_from" if "start" in days else "period_to"
    return wording.say(
        language, "change.period", version=validity.version, days=wording.say(language, f"change.{key}", **days)
    )


def _published(published: Published) -> dict[str, Any]:
    return {"generation": published.generation, "published_at": published.published_at.isoformat()}
