"""What a search for courses may ask for, in the query of a URL and in the arguments of a tool alike."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from assistant.channels.http.shapes.answers import Text
from assistant.channels.http.shapes.days import Day
from assistant.core.assistant import LONGEST_QUESTION
from knowledge.areas import area_code, area_names
from knowledge.course_filter import CourseFilter
from knowledge.types import Learner, Order

Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Words = Annotated[Text, Field(max_length=LONGEST_QUESTION)]

# Nobody names more, and no place is called by more letters; each is compared with every run of every course.
Several = Annotated[tuple[Annotated[Text, Field(max_length=100)], ...], Field(max_length=20)]


def _known_region(name: str) -> str:
    if area_code(name) is None:
        raise PydanticCustomError("enum", "not a region", {"expected": ", ".join(area_names())})
    return name


Area = Annotated[Text, AfterValidator(_known_region), WithJsonSchema({"type": "string", "enum": list(area_names())})]


class CourseWish(BaseModel):
    """The filters of the command line; one that is not known is refused, so that none is silently ignored."""

    model_config = ConfigDict(extra="forbid")

    query: Words | None = None
    profile: Words | None = None
    competence: Words | None = None
    provider: Words | None = None
    level: Words | None = None
    form: Words | None = None
    max_price: Amount | None = None
    min_ects: Amount | None = None
    max_ects: Amount | None = None
    place: Words | None = None
    start_from: Annotated[Day | None, Field(alias="from")] = None
    start_to: Annotated[Day | None, Field(alias="to")] = None
    include_expired: bool = False
    learner: Learner | None = None
    places: Several = ()
    not_places: Several = ()
    regions: Annotated[tuple[Area, ...], Field(max_length=20)] = ()
    not_forms: Several = ()
    not_levels: Several = ()
    max_days: Amount | None = None
    min_price: Amount | None = None
    with_vat: bool = False
    sort: Order | None = None

    def as_filter(self) -> CourseFilter:
        """The same as the course search takes it."""
        return CourseFilter(**{name: getattr(self, name) for name in CourseWish.model_fields})
