"""The service's log: JSON on stderr, a line an event, without what people asked unless that is wanted."""

import datetime
import json
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from assistant.channels.http.exchanges import known_request_id
from knowledge.personal import mask_personal

LOG = logging.getLogger("fagkompas.http")
# Loggers whose messages hold nothing that a caller sent. What others say may, so it is left out.
OWN = ("fagkompas", "uvicorn")
# Frames nearest to where an error arose; a recursion without end has a thousand.
MOST_FRAMES = 20


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON; `log_questions` lets in what may hold words of a question, masked."""

    def __init__(self, log_questions: bool = False) -> None:
        super().__init__()
        self._log_questions = log_questions

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; a newline in it cannot begin another line."""
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "message": self._message(record),
            "process": record.process,
        }
        if request_id := known_request_id():
            line["request_id"] = request_id
        line |= getattr(record, "fields", {})
        if record.name.split(".")[0] not in OWN:
            line["logger"] = record.name
            line["at"] = f"{Path(record.pathname).name}:{record.lineno}"
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = self._error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)

    def _message(self, record: logging.LogRecord) -> str:
        if record.name.split(".")[0] in OWN:
            return record.getMessage().strip()
        return (
            mask_personal(record.getMessage(), "").text
            if self._log_questions
            else "left out; see at, or set log_questions"
        )

    def _error(self, error: BaseException) -> dict[str, Any]:
        """Its kind and the frames it went through, the nearest last; its message may repeat a question."""
        frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
        told: dict[str, Any] = {
            "kind": type(error).__name__,
            "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if self._log_questions:
            told["says"] = mask_personal(str(error), "").text
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return told | ({"from": self._error(cause)} if cause else {})


def log_config(log_questions: bool) -> dict[str, Any]:
    """The `logging.config` of every process of the service; plain values, so that it can be handed to another."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": f"{__name__}.{JsonLines.__name__}", "log_questions": log_questions}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        # uvicorn tells at `info` what we say in fewer lines ourselves.
        "loggers": {"fagkompas": {"level": "INFO"}, "uvicorn": {"level": "WARNING"}},
    }


def log_what_is_printed() -> None:
    """Let warnings, and errors that end a thread or the process, be lines of the log as well."""
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_ended_thread


def _log_uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    LOG.critical("An error that nobody foresaw ended the process", exc_info=error)


def _log_ended_thread(ended: threading.ExceptHookArgs) -> None:
    LOG.error("An error that nobody foresaw ended a thread", exc_info=ended.exc_value)
