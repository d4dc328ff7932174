"""What can go wrong with what is given to ingest, drawn as a tree.

    BadInputError                     what the user gave cannot be used (see knowledge.errors)
    └── IngestError                   one root, file or record; never stops the other files of a run
        ├── UnreadableError           the file cannot be read as what its name says; `reason` tells why
        ├── UnknownFormatError        no reader takes files of that name
        ├── RecordError               a course or profile has a field that cannot be used
        └── RootError                 a root is not there or cannot be listed (stops the run: nothing is changed)

Only `RootError` leaves `ingest()`; the others become a `Fault` with path, field and line. A message never names the
path (the fault does) and ends with what to do.
"""

from typing import ClassVar

from knowledge.errors import BadInputError


class IngestError(BadInputError):
    """Something given to ingest cannot be used; `field` and `line` say where, when that is known."""

    code: ClassVar[str] = "ingest"

    def __init__(self, message: str, *, field: str | None = None, line: int | None = None, **values: object) -> None:
        super().__init__(message, **values)
        self.field = field
        self.line = line

    @property
    def reason(self) -> str:
        """The stable code of the fault: `reason` among the values, else the code of the class."""
        return str(self.values.get("reason", self.code))


class UnreadableError(IngestError):
    """A file that cannot be read; give `reason=` ("empty", "encrypted", "truncated", "wrong_name", "encoding", ...)."""

    code: ClassVar[str] = "unreadable"


class UnknownFormatError(IngestError):
    """A file whose name no reader knows."""

    code: ClassVar[str] = "unknown_format"


class RecordError(IngestError):
    """A record with a field that cannot be used; give `reason=` ("missing", "bad_date", "bad_number", ...)."""

    code: ClassVar[str] = "bad_record"


class RootError(IngestError):
    """A root that is not there or cannot be listed."""

    code: ClassVar[str] = "bad_root"
