"""What changed between two generations, over HTTP and as a tool gives it."""

import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from assistant.channels.http.shapes.knowledge import Price, Run
from assistant.channels.standing import Fate
from ingest.changes.types import ChangeCode
from knowledge.types import CourseStatus, Learner, SourceKind
from knowledge.worddiff import Fate as WordFate

# Far more than any knowledge base will see.
LAST_GENERATION = 1_000_000_000

Generation = Annotated[int, Field(ge=1, le=LAST_GENERATION, examples=[1])]


class Published(BaseModel):
    """A generation, and when it was published."""

    generation: int
    published_at: datetime.datetime


class Validity(BaseModel):
    """The version of a profile, and the days between which it holds."""

    version: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None


class Piece(BaseModel):
    """Some words that were kept, taken out or put in together."""

    fate: WordFate
    text: str


Value = str | int | Price | Run | Validity | None


class Change(BaseModel):
    """One thing that changed about a course, a profile or a report, and the sentence that tells it."""

    code: ChangeCode
    kind: SourceKind
    subject_id: Annotated[str, Field(description="The id of the course, the profile or the report.")]
    title: str
    source_id: str
    of: Annotated[str | None, Field(description="Provider, profile set and version, or publisher.")]
    item: Annotated[str | None, Field(description="The competence or task that it is about.")]
    part: Annotated[str | None, Field(description="What of it: label, description, title, date, place, deadline, …")]
    before: Value
    after: Value
    words: list[Piece]
    status: CourseStatus | None
    learner: Learner | None
    date: datetime.date | None
    fictional: bool
    sentence: str


class Comparison(BaseModel):
    """Between which generations what is told changed, and which can be compared."""

    before: Annotated[Published | None, Field(alias="from")]
    after: Annotated[Published, Field(alias="to")]
    changes: Annotated[list[Change], Field(description="What matters to people first.")]
    counts: Annotated[dict[str, int], Field(description="How many of each code.")]
    kept: list[Published]


class GoneQuotation(BaseModel):
    """A citation whose words no longer stand in their source."""

    number: int
    source_id: str
    title: str
    fate: Fate


class StaleAnswer(BaseModel):
    """A kept answer that quotes what is gone."""

    answer_id: str
    conversation_id: str
    question: str
    asked_at: datetime.datetime
    gone: list[GoneQuotation]


class StaleAnswers(BaseModel):
    """One's own answers that quote what is gone, the latest first; `next` is where the list goes on."""

    answers: list[StaleAnswer]
    total: int
    next: str | None


class Changes(Comparison):
    """The changes, in parts where they are many."""

    total: int
    next: str | None
