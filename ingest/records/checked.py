"""What a record is once it has been checked: typed, and written out as text."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.records.fields import Fields, Place
from ingest.records.values import day, flag, learner, visibility, words_of
from ingest.types import Block
from knowledge.slugs import slug
from knowledge.types import Course, Learner, Profile, Visibility

_CLEAN_ID = re.compile(r"[\w.-]+", re.ASCII)
_SCHEME = re.compile(r"^https?://(?:www\.)?")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the source of a record has besides the record itself."""

    publisher: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    language: str = "da"
    learner: Learner | None = None
    retrieved: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A course or a profile with its readable text and the blocks of it."""

    record: Course | Profile
    standing: Standing
    text: str
    blocks: tuple[Block, ...]
    line: int | None
    places: Mapping[str, Place] = field(default_factory=dict)
    """Field that names other records -> where it stands; `broader …` and `related …` with the competence's id."""

    @property
    def record_id(self) -> str:
        """The id of the course or profile, and of its source."""
        return self.record.source_id


def record_id(fields: Fields, *otherwise: str | None) -> str:
    """Give the record's own id fit for an address, or one made of its names."""
    own = _SCHEME.sub("", fields.text("id") or "")
    return own if _CLEAN_ID.fullmatch(own) else slug(own) or slug(" ".join(filter(None, otherwise)))


def address(fields: Fields) -> str | None:
    """Give the record's web address; a JSON-LD id that is an address serves too."""
    own = fields.text("id") or ""
    return fields.text("url") or (own if _SCHEME.match(own) else None)


def standing(fields: Fields, publisher: str | None) -> Standing:
    """Read what the record says about itself as a source."""
    return Standing(
        publisher=fields.text("publisher") or publisher,
        visibility=fields.read("visibility", visibility) or Visibility.PUBLIC,
        language=(fields.text("language") or "da")[:2].lower(),
        learner=_learner(fields),
        retrieved=fields.read("retrieved", day),
    )


def is_fictional(fields: Fields) -> bool:
    """Tell whether the record says that it is made up."""
    return bool(fields.read("fictional", flag))


def _learner(fields: Fields) -> Learner | None:
    """Take the learner that is named outright, or else the one that the target group shows."""
    if fields.has("learner"):
        found = fields.read("learner", learner)
        if found is None and not _names_several(fields):
            fields.notice("unknown_learner", "learner", value=words_of(fields.raw("learner")))
        return found
    return learner(fields.raw("audience"))


def _names_several(fields: Fields) -> bool:
    return len(fields.texts("learner")) > 1 or " og " in (fields.text("learner") or "")
