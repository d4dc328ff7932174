"""Answers made by hand, each taking only what the test is about."""

import datetime
from dataclasses import replace

from assistant.core.types import Answer, AnswerKind, Citation, Mode
from knowledge.types import SourceKind


def make_citation(number: int = 1, **changes: object) -> Citation:
    citation = Citation(
        number=number,
        source_id="rapport",
        source_kind=SourceKind.REPORT,
        title="Rundspørge til ledere",
        quote="54 procent",
        text_id="9f2c",
        start=10,
        end=20,
        passage_id="9f2c:7",
        publisher="COK",
        date=datetime.date(2016, 8, 17),
        page=3,
        section="Svarene",
    )
    return replace(citation, **changes)  # type: ignore[arg-type]


def make_answer(text: str = "Ifølge **COK**:\n\n- »54 procent« [1]", **changes: object) -> Answer:
    answer = Answer(
        id="ans_1",
        conversation_id="con_1",
        generation=1,
        mode=Mode.EXTRACTIVE,
        kind=AnswerKind.ANSWER,
        question="Hvor mange?",
        language="da",
        text=text,
        citations=(make_citation(),),
    )
    return replace(answer, **changes)  # type: ignore[arg-type]
