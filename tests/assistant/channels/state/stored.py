"""What the tests of the state share: answers by hand, and a clock that is turned by hand."""

import datetime
from dataclasses import dataclass
from typing import Any

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@dataclass
class Clock:
    """Stands still until it is told to go on."""

    time: datetime.datetime = NOON

    def __call__(self) -> datetime.datetime:
        return self.time

    def go_on(self, **duration: float) -> None:
        self.time += datetime.timedelta(**duration)


def make_citation(text_id: str = "tekst", **changes: Any) -> dict[str, Any]:
    citation = {
        "number": 1, "source_id": "rapport", "source_kind": "report", "title": "Rapporten", "path": "rapport.md",
        "page": None, "section": "", "quote": "42 ledere svarede.", "text_id": text_id, "start": 0, "end": 18,
        "passage_id": "rapport#0",
    }  # fmt: skip
    return citation | changes


def make_answer(number: int = 1, conversation: str = "con_1", *citations: dict[str, Any], **changes: Any) -> Any:
    """An answer as the public JSON, as far as the state looks into it."""
    answer = {
        "id": f"ans_{number}", "conversation_id": conversation, "question": f"Spørgsmål {number}?", "kind": "answer",
        "text": f"Svar {number} [1].", "claims": [{"text": f"Svar {number}", "citations": [1]}],
        "citations": list(citations) or [make_citation()], "courses": [],
    }  # fmt: skip
    return answer | changes
