"""The page in a real browser: ask, read, open a citation and see the quotation in its place."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.assistant.channels.doors import serving

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed at /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    context = browser.new_context(locale="da-DK")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    elsewhere: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: elsewhere.append(request.url))
    opened.goto(str(client.base_url))
    yield opened
    context.close()
    assert not complaints
    assert all(url.startswith(str(client.base_url)) for url in elsewhere)


def ask(page: Page, question: str) -> dict[str, object]:
    """Type a question; returns the answer that the page was given."""
    with page.expect_response("**/api/ask") as received:
        page.get_by_label("Dit spørgsmål").fill(question)
        page.keyboard.press("Enter")
    answer: dict[str, object] = json.loads(received.value.text())
    expect(page.locator(".waiting")).to_have_count(0)
    return answer


def test_a_citation_opens_its_source_with_the_quotation_highlighted(page: Page) -> None:
    answer = ask(page, "Hvad er det sværeste område for medarbejderne?")
    assert "54 procent" in page.locator(".answer").inner_text()
    citation = answer["citations"][0]  # type: ignore[index]
    page.locator(".answer .cite").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.locator("mark").text_content() == citation["quote"]
    assert "🎓🧭" in (page.locator("#source-text").text_content() or "")
    expect(page.locator("mark")).to_be_in_viewport()
    page.get_by_role("button", name="Luk").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_conversation_goes_on_and_begins_anew(page: Page) -> None:
    first = ask(page, "Hvad er det sværeste område for medarbejderne?")
    second = ask(page, "Hvor mange peger på det?")
    assert second["conversation_id"] == first["conversation_id"]
    expect(page.locator(".answer")).to_have_count(2)
    page.get_by_role("button", name="Ny samtale").click()
    expect(page.locator(".answer")).to_have_count(0)
    assert ask(page, "Hej")["conversation_id"] != first["conversation_id"]


def test_courses_carry_their_marks(page: Page) -> None:
    ask(page, "Hvilke kurser er der i facilitering?")
    expect(page.locator(".course").first).to_contain_text("Facilitering af møder")
    expect(page.locator(".course").first).to_contain_text("Kursushuset Nordlys")


def test_an_example_is_asked_by_a_click(page: Page) -> None:
    page.locator("#welcome .chip").first.click()
    expect(page.locator(".answer")).to_have_count(1)
    expect(page.locator("#welcome")).to_be_hidden()


def test_html_in_a_question_stays_text(page: Page) -> None:
    ask(page, "<img src=x onerror=alert(1)> **fed** [1]")
    assert page.locator("#turns img").count() == 0
    expect(page.locator(".asked")).to_contain_text("<img src=x onerror=alert(1)>")


def test_an_english_browser_gets_the_page_in_english(browser: Browser, client: httpx.Client) -> None:
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(str(client.base_url))
        expect(page.get_by_label("Your question")).to_be_visible()


def test_without_a_knowledge_base_the_page_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "data") as client, browser.new_context(locale="da-DK") as context:
        page = context.new_page()
        page.goto(str(client.base_url))
        page.get_by_label("Dit spørgsmål").fill("Hvad er en fagprofil?")
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_contain_text("fagkompas ingest")


def test_the_page_fits_a_phone(browser: Browser, client: httpx.Client) -> None:
    with browser.new_context(locale="da-DK", viewport={"width": 360, "height": 700}) as context:
        page = context.new_page()
        page.goto(str(client.base_url))
        ask(page, "Hvilke kurser er der i facilitering?")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
