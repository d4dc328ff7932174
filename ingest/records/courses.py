"""A course record: fields checked one by one, and written out as text with the words the file has."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence

from ingest.records.checked import CheckedRecord, address, is_fictional, record_id, standing
from ingest.records.competences import course_competences
from ingest.records.fields import LISTS, Fields
from ingest.records.headings import words
from ingest.records.prices import price, vat_included
from ingest.records.runs import COLUMNS, WrittenRun, read_runs
from ingest.records.text import Lines, write_out
from ingest.records.values import day, duration, ects, form, level, listing, words_of
from ingest.types import Notice
from knowledge.types import Course, CourseRun, Price, Transfer

_TRANSFER = "transfer_"
# Part of a transfer text before a colon that names the moment, such as `før: …`, is no longer than this.
_LONGEST_MOMENT = 30


# What is readable text only; the words of a price that is no amount go with it.
_DETAILS = ("audience", "admission", "content", "teacher", "exam", "credential", "contact", "note", "source_note")


def course_of(fields: Fields) -> CheckedRecord | None:
    """Check a course; None when a field is wrong (the faults stand in `fields`)."""
    title = fields.text("title")
    if title is None:
        fields.fault("title", "missing", "a course has no title; give it a `titel`")
        return None
    _spread_transfer(fields)
    runs, provider = read_runs(fields), fields.text("provider")
    source, amount = standing(fields, provider), _price(fields)
    course_id = record_id(fields, title, provider)
    course = Course(
        course_id,
        title,
        source_id=course_id,
        provider=provider,
        learner=source.learner,
        level=fields.read("level", level),
        ects=fields.read("ects", ects),
        form=fields.read("form", form),
        duration=fields.read("duration", duration),
        description=fields.text("description"),
        price=amount,
        runs=tuple(run.run for run in runs if run.run != CourseRun()),
        requires=course_competences(fields, "requires"),
        provides=course_competences(fields, "provides"),
        transfer=_transfer(fields),
        profiles=fields.texts("profiles"),
        url=address(fields),
        date=fields.read("date", day),
        retrieved=source.retrieved,
        valid_from=fields.read("valid_from", day),
        valid_to=fields.read("valid_to", day),
        fictional=is_fictional(fields),
        details=fields.details((*_DETAILS, *([] if amount else ["price"]))),
    )
    _check_validity(fields, course)
    if fields.faults:
        return None
    text, blocks = write_out(title, _lines(fields, course, runs))
    return CheckedRecord(course, source, text, blocks, fields.line, {"profiles": fields.place("profiles")})


def _price(fields: Fields) -> Price | None:
    # A column may say it for all its prices: "Pris ekskl. moms".
    vat = fields.raw("vat") if fields.has("vat") else fields.headings.get("price")
    return fields.read("price", lambda value: price(value, vat, fields.raw("currency")))


def _check_validity(fields: Fields, course: Course) -> None:
    if course.valid_from and course.valid_to and course.valid_to < course.valid_from:
        fields.fault("valid_to", "end_before_start", "the course ends before it begins to be valid; correct one")


def _spread_transfer(fields: Fields) -> None:
    """Put the parts of a `transfer` mapping, or of a text such as `før: …; efter: …`, under fields of their own."""
    if not fields.has("transfer"):
        return
    value = fields.values.pop("transfer")
    for moment, said in _moments(value.value):
        name = fields.of.field_of(moment) or ""
        if not name.startswith(_TRANSFER):
            heading = f"{fields.headings['transfer']}.{moment}"
            values = {"nearest": fields.of.nearest(moment)}
            fields.notices.append(Notice("unknown_field", field=heading, line=value.line or fields.line, values=values))
        elif words_of(said) and not fields.has(name):
            fields.values[name] = dataclasses.replace(value, value=said)
            fields.headings[name] = f"{fields.headings['transfer']}.{moment}"


def _moments(value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        yield from ((str(key), said) for key, said in value.items())
        return
    for part in listing(value):
        moment, colon, said = part.partition(":")
        if colon and len(moment) <= _LONGEST_MOMENT:
            yield moment, said.strip()
        else:
            # What a source says of transfer without naming a moment is about the time after the course.
            yield "after", part


def _transfer(fields: Fields) -> Transfer | None:
    parts = {part.name: fields.text(_TRANSFER + part.name) for part in dataclasses.fields(Transfer)}
    return Transfer(**parts) if any(parts.values()) else None


def _lines(fields: Fields, course: Course, runs: Sequence[WrittenRun]) -> Iterator[Lines]:
    special: Mapping[str, Callable[[], Iterator[Lines]]] = {
        "runs": lambda: _run_lines(fields, runs),
        "price": lambda: _price_line(fields, course.price),
        "duration": lambda: iter([Lines(fields.of.labels["duration"], course.duration or "")]),
        "form": lambda: iter([Lines(fields.of.labels["form"], _form_words(fields))]),
        "description": lambda: iter([Lines("", course.description or "")]),
        **dict.fromkeys(COLUMNS, lambda: iter(())),
    }
    for name in fields.of.names:
        if name in special:
            yield from special[name]()
        elif name in fields.of.labels and fields.has(name):
            written = "; ".join(fields.texts(name)) if name in LISTS else fields.text(name)
            yield Lines(fields.of.labels[name], written or "")


def _form_words(fields: Fields) -> str:
    """Give the form in the file's words; a code of schema.org's or ours in Danish."""
    written = fields.text("form") or ""
    return str(words()["form_words"].get(written.casefold(), written))


def _run_lines(fields: Fields, runs: Sequence[WrittenRun]) -> Iterator[Lines]:
    """One run is written field by field, several a line each."""
    labels = fields.of.labels
    if len(runs) == 1:
        yield from (Lines(labels[name], runs[0].written[name]) for name in COLUMNS if name in runs[0].written)
        return
    for run in runs:
        parts = [f"{labels[name].lower()} {run.written[name]}" for name in COLUMNS if name in run.written]
        yield Lines(labels["runs"], ", ".join(parts))


def _price_line(fields: Fields, found: Price | None) -> Iterator[Lines]:
    value = fields.raw("price")
    known = words()["prices"]
    if isinstance(value, str):
        written, said = value.strip(), vat_included(value)
    elif found is not None:
        amount = words_of(found.amount)
        written, said = amount, None
    else:
        written, said = words_of(value), None
    if written and written[-1].isdigit():
        written += f" {known['currency'] if found is None or found.currency == 'DKK' else found.currency}"
    if written and found is not None and said is None and found.vat_included is not None:
        written += f" {known['included'] if found.vat_included else known['excluded']}"
    if written:
        yield Lines(fields.of.labels["price"], written)
