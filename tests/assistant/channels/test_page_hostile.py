"""Sources full of markup in a real browser: nothing of them runs, nothing of them becomes an element or a link."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.browsing import ask, needs_chromium, visit
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.hostile import HOSTILE_QUESTION, write_hostile

pytestmark = needs_chromium

VIEWS = (
    "#/kurser",
    "#/kursus/ondt",
    "#/sammenlign?id=ondt",
    "#/kilder",
    "#/kurser?competence=%3Cscript%3Ealert(9)%3C/script%3E",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hostile")
    ingest_into(folder / "data", write_hostile(folder / "sources"))
    with serving(folder / "data") as client:
        yield client


def is_harmless(page: Page) -> bool:
    dangerous = "script:not([src^='/static/']), iframe, [onerror], [onload], [onclick], img:not([src^='/static/'])"
    links = "a[href^='javascript' i], a[href^='data' i]"
    return page.locator(dangerous).count() == 0 == page.locator(links).count() and "ramt" not in page.title()


def test_nothing_of_a_source_runs_in_an_answer(browser: Browser, hostile: httpx.Client) -> None:
    with visit(browser, hostile) as page:
        answer = ask(page, hostile, HOSTILE_QUESTION)
        expect(page.locator(".answer")).to_contain_text("<img src=x onerror=")
        assert is_harmless(page)
        page.locator(".answer .cite").first.click()
        expect(page.locator("mark")).to_contain_text("<script>alert(2)</script>")
        assert page.get_by_role("link", name="Åbn originalen").count() == 0
        assert is_harmless(page)
        page.goto(f"{hostile.base_url}/answers/{answer['id']}")
        expect(page.locator(".answer")).to_contain_text("<img src=x onerror=")
        assert is_harmless(page)


def test_nothing_of_a_source_runs_in_a_view(browser: Browser, hostile: httpx.Client) -> None:
    with visit(browser, hostile) as page:
        for address in VIEWS:
            page.evaluate("address => { location.hash = address; }", address)
            expect(page.locator("#view .waiting")).to_have_count(0)
            expect(page.locator("#view h1")).to_be_visible()
            assert is_harmless(page), address
        expect(page.locator(".active-filters")).to_contain_text("<script>alert(9)</script>")
