"""A profile record: a role with its tasks and competences, within a profile set and version."""

from collections.abc import Iterator

from ingest.records.checked import CheckedRecord, address, is_fictional, record_id, standing
from ingest.records.competences import profile_competences
from ingest.records.fields import Fields
from ingest.records.text import Lines, write_out
from ingest.records.values import day, flag, references
from knowledge.types import Competence, Profile

# What is readable text only.
_DETAILS = ("note", "source_note", "courses")


def profile_of(fields: Fields) -> CheckedRecord | None:
    """Check a profile; None when a field is wrong (the faults stand in `fields`)."""
    title = fields.text("title")
    if title is None:
        fields.fault("title", "missing", "a profile has no title; give it a `titel`")
        return None
    profile_set, version = fields.text("set"), fields.text("version")
    if profile_set is None:
        fields.notice("no_profile_set", "set", title=title)
    source = standing(fields, None)
    profile = Profile(
        profile_id=(profile_id := record_id(fields, title, version or profile_set)),
        profile_set=profile_set or "",
        version=version or "",
        title=title,
        source_id=profile_id,
        description=fields.text("description"),
        tasks=fields.texts("tasks"),
        competences=profile_competences(fields, "competences"),
        builds_on=tuple(references(fields.raw("builds_on"))),
        aliases=fields.texts("aliases"),
        valid_from=fields.read("valid_from", day),
        valid_to=fields.read("valid_to", day),
        date=fields.read("date", day),
        url=address(fields),
        fictional=is_fictional(fields),
        derived_from=_derived_from(fields),
        basis=bool(fields.read("basis", flag)),
        details=fields.details(_DETAILS),
    )
    if profile.valid_from and profile.valid_to and profile.valid_to < profile.valid_from:
        fields.fault("valid_to", "end_before_start", "the profile ends before it begins to be valid; correct one")
    if fields.faults:
        return None
    text, blocks = write_out(title, _lines(fields, profile))
    places = {name: fields.place(name) for name in ("builds_on", "derived_from")}
    return CheckedRecord(profile, source, text, blocks, fields.line, fields.places | places)


def _derived_from(fields: Fields) -> str | None:
    named = references(fields.raw("derived_from"))
    if len(named) > 1:
        fields.fault("derived_from", "several_origins", "a profile is made from one other; name one id")
    return named[0] if named else None


def _lines(fields: Fields, profile: Profile) -> Iterator[Lines]:
    for name in fields.of.names:
        label = fields.of.labels.get(name)
        if name == "description":
            yield Lines("", profile.description or "")
        elif label is None or not fields.has(name):
            continue
        elif name == "tasks":
            yield Lines(label, items=profile.tasks)
        elif name == "competences":
            yield Lines(label, items=tuple(_competence_line(one) for one in profile.competences))
        else:
            yield Lines(label, fields.text(name) or "")


def _competence_line(competence: Competence) -> str:
    names = f" ({', '.join(competence.alt_labels)})" if competence.alt_labels else ""
    described = f": {competence.description}" if competence.description else ""
    return f"{competence.label}{names}{described}"
