"""The conversation in a real browser: ask, watch, stop, read, open a citation and see the quotation in its place."""

import re
import threading
from collections.abc import Generator, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from assistant.channels.http.answer_html import Cited, blocks
from assistant.core.assistant import Assistant
from assistant.core.events import Event, Token
from assistant.core.types import AskRequest
from tests.assistant.channels.browsing import PATIENCE, PHONE, ask, fits, needs_chromium, visit
from tests.assistant.channels.doors import serving

pytestmark = needs_chromium

QUESTION = "Hvad er det sværeste område for medarbejderne?"
LAYOUTS = [
    "Ifølge **Titel** (2018):\n\n- »Fire greb:« [1]\n  - »et« [2]\n  - »to« [3].\n- »sidst«\n\nEfter",
    "  - a\n  - b\n- c\n  - d\n    - e",
    "- a\n      - b\n  - c\n\n- d\ntekst\n  - e",
    "“Quoted **bold**” [1] and **bold** <b>not</b> & [x] ** a **",
]
# The answer's beginning; the rest is held back until it is let go.
FIRST_PIECES = 3


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    with visit(browser, client) as opened:
        yield opened


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds every answer back after its first pieces."""
    go_on, stream = threading.Event(), Assistant.stream

    def slowly(assistant: Assistant, request: AskRequest) -> Generator[Event]:
        pieces = 0
        for event in stream(assistant, request):
            pieces += isinstance(event, Token)
            if pieces > FIRST_PIECES:
                go_on.wait(PATIENCE / 1000)
            yield event

    monkeypatch.setattr(Assistant, "stream", slowly)
    yield go_on
    go_on.set()


def test_a_citation_opens_its_source_with_the_quotation_highlighted(page: Page, client: httpx.Client) -> None:
    answer = ask(page, client, QUESTION)
    assert "54 procent" in page.locator(".answer").inner_text()
    page.locator(".answer .cite").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator("mark")).to_have_text(answer["citations"][0]["quote"])
    assert "🎓🧭" in (page.locator("#reader-text").text_content() or "")
    expect(page.locator("mark")).to_be_in_viewport()
    page.get_by_role("button", name="Luk").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_citation_is_a_link_to_the_same_place_on_a_page_of_its_own(page: Page, client: httpx.Client) -> None:
    answer = ask(page, client, QUESTION)
    page.locator(".answer .cite").first.click()
    page.get_by_role("link", name="Vis på egen side").click()
    expect(page).to_have_url(re.compile(r"/texts/.*#quote$"))
    expect(page.locator("mark#quote")).to_have_text(answer["citations"][0]["quote"])
    expect(page.locator("mark#quote")).to_be_in_viewport()


def test_the_back_button_closes_the_source_and_keeps_the_answer(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    page.locator(".answer .cite").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(".answer")).to_have_count(1)


def test_what_is_asked_before_the_page_is_ready_is_asked_when_it_is(page: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/static/main.js", hold)
    page.reload(wait_until="commit")
    expect(page.get_by_role("button", name="Spørg", exact=True)).to_be_disabled()
    page.get_by_label("Dit spørgsmål").fill(QUESTION)
    page.keyboard.press("Enter")
    waiting[0].continue_()
    expect(page.locator(".answer")).to_contain_text("54 procent")
    expect(page.get_by_label("Dit spørgsmål")).to_have_value("")


def test_an_answer_grows_until_it_is_whole(page: Page, held: threading.Event) -> None:
    page.get_by_label("Dit spørgsmål").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("Ifølge")
    expect(page.locator(".answer")).to_have_attribute("aria-busy", "true")
    expect(page.locator(".waiting")).to_be_visible()
    held.set()
    expect(page.locator(".answer")).to_have_attribute("data-answer", re.compile("^ans_"))
    expect(page.locator(".waiting")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Svaret er klar")


def test_an_answer_is_stopped_by_its_reader(page: Page, held: threading.Event) -> None:
    page.get_by_label("Dit spørgsmål").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("Ifølge")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".stopped")).to_contain_text("Du stoppede svaret")
    expect(page.locator(".answer")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="Kopiér svar")).to_have_count(0)
    expect(page.get_by_role("button", name="Spørg", exact=True)).to_be_visible()
    expect(page.get_by_label("Dit spørgsmål")).to_be_focused()


def test_an_answer_that_cannot_be_streamed_comes_whole(page: Page, client: httpx.Client) -> None:
    def plainly(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "accept": "application/json"})

    page.route("**/api/ask", plainly)
    answer = ask(page, client, QUESTION)
    assert answer["question"] == QUESTION
    expect(page.locator(".answer")).to_contain_text("54 procent")


def test_a_service_that_is_gone_is_told_and_asked_again(browser: Browser, client: httpx.Client) -> None:
    with browser.new_context(locale="da-DK") as context:
        page = context.new_page()
        page.goto(str(client.base_url))
        page.route("**/api/ask", lambda route: route.abort())
        page.get_by_label("Dit spørgsmål").fill("Hej")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Tjenesten svarer ikke")
        page.unroute("**/api/ask")
        page.get_by_role("button", name="Spørg igen").click()
        expect(page.locator(".answer")).to_have_count(1)
        expect(page.locator(".answer")).to_contain_text("Hej!")


def test_a_conversation_goes_on_is_found_again_and_begins_anew(page: Page, client: httpx.Client) -> None:
    first = ask(page, client, QUESTION)
    second = ask(page, client, "Hvor mange peger på det?")
    assert second["conversation_id"] == first["conversation_id"]
    page.reload()
    expect(page.locator(".answer")).to_have_count(2)
    expect(page.locator(".asked").first).to_have_text(QUESTION)
    page.get_by_role("button", name="Ny samtale").click()
    expect(page.locator(".answer")).to_have_count(0)
    assert ask(page, client, "Hej")["conversation_id"] != first["conversation_id"]


def test_a_conversation_that_is_gone_is_told(browser: Browser, client: httpx.Client) -> None:
    with browser.new_context(locale="da-DK") as context:
        page = context.new_page()
        page.goto(f"{client.base_url}/#/samtale/con_nowhere")
        expect(page.get_by_role("alert")).to_contain_text("findes ikke længere")


def test_suggested_courses_carry_their_marks(page: Page, client: httpx.Client) -> None:
    ask(page, client, "Hvilke kurser er der i facilitering?")
    expect(page.locator(".course").first).to_contain_text("Facilitering af møder")
    expect(page.locator(".course").first).to_contain_text("Kursushuset Nordlys")


def test_an_example_is_asked_by_a_click(page: Page) -> None:
    page.locator("#examples button").first.click()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.locator("#welcome")).to_be_hidden()


def test_an_answer_is_copied_with_its_sources(page: Page, client: httpx.Client) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = ask(page, client, QUESTION)
    page.get_by_role("button", name="Kopiér svar").click()
    expect(page.get_by_role("status")).to_contain_text("kopieret")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert QUESTION in copied
    assert "[1] Lederne om opkvalificering, Kommunernes Læringsnet, 5. mar. 2024" in copied
    assert f"/answers/{answer['id']}" in copied
    assert "**" not in copied


def test_feedback_is_given_with_a_comment(page: Page, client: httpx.Client) -> None:
    answer = ask(page, client, QUESTION)
    with page.expect_response("**/api/feedback") as first:
        page.get_by_role("button", name="Nej").click()
    assert first.value.status == 204
    expect(page.get_by_role("button", name="Nej")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Hvad var godt, eller hvad manglede?").fill("Tallet er gammelt.")
    with page.expect_request("**/api/feedback") as second:
        page.get_by_role("button", name="Send").click()
    assert second.value.post_data_json == {
        "answer_id": answer["id"], "verdict": "down", "comment": "Tallet er gammelt.",
    }  # fmt: skip
    expect(page.locator(".feedback")).to_contain_text("Din kommentar er gemt")


def test_an_answer_is_laid_out_alike_in_the_page_and_on_its_own(page: Page) -> None:
    draw = """async texts => {
        const { markdown } = await import("/static/markdown.js");
        return texts.map((text) => markdown(text, () => null).map((block) => block.outerHTML).join(""));
    }"""
    assert page.evaluate(draw, LAYOUTS) == ["".join(blocks(text, Cited())) for text in LAYOUTS]


def test_html_in_a_question_stays_text(page: Page, client: httpx.Client) -> None:
    ask(page, client, "<img src=x onerror=alert(1)> **fed** [1]")
    assert page.locator("#turns img").count() == 0
    expect(page.locator(".asked")).to_contain_text("<img src=x onerror=alert(1)>")


def test_an_english_browser_gets_the_page_in_english(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client, locale="en-GB") as page:
        ask(page, client, QUESTION, label="Your question")
        expect(page.locator(".answer")).to_have_attribute("lang", "da")
        expect(page.locator(".after-answer")).to_contain_text("Did the answer help?")
        assert page.locator(".after-answer").evaluate("node => node.closest('[lang]').lang") == "en"


def test_without_a_knowledge_base_the_page_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client, browser.new_context(locale="da-DK") as context:
        page = context.new_page()
        page.goto(str(client.base_url))
        page.get_by_label("Dit spørgsmål").fill("Hvad er en fagprofil?")
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_contain_text("fagkompas ingest")


def test_the_conversation_fits_a_phone(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client, viewport=PHONE) as page:
        ask(page, client, "Hvilke kurser er der i facilitering?")
        assert fits(page)
        page.locator(".answer .cite").first.click()
        expect(page.locator("mark")).to_be_in_viewport()
        assert fits(page)
