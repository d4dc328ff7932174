"""Days as people and programs write them: `2027-03-01`, or `01-03-2027` as on the command line."""

import datetime
import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema
from pydantic_core import PydanticCustomError

# pydantic alone would read the number 0 as a day in 1970.
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DANISH = "%d-%m-%Y"


def read_day(written: object) -> datetime.date:
    """A written day; raises `PydanticCustomError` for what is none."""
    if isinstance(written, datetime.date):
        return written
    text = written if isinstance(written, str) else ""
    try:
        if _ISO.fullmatch(text):
            return datetime.date.fromisoformat(text)
        return datetime.datetime.strptime(text, _DANISH).date()
    except ValueError:
        raise PydanticCustomError("date_parsing", "not a day") from None


Day = Annotated[datetime.date, BeforeValidator(read_day), WithJsonSchema({"type": "string", "format": "date"})]


class SeenFrom(BaseModel):
    """The day that something is seen from, today where it is not given; any other parameter is refused."""

    model_config = ConfigDict(extra="forbid")

    as_of: Day | None = None
