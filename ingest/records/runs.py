"""The times a course is held, from a list, from columns with `;` between the runs, or from JSON-LD instances."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.records.fields import Fields, fields_of
from ingest.records.values import day, listing, seats, words_of
from ingest.types import RawRecord, RawValue
from ingest.yamlmarks import plain as without_lines
from knowledge.types import CourseRun, SourceKind

COLUMNS = ("start", "end", "said", "place", "deadline", "seats")
"""The fields of a run, in the order they are written out."""

# A single cell of these holds for every run of the course.
_OF_ALL_RUNS = ("place", "deadline", "seats")
# The dates of a run, and what joins their words where they are no days.
_DATES = ("start", "end", "deadline")
_JOINT = " – "


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """A run as typed data and as the file's own words by field."""

    run: CourseRun
    written: Mapping[str, str]


def read_runs(fields: Fields) -> list[WrittenRun]:
    """Read all runs of a course; faults and notices go to the course's fields."""
    runs = [_read(fields, part, "runs") for part in _instances(fields)]
    runs += [_read(fields, part, None) for part in _columns(fields)]
    # A time that is listed twice is one.
    return [run for place, run in enumerate(runs) if run.written and run.run not in [one.run for one in runs[:place]]]


def _instances(fields: Fields) -> Iterator[Mapping[str, RawValue]]:
    """Give what stands under `hold`: mappings, or dates alone."""
    if not fields.has("runs"):
        return
    value = fields.values["runs"]
    items = value.value if isinstance(value.value, list | tuple) else [value.value]
    for item in items:
        if isinstance(item, Mapping):
            yield _of_mapping(fields, item, value.line)
        else:
            for part in listing(item):
                yield {"start": RawValue(part, value.line)}


def _of_mapping(fields: Fields, item: Mapping[object, object], line: int | None) -> Mapping[str, RawValue]:
    raw = {str(key): part if isinstance(part, RawValue) else RawValue(part, line) for key, part in item.items()}
    inner = fields_of(RawRecord(SourceKind.COURSE, raw, line), "run")
    fields.notices += inner.notices
    for name in ("form", "duration", "price", "teacher"):
        # What every instance repeats is said of the course, unless the course says it itself.
        if inner.has(name) and not fields.has(name):
            fields.values[name] = inner.values[name]
            fields.headings[name] = inner.headings[name]
    found = {name: inner.values[name] for name in COLUMNS if inner.has(name)}
    if "place" in found:
        found["place"] = RawValue(_place(found["place"].value), line)
    return found


def _place(value: object) -> str:
    value = without_lines(value)
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(_place, value)))
    if not isinstance(value, Mapping):
        return words_of(value)
    named = [words_of(value[key]) for key in ("name", "navn") if key in value]
    address = value.get("address", value.get("adresse"))
    town = address.get("addressLocality", "") if isinstance(address, Mapping) else words_of(address)
    parts = [*named, *([words_of(town)] if words_of(town) and words_of(town) not in named else [])]
    return ", ".join(parts) or ("Online" if value.get("@type") == "VirtualLocation" else words_of(value))


def _columns(fields: Fields) -> Iterator[Mapping[str, RawValue]]:
    """Give the runs of the columns start, slut, sted and frist; a single place or deadline is that of every run."""
    cells: dict[str, Sequence[RawValue]] = {}
    for name in COLUMNS:
        if fields.has(name):
            value = fields.values[name]
            cells[name] = [RawValue(part, value.line) for part in _cell(value.value, name)]
    count = max(map(len, cells.values()), default=0)
    for position in range(count):
        run = {name: parts[position] for name, parts in cells.items() if position < len(parts)}
        run |= {name: parts[0] for name, parts in cells.items() if len(parts) == 1 and name in _OF_ALL_RUNS}
        yield run


def _cell(value: object, name: str) -> Sequence[object]:
    if isinstance(value, Mapping) and name == "place":
        return [_place(value)]
    return listing(value) if isinstance(value, str | list | tuple) else [value]


def _read(fields: Fields, part: Mapping[str, RawValue], prefix: str | None) -> WrittenRun:
    written = {name: words_of(value.value) for name, value in part.items()}
    dates = {}
    for name in _DATES:
        if name in part:
            value = part[name]
            dates[name] = fields.attempt(prefix or name, value, lambda value=value: day(value.value))  # type: ignore[misc]
    start, end = dates.get("start"), dates.get("end")
    if start and end and end < start:
        fields.fault(prefix or "end", "end_before_start", f"the run ends {end} before it starts {start}; correct one")
    imprecise = [written[name] for name in ("start", "end") if written.get(name) and dates.get(name) is None]
    said = written.get("said") or _JOINT.join(imprecise) or None
    places = part.get("seats")
    count = fields.attempt(prefix or "seats", places, lambda: seats(places.value)) if places else None
    run = CourseRun(start, end, written.get("place"), dates.get("deadline"), count, said)
    return WrittenRun(run, {name: text for name, text in written.items() if text})
