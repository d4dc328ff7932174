"""The pages that need no JavaScript: a shared answer, a source's text with the quotation marked, the sign-in form."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.http.answer_html import Cited, blocks
from assistant.channels.http.html_pages import Html, element, joined, web_link
from assistant.channels.http.reading_pages import address, span_of
from tests.assistant.channels.doors import ingest_into, serving, write_sources
from tests.assistant.channels.hostile import HOSTILE_QUESTION, write_hostile

QUESTION = "Hvad er det sværeste område for medarbejderne?"
CITATION = {"number": 1, "text_id": "txt_1", "start": 3, "end": 9, "title": 'En "titel" <b>'}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hostile")
    ingest_into(folder / "data", write_hostile(folder / "sources"))
    with serving(folder / "data") as client:
        yield client


def ask(client: httpx.Client, question: str = QUESTION) -> dict[str, Any]:
    answer: dict[str, Any] = client.post("/api/ask", json={"question": question}).json()
    return answer


def read(client: httpx.Client, path: str, status: int = 200) -> lxml.html.HtmlElement:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.fromstring(response.text)


def text_in(page: lxml.html.HtmlElement, path: str) -> str:
    (found,) = page.xpath(path)
    return str(found.text_content())


def test_a_shared_answer_holds_question_text_quotations_and_dates(client: httpx.Client) -> None:
    answer = ask(client)
    page = read(client, f"/answers/{answer['id']}")
    assert text_in(page, "//h1") == QUESTION
    assert "54 procent" in text_in(page, "//article//div[@class='answer-text']")
    shown = text_in(page, "//main")
    for citation in answer["citations"]:
        assert citation["quote"].strip() in shown
    assert "5. marts 2024" in shown
    assert "Kommunernes Læringsnet" in shown


def test_a_shared_answer_leads_to_each_quotation_in_its_place(client: httpx.Client) -> None:
    answer = ask(client)
    page = read(client, f"/answers/{answer['id']}")
    (first, *_) = answer["citations"]
    (link,) = page.xpath("//article//div[@class='answer-text']//a[@class='cite'][text()='1']/@href")
    assert link == address(first["text_id"], first["start"], first["end"])
    text = read(client, link)
    assert text_in(text, "//mark[@id='quote']") == first["quote"]
    assert text_in(text, "//h1") == first["title"]
    assert "🎓🧭" in text_in(text, "//div[@class='source-text']")


def test_shared_courses_carry_their_marks(client: httpx.Client) -> None:
    answer = ask(client, "Hvilke kurser er der i facilitering?")
    shown = text_in(read(client, f"/answers/{answer['id']}"), "//article")
    assert "Facilitering af møder" in shown
    assert "Kursushuset Nordlys" in shown


def test_an_abstention_is_shared_with_its_nearest_sources(client: httpx.Client) -> None:
    answer = ask(client, "Hvad er kvadratroden af nisser på Mars?")
    page = read(client, f"/answers/{answer['id']}")
    assert answer["text"].split(".")[0] in text_in(page, "//article")


def test_the_text_of_a_source_is_shown_whole(client: httpx.Client) -> None:
    (citation, *_) = ask(client)["citations"]
    whole = client.get(f"/api/texts/{citation['text_id']}").json()["text"]
    for query in ("", f"?start={citation['start']}&end={citation['end']}"):
        page = read(client, f"/texts/{citation['text_id']}{query}")
        assert text_in(page, "//div[@class='source-text']").strip() == whole.strip()


@pytest.mark.parametrize(
    "query",
    ["?start=5&end=5", "?start=9&end=3", "?start=-1&end=4", "?start=0&end=999999", "?start=x&end=y", "?start=1"],
)
def test_a_link_astray_gives_the_whole_text_and_says_so(client: httpx.Client, query: str) -> None:
    (citation, *_) = ask(client)["citations"]
    page = read(client, f"/texts/{citation['text_id']}{query}")
    assert not page.xpath("//mark")
    assert "som teksten ikke har" in text_in(page, "//div[@role='note']")


@pytest.mark.parametrize("path", ["/answers/ans_nowhere", "/texts/txt_nowhere"])
def test_what_is_gone_is_told_on_a_page(client: httpx.Client, path: str) -> None:
    page = read(client, path, 404)
    assert "findes ikke" in text_in(page, "//h1")
    assert page.xpath("//main//a[@href='/']")


def test_an_earlier_text_says_that_it_is_one(tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    with serving(tmp_path / "data") as client:
        (citation, *_) = ask(client)["citations"]
        (sources / "rapport.md").write_text("# Noget andet\n\nAlt er skrevet om.\n", "utf-8")
        ingest_into(tmp_path / "data", sources)
        page = read(client, address(citation["text_id"], citation["start"], citation["end"]))
        assert text_in(page, "//mark") == citation["quote"]
        assert "tidligere udgave" in text_in(page, "//div[@role='note']")


def test_without_a_knowledge_base_a_page_says_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client:
        assert "fagkompas ingest" in text_in(read(client, "/texts/txt_1", 503), "//main")


def test_an_english_reader_gets_english_words_around_the_answer(client: httpx.Client) -> None:
    answer = ask(client)
    page = client.get(f"/answers/{answer['id']}", headers={"accept-language": "en-GB"})
    assert '<html lang="en">' in page.text
    assert "Sources and quotations" in page.text
    assert '<div class="answer-text" lang="da">' in page.text


def test_what_a_source_says_is_never_markup(hostile: httpx.Client) -> None:
    answer = ask(hostile, HOSTILE_QUESTION)
    (citation, *_) = answer["citations"]
    assert "<img src=x onerror=" in answer["text"]
    for path in (f"/answers/{answer['id']}", address(citation["text_id"], citation["start"], citation["end"])):
        page = read(hostile, path)
        assert "<img src=x onerror=" in text_in(page, "//main")
        assert [one.get("src") for one in page.xpath("//script")] == ["/static/theme.js"]
        assert [one.get("src") for one in page.xpath("//img")] == ["/static/favicon.svg"]
        assert not [link for link in page.xpath("//@href") if link.startswith("javascript")]


def test_the_sign_in_form_works_without_scripts(client: httpx.Client) -> None:
    page = read(client, "/sign-in?next=/texts/x%3Fstart%3D1")
    (form,) = page.xpath("//form[@action='/sign-in']")
    assert form.get("method") == "post"
    assert form.xpath(".//label[@for='key']")
    assert form.xpath(".//input[@type='password'][@name='key'][@required]")
    assert form.xpath(".//input[@name='next']/@value") == ["/texts/x?start=1"]


def test_the_sign_in_form_says_why_a_key_was_refused(client: httpx.Client) -> None:
    assert "trukket tilbage" in text_in(read(client, "/sign-in?problem=key_unknown"), "//*[@role='alert']")
    assert not read(client, "/sign-in?problem=invalid").xpath("//*[@role='alert']")
    assert not read(client, "/sign-in?problem=%3Cscript%3E").xpath("//*[@role='alert']")


def test_a_word_put_into_a_form_stays_a_word(client: httpx.Client) -> None:
    page = read(client, "/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert page.xpath("//input[@name='next']/@value") == ['"><script>alert(1)</script>']


def test_lists_in_lists_become_lists_in_lists() -> None:
    html = "".join(blocks("Før:\n\n- a [1]\n  - b\n  - c\n- **d**\n\nEfter", Cited({1: CITATION})))
    assert re.sub(r"<a .*?</a>", "<a>", html) == (
        "<p>Før:</p><ul><li>a <a><ul><li>b</li><li>c</li></ul></li><li><strong>d</strong></li></ul><p>Efter</p>"
    )


def test_a_list_that_begins_moved_in_is_a_list() -> None:
    assert "".join(blocks("  - a\n- b", Cited())) == "<ul><li>a</li><li>b</li></ul>"


def test_a_list_without_end_is_drawn_all_the_same() -> None:
    text = "\n".join(f"{'  ' * depth}- punkt {depth}" for depth in range(5_000))
    assert "".join(blocks(text, Cited())).count("<li>") == 5_000


def test_a_number_without_a_citation_stays_text() -> None:
    assert "".join(blocks("Se [7] og [1].", Cited())) == "<p>Se [7] og [1].</p>"


@given(st.text())
def test_any_text_becomes_well_formed_html_with_the_same_words(text: str) -> None:
    html = "".join(blocks(text, Cited()))
    assert not re.findall(r"<(?!/?(?:p|ul|li|strong|span)\b)", html)
    assert html.count("<") == html.count(">")


@given(st.text(), st.text())
def test_an_element_escapes_what_it_holds(text: str, value: str) -> None:
    made = element("p", text, Html("<b>"), title=value)
    assert made.count("<") == 3
    assert made.startswith("<p title=")
    assert joined(None, text) == joined(text)


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "data:text/html,x", " https://a.dk", "//a.dk"])
def test_only_addresses_on_the_web_become_links(url: str | None) -> None:
    assert web_link(url, "x") is None
    assert web_link("HTTPS://a.dk/?a=1&b", "x") == '<a href="HTTPS://a.dk/?a=1&amp;b" rel="noopener noreferrer">x</a>'


@given(st.text(), st.text(), st.integers(0, 100))
def test_any_stretch_is_within_the_text_or_none(start: str, end: str, length: int) -> None:
    span = span_of((start, end), length)
    assert span is None or 0 <= span[0] < span[1] <= length
