"""What changed since the last visit, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.browsing import PHONE, fits, needs_chromium, visit
from tests.assistant.channels.changed import write_changed
from tests.assistant.channels.doors import ingest_into, serving, write_sources
from tests.assistant.channels.test_page_access import RULES

pytestmark = needs_chromium

NEWS = "/#/nyt"


@pytest.fixture(scope="module")
def news(changed_data: Path) -> Iterator[httpx.Client]:
    with serving(changed_data) as made:
        yield made


def lead(page: Page) -> str:
    expect(page.locator("#view h1")).to_have_text("Nyt")
    return page.locator("#view .lead").inner_text()


def test_whoever_comes_for_the_first_time_sees_the_latest_update(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, NEWS) as page:
        assert lead(page).startswith("Det er ændret ved den seneste opdatering: fra generation 1 (")
        expect(page.locator(".count")).to_have_text("7 ændringer")
        assert page.locator("#view h2").all_text_contents() == ["Kurser", "Profiler", "Kilder"]
        first = page.locator("#view .rows li").first
        expect(first).to_contain_text("Lukket: Facilitering for ledige")
        expect(first.get_by_role("link")).to_have_count(0)


def test_words_that_changed_are_shown_in_their_place(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, NEWS) as page:
        expect(page.locator(".diff ins")).to_have_text("sat ind: af møder")
        expect(page.locator(".diff")).to_contain_text("Facilitering")


def test_a_change_leads_to_what_changed(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, NEWS) as page:
        page.get_by_role("link", name="Se Facilitering af møder").first.click()
        expect(page.locator("#view h1")).to_have_text("Facilitering af møder")
        page.go_back()
        page.get_by_role("button", name="Se Nyt om transfer").click()
        expect(page.get_by_role("dialog")).to_contain_text("Lederen følger op")


def test_any_two_generations_are_compared(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, NEWS) as page:
        page.get_by_label("Til").select_option("1")
        expect(page.locator(".count")).to_have_text("Intet er ændret.")
        page.get_by_label("Fra").select_option("2")
        expect(page.locator("#view")).to_contain_text("Billigere: Facilitering af møder")
        assert "from=2&to=1" in page.url


def test_the_next_visit_shows_what_came_since(browser: Browser, tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    with serving(tmp_path / "data") as client, visit(browser, client, NEWS) as page:
        assert lead(page) == "Der er kun én generation, så der er intet at sammenligne den med endnu."
        (sources / "midt.txt").write_text("Mentorer gør en forskel for de unge.\n", encoding="utf-8")
        ingest_into(tmp_path / "data", sources)
        write_changed(sources)
        ingest_into(tmp_path / "data", sources)
        for _ in range(2):
            # Read again, it is still what came since the visit before.
            page.reload()
            assert lead(page).startswith("Det er ændret siden dit sidste besøg: fra generation 1 (")
            expect(page.locator("#view")).to_contain_text("Dyrere: Facilitering af møder")
            expect(page.locator("#view")).to_contain_text("Ny kilde: Mentorer gør en forskel")


def test_a_generation_that_is_gone_since_the_last_visit_is_told_of(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, "/#/kurser") as page:
        page.evaluate("localStorage.setItem('fagkompas.seen', JSON.stringify({ seen: 99, before: null }))")
        page.evaluate("location.hash = '#/nyt'")
        assert lead(page).startswith("Den generation, du så sidst, er ikke længere gemt.")
        expect(page.locator(".count")).to_have_text("7 ændringer")


def test_what_a_browser_kept_that_is_no_memory_of_ours_is_passed_over(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, "/#/kurser") as page:
        page.evaluate("localStorage.setItem('fagkompas.seen', 'ikke json')")
        page.evaluate("location.hash = '#/nyt'")
        assert lead(page).startswith("Det er ændret ved den seneste opdatering")


def test_who_has_seen_the_latest_is_told_that_nothing_is_new(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, "/#/kurser") as page:
        page.evaluate("localStorage.setItem('fagkompas.seen', JSON.stringify({ seen: 2, before: null }))")
        page.evaluate("location.hash = '#/nyt'")
        assert lead(page).startswith("Intet er nyt siden dit sidste besøg.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_view_is_accessible(browser: Browser, news: httpx.Client, scheme: str) -> None:
    with visit(browser, news, NEWS, color_scheme=scheme) as page:
        expect(page.locator(".count")).to_have_text("7 ændringer")
        found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_shows_it_without_scrolling_sideways(browser: Browser, news: httpx.Client) -> None:
    with visit(browser, news, NEWS, viewport=PHONE) as page:
        expect(page.locator(".count")).to_have_text(re.compile("ændringer"))
        assert fits(page)


def test_ones_own_answers_that_quote_what_is_gone_are_listed_and_say_so(browser: Browser, tmp_path: Path) -> None:
    sources = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", sources)
    question = "Hvor mange procent peger på virksomhedssamarbejde?"
    with serving(tmp_path / "data") as client, visit(browser, client) as page:
        page.get_by_role("textbox").fill(question)
        page.get_by_role("textbox").press("Enter")
        expect(page.locator(".sources")).to_contain_text("Lederne om opkvalificering")
        report = sources / "rapport.md"
        report.write_text(report.read_text("utf-8").replace("54 procent", "61 procent"), "utf-8")
        ingest_into(tmp_path / "data", sources)
        page.goto(str(client.base_url.join(NEWS)))
        listed = page.locator("section.group", has_text="Dine svar, der hviler på tekst, som er væk")
        expect(listed).to_contain_text("er ændret")
        page.reload()
        listed.get_by_role("link", name=question).click()
        expect(page.locator(".notices")).to_contain_text("siden svaret blev givet")
