"""Answers as JSON: the names and values that programs outside rely on."""

import dataclasses
import datetime
import json

from assistant.core.rendering import answer_to_json
from assistant.core.types import Answer, AnswerKind, Citation, Claim, CourseSuggestion, Mode, NearestSource, Notice
from knowledge.types import CourseStatus, SourceKind

CITATION = Citation(
    number=1,
    source_id="kilde",
    source_kind=SourceKind.REPORT,
    title="Titel",
    quote="Æblet 🍎",
    text_id="t1",
    start=3,
    end=10,
    passage_id="kilde#0",
    date=datetime.date(2016, 8, 17),
)
ANSWER = Answer(
    id="ans_1",
    conversation_id="con_1",
    generation=42,
    mode=Mode.EXTRACTIVE,
    kind=AnswerKind.ANSWER,
    question="Hvad?",
    language="da",
    text="»Æblet 🍎« [1]",
    claims=(Claim("Æblet 🍎", (1,)),),
    citations=(CITATION,),
    courses=(CourseSuggestion("k", "Kursus", None, "Derfor", ("Æbler",), (1,), CourseStatus.EXPIRED, True),),
    notices=(Notice("old_source", "Gammel."),),
    nearest=(NearestSource("anden", "Anden"),),
    latency_ms=12,
)
CONTRACT = {
    "": "id conversation_id generation mode kind question language text claims citations courses notices nearest "
    "searched_also follow_ups filters without plan usage latency_ms",
    "claims": "text citations",
    "citations": "number source_id source_kind title publisher date url path page section quote text_id start end "
    "passage_id",
    "courses": "course_id title provider reason competences citations status fictional url",
    "notices": "code text",
    "nearest": "source_id title",
}


def test_every_part_has_the_names_of_the_contract() -> None:
    plain = answer_to_json(ANSWER)
    for part, names in CONTRACT.items():
        holder = plain[part][0] if part else plain
        assert set(holder) == set(names.split())
    assert set(plain["usage"]) == {"model", "input_tokens", "output_tokens"}


def test_the_answer_survives_being_written_and_read() -> None:
    plain = answer_to_json(ANSWER)
    assert json.loads(json.dumps(plain)) == plain


def test_dates_are_iso_and_what_is_not_said_is_null() -> None:
    citation = answer_to_json(ANSWER)["citations"][0]
    assert citation["date"] == "2016-08-17"
    assert citation["publisher"] is None
    undated = dataclasses.replace(ANSWER, citations=(dataclasses.replace(CITATION, date=None),))
    assert answer_to_json(undated)["citations"][0]["date"] is None


def test_kinds_are_their_plain_words() -> None:
    plain = answer_to_json(ANSWER)
    assert (plain["kind"], plain["mode"], plain["courses"][0]["status"]) == ("answer", "extractive", "expired")
    assert plain["citations"][0]["quote"] == CITATION.quote
