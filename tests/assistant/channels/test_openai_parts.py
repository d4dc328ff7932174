"""The parts of the OpenAI-compatible chat by themselves: messages, housekeeping, chunks, errors."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.http.openai_errors import openai_failure
from assistant.channels.http.openai_messages import MOST_TURNS, read_messages
from assistant.channels.http.openai_replies import Frame, annotations, chunks, completion
from assistant.channels.http.openai_tasks import LONGEST_TITLE, UNTITLED, task_reply
from assistant.channels.http.problems import ProblemError
from assistant.channels.http.shapes.chat import Message
from assistant.channels.markdown import RULE
from assistant.core.events import told
from assistant.core.types import Turn, Usage
from prompts.wording import Wording
from tests.assistant.channels.answers import make_answer, make_citation

FRAME = Frame("http://localhost/", Wording.load(), id="chatcmpl-1", created=1_000)


def read(*said: tuple[str, Any]) -> tuple[str, tuple[Turn, ...]]:
    return read_messages([Message(role=role, content=content) for role, content in said])  # type: ignore[arg-type]


def test_the_last_user_message_is_the_question_and_the_rest_the_conversation() -> None:
    question, turns = read(
        ("system", "Svar på rim."),
        ("user", "Hvad er svært?"),
        ("assistant", f"Virksomheder [1]{RULE}**Kilder**\n\n- [1] A"),
        ("user", "Og hvorfor?"),
        ("assistant", "Begynd så"),
    )
    assert question == "Og hvorfor?"
    assert turns == (Turn("Hvad er svært?", "Virksomheder [1]"),)


def test_parts_of_text_are_one_text() -> None:
    question, _ = read(("user", [{"type": "text", "text": "Hvad er"}, {"type": "text", "text": "svært?"}]))
    assert question == "Hvad er\nsvært?"


def test_a_message_without_content_says_nothing() -> None:
    assert read(("assistant", None), ("user", None)) == ("", ())


@pytest.mark.parametrize("kind", ["image_url", "input_audio", "file"])
def test_what_is_not_text_is_refused(kind: str) -> None:
    with pytest.raises(ProblemError) as refused:
        read(("user", [{"type": "text", "text": "Hvad ses her?"}, {"type": kind, kind: {"url": "data:"}}]))
    assert (refused.value.code, refused.value.values) == ("chat_not_text", {"type": kind})


def test_a_conversation_in_which_nobody_asks_is_refused() -> None:
    with pytest.raises(ProblemError, match="chat_no_question"):
        read(("system", "Svar kort."), ("assistant", "Hej"))


def test_a_long_conversation_is_read_from_its_end_and_its_questions_are_masked() -> None:
    said = [("user", f"{number}: 010203-1234 {'x' * 5_000}") for number in range(100)]
    _, turns = read(*said)
    assert len(turns) == MOST_TURNS
    assert turns[-1].question.startswith("98: ")
    assert all(len(turn.question) <= 2_000 and "010203" not in turn.question for turn in turns)


HISTORY = """### Chat History:
<chat_history>
USER: Hvad er sværest for medarbejderne?
ASSISTANT: Det er …
</chat_history>"""


@pytest.mark.parametrize(
    ("wanted", "reply"),
    [
        ('{ "title": "your concise title here" }', {"title": "Hvad er sværest for medarbejderne"}),
        ('{ "tags": ["tag1", "tag2", "tag3"] }', {"tags": []}),
        ('{ "follow_ups": ["Question 1?"] }', {"follow_ups": []}),
        ('{\n  "queries": ["query1"]\n}', {"queries": []}),
        ('{\n    "prompt": "Your detailed description here."\n}', {"prompt": ""}),
    ],
)
def test_housekeeping_of_open_webui_is_answered_in_its_form(wanted: str, reply: dict[str, Any]) -> None:
    prompt = f"### Task:\nGenerate something.\n### Output:\nJSON format: {wanted}\n{HISTORY}"
    answered = task_reply(prompt)
    assert answered is not None
    assert json.loads(answered) == reply


@pytest.mark.parametrize(
    "prompt",
    [
        "Generate a concise, 3-5 word title for this conversation.\n\nUser: Hvad er sværest for medarbejderne?",
        'Please provide a 5-word-or-less title for the conversation, using title case.\n||>User:\n"Hvad er sværest for '
        'medarbejderne?"',
        "Create a short name for this chat.\nQuestion: Hvad er sværest for medarbejderne?",
    ],
)
def test_a_title_asked_for_in_words_is_given_in_words(prompt: str) -> None:
    assert task_reply(prompt) == "Hvad er sværest for medarbejderne"


def test_a_title_is_short_masked_and_never_empty() -> None:
    title = task_reply(f"Write a title for this conversation.\nUser: 010203-1234 {'ord ' * 50}")
    assert title is not None
    assert len(title) <= LONGEST_TITLE + 2
    assert "010203" not in title
    assert task_reply("Write a title for this conversation.") == UNTITLED


@pytest.mark.parametrize(
    "question",
    [
        "Hvilke titler har kurserne?",
        "What is the title of the course?",
        "### Task: hvad er sværest?",
        "",
        "Give me courses",
    ],
)
def test_a_question_is_no_housekeeping(question: str) -> None:
    assert task_reply(question) is None


@given(st.text())
def test_any_text_is_either(question: str) -> None:
    assert task_reply(question) is None or isinstance(task_reply(question), str)


def chunk_values(**changes: Any) -> list[dict[str, Any]]:
    written = [chunk for event in told(make_answer(**changes)) for chunk in chunks(event, FRAME)]
    return [json.loads(chunk.removeprefix(b"data: ")) for chunk in written]


def test_chunks_joined_are_the_whole_answer_and_the_last_has_its_annotations() -> None:
    whole = completion(make_answer(), FRAME)
    values = chunk_values()
    deltas = [value["choices"][0]["delta"] for value in values]
    assert "".join(delta.get("content", "") for delta in deltas) == whole.choices[0].message.content
    expected = [annotation.model_dump() for annotation in whole.choices[0].message.annotations]
    assert deltas[-1] == {"annotations": expected}
    assert [value["choices"][0]["finish_reason"] for value in values] == [None] * (len(values) - 1) + ["stop"]
    assert {(value["id"], value["object"], value["model"]) for value in values} == {
        ("chatcmpl-1", "chat.completion.chunk", "fagkompas")
    }


def test_an_answer_without_sources_has_no_annotations() -> None:
    assert chunk_values(text="Hej!", citations=())[-1]["choices"][0]["delta"] == {}


def test_an_annotation_names_the_place_of_its_number() -> None:
    answer = make_answer("🎓 »54« [1]", citations=(make_citation(url="https://cok.example/"),))
    (found,) = annotations(answer, answer.text, "http://localhost/")
    assert answer.text[found.url_citation.start_index : found.url_citation.end_index] == "[1]"
    assert (found.url_citation.url, found.url_citation.title) == ("https://cok.example/", "Rundspørge til ledere")


def test_what_a_language_model_used_is_added_up() -> None:
    used = completion(make_answer(usage=Usage("m", 7, 5)), FRAME).usage
    assert (used.prompt_tokens, used.completion_tokens, used.total_tokens) == (7, 5, 12)


@pytest.mark.parametrize(
    ("status", "code", "kind", "theirs"),
    [
        (401, "key-expired", "authentication_error", "invalid_api_key"),
        (429, "too-many-requests", "rate_limit_error", "rate_limit_exceeded"),
        (404, "unknown-model", "invalid_request_error", "model_not_found"),
        (503, "no-generation", "server_error", "no_generation"),
        (413, "body-too-large", "invalid_request_error", "body_too_large"),
    ],
)
def test_a_problem_becomes_an_error_of_openai(status: int, code: str, kind: str, theirs: str) -> None:
    error = openai_failure({"type": f"/problems/{code}", "status": status, "detail": "Ret det."}).error
    assert (error.message, error.type, error.code) == ("Ret det.", kind, theirs)


def test_a_field_that_cannot_be_used_is_the_param() -> None:
    errors = [{"field": "messages", "detail": "Feltet mangler."}]
    error = openai_failure({"type": "/problems/invalid", "status": 422, "detail": "Ret det.", "errors": errors}).error
    assert (error.param, error.message) == ("messages", "messages: Feltet mangler.")
