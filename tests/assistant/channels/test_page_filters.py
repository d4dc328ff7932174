"""The filters of an answer in a real browser: chips that are removed and put back, and the way to a provider."""

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.browsing import PHONE, ask, fits, needs_chromium, visit

pytestmark = needs_chromium

QUESTION = "Hvilke kurser i facilitering er der i Aarhus for højst 1.000 kr.?"


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    with visit(browser, client) as opened:
        yield opened


def test_what_was_understood_stands_as_chips_in_the_place_of_a_sentence(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    chips = page.locator(".applied .chip")
    expect(chips).to_have_text(["højst 1.000 kr.×", "Aarhus×"])
    expect(page.get_by_role("button", name="Ingen kurser passer til »højst 1.000 kr.«")).to_be_visible()
    expect(page.locator(".answer-text")).not_to_contain_text("Jeg har søgt på")
    expect(page.locator(".answer-text")).to_contain_text("Uden »højst 1.000 kr.« passer disse")


def test_a_chip_asks_again_without_its_filter_and_another_with_it(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    page.get_by_role("button", name="Søg igen uden filteret »Aarhus«").click()
    second = page.locator(".answer").nth(1)
    expect(second.locator(".chip")).to_have_text(["højst 1.000 kr.×", "Aarhus+"])
    expect(page.locator(".asked").nth(1)).to_have_text(QUESTION)
    second.get_by_role("button", name="Søg igen med filteret »Aarhus«").click()
    expect(page.locator(".answer").nth(2).locator(".chip")).to_have_text(["højst 1.000 kr.×", "Aarhus×"])


def test_the_chips_are_there_again_when_the_conversation_is_read_anew(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    page.reload()
    expect(page.locator(".applied .chip")).to_have_count(2)


def test_a_course_leads_to_its_provider(page: Page, client: httpx.Client) -> None:
    ask(page, client, "Hvilke kurser er der i facilitering i Aarhus?")
    link = page.locator(".course").first.get_by_role("link", name="Udbyderens side")
    expect(link).to_have_attribute("href", "https://nordlys.example.dk/facilitering")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_chips_keep_the_rules_of_accessibility_and_fit_a_phone(
    browser: Browser, client: httpx.Client, scheme: str
) -> None:
    with visit(browser, client, viewport=PHONE, color_scheme=scheme) as page:
        ask(page, client, QUESTION)
        page.get_by_role("button", name="Søg igen uden filteret »Aarhus«").click()
        expect(page.locator(".answer").nth(1).locator(".chip")).to_have_count(2)
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        assert fits(page)
