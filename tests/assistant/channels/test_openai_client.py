"""The OpenAI-compatible chat with the real `openai` client over the wire."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk, ChatCompletionMessageParam

from assistant.core.assistant import Assistant
from tests.assistant.channels.doors import serving
from tests.assistant.channels.slow_work import SlowWork

QUESTION = "Hvad er det sværeste område for medarbejderne?"
MODEL = "fagkompas"
SOON = 10


def client_of(service: httpx.Client, key: str = "none") -> openai.OpenAI:
    return openai.OpenAI(base_url=str(service.base_url.join("/v1")), api_key=key, max_retries=0)


@pytest.fixture(scope="module")
def chat(client: httpx.Client) -> Iterator[openai.OpenAI]:
    with client_of(client) as made:
        yield made


def asking(*said: str) -> list[ChatCompletionMessageParam]:
    """A conversation in which user and assistant take turns."""
    roles: tuple[Any, ...] = ("user", "assistant")
    return [{"role": roles[number % 2], "content": text} for number, text in enumerate(said)]


def complete(chat: openai.OpenAI, *said: str) -> ChatCompletion:
    return chat.chat.completions.create(model=MODEL, messages=asking(*said))


def content_of(completion: ChatCompletion) -> str:
    content = completion.choices[0].message.content
    assert content is not None
    return content


def chunks_of(chat: openai.OpenAI, *said: str, **more: Any) -> list[ChatCompletionChunk]:
    return list(chat.chat.completions.create(model=MODEL, messages=asking(*said), stream=True, **more))


def test_the_one_model_is_listed_and_found(chat: openai.OpenAI) -> None:
    assert [model.id for model in chat.models.list()] == [MODEL]
    assert chat.models.retrieve(MODEL).owned_by == MODEL


def test_an_answer_has_its_quotation_and_its_sources_at_the_end(chat: openai.OpenAI) -> None:
    completion = complete(chat, QUESTION)
    content = content_of(completion)
    assert "54 procent" in content
    assert content.index("[1]") < content.index("**Kilder**")
    assert "- [1] [Lederne om opkvalificering](http" in content.partition("**Kilder**")[2]
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage is not None
    assert completion.usage.total_tokens == 0


def test_an_annotation_says_where_a_source_is_named_and_read(chat: openai.OpenAI, client: httpx.Client) -> None:
    message = complete(chat, QUESTION).choices[0].message
    assert message.annotations
    assert message.content is not None
    citation = message.annotations[0].url_citation
    assert message.content[citation.start_index : citation.end_index] == "[1]"
    assert citation.title == "Lederne om opkvalificering"
    url = httpx.URL(citation.url)
    assert (url.netloc, url.fragment) == (client.base_url.netloc, "quote")
    text = client.get(f"/api/texts/{url.path.rpartition('/')[2]}").json()["text"]
    start, end = (int(url.params[name]) for name in ("start", "end"))
    assert "54 procent" in text[start:end]


def test_chunks_make_up_the_same_answer(chat: openai.OpenAI) -> None:
    whole = complete(chat, QUESTION).choices[0].message
    chunks = chunks_of(chat, QUESTION)
    assert chunks[0].choices[0].delta.role == "assistant"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.content
    assert len({chunk.id for chunk in chunks}) == 1
    last = chunks[-1].choices[0]
    assert last.finish_reason == "stop"
    assert whole.annotations
    assert last.delta.model_dump()["annotations"] == [one.model_dump() for one in whole.annotations]


def test_usage_comes_last_when_it_is_wanted(chat: openai.OpenAI) -> None:
    *others, last = chunks_of(chat, QUESTION, stream_options={"include_usage": True})
    assert last.choices == []
    assert last.usage is not None
    assert last.usage.total_tokens == 0
    assert all(chunk.usage is None for chunk in others)
    assert all(chunk.usage is None for chunk in chunks_of(chat, QUESTION))


def test_the_clients_own_way_of_streaming_gathers_the_answer(chat: openai.OpenAI) -> None:
    with chat.chat.completions.stream(model=MODEL, messages=asking(QUESTION)) as events:
        for _ in events:
            pass
        gathered = events.get_final_completion().choices[0].message
    whole = complete(chat, QUESTION).choices[0].message
    assert (gathered.content, gathered.annotations) == (whole.content, whole.annotations)


def test_a_stream_ends_with_done(client: httpx.Client) -> None:
    body = {"model": MODEL, "messages": asking("Hej"), "stream": True}
    response = client.post("/v1/chat/completions", json=body)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.text.endswith("data: [DONE]\n\n")


def test_a_follow_up_leans_on_the_messages_before_it(chat: openai.OpenAI) -> None:
    opening = "Hvilke kurser er der i facilitering?"
    first = content_of(complete(chat, opening))
    assert "Pris: 4200 kr." in content_of(complete(chat, opening, first, "Hvad koster det?"))
    assert "4200" not in content_of(complete(chat, "Hvad koster det?"))


def test_a_question_in_english_is_answered_in_an_english_frame(chat: openai.OpenAI) -> None:
    content = content_of(complete(chat, "What is the hardest area for the employees according to the managers?"))
    assert "According to **Lederne om opkvalificering**" in content
    assert "**Sources**" in content


def test_what_the_sources_do_not_say_is_not_answered(chat: openai.OpenAI) -> None:
    message = complete(chat, "Hvem vandt EM i fodbold i 1992?").choices[0].message
    assert message.content is not None
    assert "**Kilder**" not in message.content
    assert not message.annotations


def test_courses_are_suggested(chat: openai.OpenAI) -> None:
    content = content_of(complete(chat, "Hvilke kurser er der i facilitering?"))
    assert "**Facilitering af møder**" in content
    assert "Nordstjernen" not in content


def test_what_is_not_known_of_a_request_is_ignored(chat: openai.OpenAI) -> None:
    tool: Any = {"type": "function", "function": {"name": "vejr", "parameters": {"type": "object"}}}
    answered = chat.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "Svar på engelsk med rim."},
            {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
        ],
        temperature=0.7,
        max_tokens=5,
        n=1,
        tools=[tool],
        user="anna",
        extra_body={"hest": {"dyb": [1, 2]}},
    )
    assert "54 procent" in content_of(answered)


def test_an_answer_is_kept_and_the_answers_of_a_chat_together(chat: openai.OpenAI, client: httpx.Client) -> None:
    opening = "Hvilke kurser er der i facilitering for ledere?"
    first = complete(chat, opening)
    second = complete(chat, opening, content_of(first), "Og hvad koster de?")
    kept = [client.get(f"/api/answers/{_answer_id(one)}").json() for one in (first, second)]
    assert kept[0]["text"] in content_of(first)
    assert kept[0]["conversation_id"] == kept[1]["conversation_id"]
    other = client.get(f"/api/answers/{_answer_id(complete(chat, QUESTION))}").json()
    assert other["conversation_id"] != kept[0]["conversation_id"]


def _answer_id(completion: ChatCompletion) -> str:
    extra = completion.model_extra
    assert extra is not None
    return str(extra["fagkompas"]["answer_id"])


@pytest.mark.parametrize("streamed", [False, True])
def test_a_title_for_the_conversation_is_its_first_question(chat: openai.OpenAI, streamed: bool) -> None:
    prompt = (
        "### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Output:\n"
        'JSON format: { "title": "your concise title here" }\n### Chat History:\n<chat_history>\n'
        f"USER: {QUESTION}\nASSISTANT: Det er …\n</chat_history>"
    )
    if streamed:
        content = "".join(chunk.choices[0].delta.content or "" for chunk in chunks_of(chat, prompt))
    else:
        content = content_of(complete(chat, prompt))
    assert json.loads(content) == {"title": QUESTION.rstrip("?")}


IMAGE: Any = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


@pytest.mark.parametrize(
    ("wrong", "kind", "code", "param"),
    [
        ({"model": "gpt-5"}, openai.NotFoundError, "model_not_found", "model"),
        ({"n": 2}, openai.BadRequestError, "chat_one_choice", None),
        ({"messages": []}, openai.BadRequestError, "invalid", "messages"),
        ({"messages": [{"role": "system", "content": "Hej"}]}, openai.BadRequestError, "chat_no_question", None),
        ({"messages": [{"role": "user", "content": [IMAGE]}]}, openai.BadRequestError, "chat_not_text", None),
        ({"messages": [{"role": "bruger", "content": "Hej"}]}, openai.BadRequestError, "invalid", "messages.0.role"),
        ({"messages": [{"role": "user", "content": 5}]}, openai.BadRequestError, "invalid", "messages.0.content.text"),
        ({"stream": "ja"}, openai.BadRequestError, "invalid", "stream"),
    ],
)
def test_what_is_wrong_is_one_of_the_clients_errors(
    chat: openai.OpenAI, wrong: dict[str, Any], kind: type[openai.APIStatusError], code: str, param: str | None
) -> None:
    with pytest.raises(kind) as raised:
        chat.chat.completions.create(**{"model": MODEL, "messages": asking("Hej"), **wrong})
    assert (raised.value.code, raised.value.param, raised.value.type) == (code, param, "invalid_request_error")
    assert raised.value.message


def test_errors_are_told_in_the_language_that_is_asked_for(chat: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="There is no model named “gpt-5”"):
        chat.with_options(default_headers={"Accept-Language": "en"}).models.retrieve("gpt-5")


def test_an_address_that_is_not_there_and_a_broken_body_have_the_same_form(client: httpx.Client) -> None:
    missing = client.post("/v1/embeddings", json={"input": "Hej"})
    broken = client.post("/v1/chat/completions", content=b"{", headers={"content-type": "application/json"})
    large = client.post("/v1/chat/completions", content=b"x" * 700_000, headers={"content-type": "application/json"})
    for response, status in ((missing, 404), (broken, 400), (large, 413)):
        assert response.status_code == status
        assert response.headers["content-type"] == "application/json"
        assert response.json()["error"].keys() == {"message", "type", "param", "code"}
        assert int(response.headers["content-length"]) == len(response.content)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_service_without_knowledge_says_so(tmp_path: Path, streamed: bool) -> None:
    with serving(tmp_path / "empty") as service, client_of(service) as chat:
        with pytest.raises(openai.InternalServerError) as raised:
            chat.chat.completions.create(model=MODEL, messages=asking(QUESTION), stream=streamed)
        assert (raised.value.status_code, raised.value.code) == (503, "no_generation")


def test_who_stops_reading_in_the_middle_ends_the_work(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = SlowWork()
    monkeypatch.setattr(Assistant, "stream", lambda *_: work())
    with serving(small_data) as service, client_of(service) as chat:
        with chat.chat.completions.create(model=MODEL, messages=asking(QUESTION), stream=True) as chunks:
            read = [next(iter(chunks)) for _ in range(3)]
        assert work.ended.wait(SOON)
    assert len(read) == 3
    assert work.made < work.pieces


def test_an_error_in_the_middle_is_raised_by_the_client(small_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Assistant, "stream", lambda *_: SlowWork()())
    with serving(small_data, answer_seconds=1) as service, client_of(service) as chat:
        with pytest.raises(openai.APIError) as raised:
            chunks_of(chat, QUESTION)
        assert raised.value.code == "timed_out"
