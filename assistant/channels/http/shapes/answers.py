"""Questions, answers, conversations and feedback over HTTP."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from assistant.channels.http.shapes.days import Day
from assistant.channels.state.types import Verdict
from assistant.core.types import AnswerKind, Mode
from knowledge.types import CourseStatus, Learner, SourceKind

# Ids of ours have 36 characters; other doors may bring their own.
LONGEST_ID = 200
# A comment is a few sentences; who has more to say writes to a person.
LONGEST_COMMENT = 2_000
# Nobody says more in a question.
MOST_FILTERS = 50


def whole(text: str) -> str:
    """Refuse half a character (a lone surrogate, which JSON can hold): no answer could repeat it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("string_unicode", "half a character")
    return text


Text = Annotated[str, AfterValidator(whole)]
Id = Annotated[Text, Field(min_length=1, max_length=LONGEST_ID)]


class NamedFilter(BaseModel):
    """One of an answer's `filters`, by its name and value."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[Text, Field(min_length=1, max_length=LONGEST_ID, examples=["place"])]
    value: Annotated[Text, Field(max_length=LONGEST_ID, examples=["Aarhus"])]


class Asked(BaseModel):
    """The body of a question; a long one is shortened by the assistant, which says so."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[Text, Field(examples=["Hvilke områder udfordrer medarbejderne mest?"])]
    conversation_id: Annotated[Id | None, Field(description="Asks on in this conversation.")] = None
    learner: Annotated[Learner | None, Field(description="Who a suggested course must be for.")] = None
    as_of: Annotated[Day | None, Field(description="The day to answer on; today without it.")] = None
    without: Annotated[
        list[NamedFilter],
        Field(max_length=MOST_FILTERS, description="Filters that the words ask for and that are not to count."),
    ] = []


class Claim(BaseModel):
    """One sentence of the answer and the numbers of the citations it rests on."""

    text: str
    citations: list[int]


class Citation(BaseModel):
    """A numbered quotation: `text[start:end] == quote` in the text `text_id`, in Unicode code points."""

    number: int
    source_id: str
    source_kind: SourceKind
    title: str
    quote: str
    text_id: str
    start: int
    end: int
    passage_id: str
    publisher: str | None
    date: datetime.date | None
    url: str | None
    path: str | None
    page: int | None
    section: str


class Suggestion(BaseModel):
    """A course that helps, with the words of its description that speak for it."""

    course_id: str
    title: str
    provider: str | None
    reason: str
    competences: list[str]
    citations: list[int]
    status: CourseStatus
    fictional: bool
    url: Annotated[str | None, Field(description="Where its provider tells of it.")] = None


class Notice(BaseModel):
    """Something the reader must know beside the answer."""

    code: Annotated[str, Field(examples=["old_source"])]
    text: str


class Nearest(BaseModel):
    """A source that comes near a question nobody answers."""

    source_id: str
    title: str


class Usage(BaseModel):
    """What the language model used, if one did."""

    model: str | None
    input_tokens: int
    output_tokens: int


class Filter(BaseModel):
    """One thing that courses were narrowed by; a name given twice asks for any of its values."""

    name: Annotated[str, Field(description="A field of the course search: `place`, `start_from`, `max_price`, ...")]
    value: Annotated[str, Field(description="A code, a name, a number in plain digits, or a date in ISO form.")]
    text: Annotated[str, Field(description="The same in the reader's language.")]
    met: Annotated[bool, Field(description="False where no course fits it and what fits without it is shown.")]


class PlanStep(BaseModel):
    """A course of a plan on one date, for people who take it for the same reasons."""

    course_id: str
    title: str
    provider: str | None
    people: int
    start: datetime.date | None
    place: str | None
    price: Annotated[float | None, Field(description="In kroner for each, as the provider states it.")]
    gives: Annotated[list[str], Field(description="The lacking competences that it gives.")]
    opens: Annotated[list[str], Field(description="Titles of the courses of the plan that require it.")]
    status: CourseStatus
    fictional: bool
    url: str | None
    text: Annotated[str, Field(description="As a line of the answer's text has it.")]


class TeamPlan(BaseModel):
    """The cheapest plan for a team that was told of in words."""

    people: int
    heading: str
    steps: list[PlanStep]
    total: str
    price: float
    unknown_prices: int


EXAMPLE: dict[str, Any] = {
    "id": "ans_8d5e6f0d2b6b4a0c9a41f6f5d2f1a7c3",
    "conversation_id": "con_5b8a2f3c9d3e4c2f8f0b7a6d5e4c3b2a",
    "generation": 42,
    "mode": "extractive",
    "kind": "answer",
    "question": "Hvilket område er sværest?",
    "language": "da",
    "text": "Ifølge **Rundspørge til ledere** (COK, 17. august 2016):\n\n- »Virksomhedssamarbejde: 54 %« [1]",
    "claims": [{"text": "»Virksomhedssamarbejde: 54 %«", "citations": [1]}],
    "citations": [
        {
            "number": 1,
            "source_id": "rundspoerge",
            "source_kind": "report",
            "title": "Rundspørge til ledere",
            "quote": "Virksomhedssamarbejde: 54 %",
            "text_id": "9f2c",
            "start": 1042,
            "end": 1069,
            "passage_id": "9f2c:7",
            "publisher": "COK",
            "date": "2016-08-17",
            "url": None,
            "path": "rundspoerge.md",
            "page": None,
            "section": "Her er opgaverne sværest",
        }
    ],
    "courses": [],
    "notices": [{"code": "old_source", "text": "Kilden er fra 2016."}],
    "nearest": [],
    "searched_also": [],
    "follow_ups": [],
    "filters": [],
    "without": [],
    "plan": None,
    "usage": {"model": None, "input_tokens": 0, "output_tokens": 0},
    "latency_ms": 12,
}


class Answer(BaseModel):
    """The whole answer; an abstention has no claims and no citations."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str
    conversation_id: str
    generation: int
    mode: Mode
    kind: AnswerKind
    question: Annotated[str, Field(description="As asked, personal numbers masked.")]
    language: Literal["da", "en"]
    text: Annotated[str, Field(description="Markdown; `[1]` names a citation.")]
    claims: list[Claim]
    citations: list[Citation]
    courses: list[Suggestion]
    notices: list[Notice]
    nearest: list[Nearest]
    searched_also: list[str]
    follow_ups: list[str]
    filters: Annotated[list[Filter], Field(description="What a search for courses was narrowed by.")] = []
    without: Annotated[list[Filter], Field(description="What the asker has taken away of that.")] = []
    plan: Annotated[TeamPlan | None, Field(description="Where it was asked what a team lacks.")] = None
    usage: Usage
    latency_ms: int


class ConversationSummary(BaseModel):
    """A conversation as a list shows it."""

    conversation_id: str
    question: Annotated[str, Field(description="Its first question.")]
    last_used: datetime.datetime


class ConversationList(BaseModel):
    """One's own conversations, the latest first; `next` is where the list goes on."""

    conversations: list[ConversationSummary]
    total: int
    next: str | None


class Conversation(BaseModel):
    """A conversation, the earliest answer first."""

    conversation_id: str
    answers: list[Answer]


class Given(BaseModel):
    """The body of feedback; the later one of the same person on the same answer counts."""

    model_config = ConfigDict(extra="forbid")

    answer_id: Annotated[Id, Field(examples=[EXAMPLE["id"]])]
    verdict: Verdict
    comment: Annotated[Text, Field(max_length=LONGEST_COMMENT)] = ""
