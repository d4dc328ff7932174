"""A manager's visit over the bundled samples, from the first question to the list of what was asked."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.browsing import ask, fits, needs_chromium, visit
from tests.assistant.channels.doors import serving

pytestmark = needs_chromium

# WCAG 2.2, 1.4.10: nothing is scrolled sideways at 320 CSS pixels.
NARROWEST = {"width": 320, "height": 640}
QUESTION = "Hvilke greb anbefaler vejledningen til den jobrettede samtale?"
VIEWS = ("#/kurser", "#/kursus/fjord-jobrettet-samtale", "#/profiler", "#/profil/demo-samtalekonsulent", "#/kilder")


@pytest.fixture(scope="module")
def samples(samples_data: Path) -> Iterator[httpx.Client]:
    with serving(samples_data) as client:
        yield client


def go(page: Page, menu: str, heading: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=menu).click()
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()


def test_a_manager_asks_checks_judges_and_shares(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples) as page:
        answer = ask(page, samples, QUESTION)
        expect(page.locator(".answer")).to_contain_text("sparring og supervision mellem kolleger")
        expect(page.get_by_role("note")).to_contain_text("er fra 2018")
        page.locator(".answer .cite").nth(1).click()
        expect(page.locator("mark")).to_have_text(answer["citations"][1]["quote"])
        expect(page.locator("mark")).to_be_in_viewport()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Ja", exact=True).click()
        expect(page.get_by_role("button", name="Ja", exact=True)).to_have_attribute("aria-pressed", "true")
        page.get_by_role("button", name="Del", exact=True).click()
        shared = page.locator(".share a").get_attribute("href") or ""
    with browser.new_context(java_script_enabled=False, locale="da-DK") as context:
        reader = context.new_page()
        reader.goto(shared)
        expect(reader.get_by_role("heading", level=1)).to_have_text(QUESTION)
        expect(reader.locator(".answer-text")).to_contain_text("sparring og supervision mellem kolleger")
        expect(reader.get_by_text("18. oktober 2018").first).to_be_visible()
        reader.get_by_role("link", name="Se citatet i kilden").nth(1).click()
        expect(reader.locator("mark#quote")).to_have_text(answer["citations"][1]["quote"])
        expect(reader.locator("mark#quote")).to_be_in_viewport()


def test_a_manager_finds_and_compares_courses(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples) as page:
        go(page, "Kurser", "Kurser")
        page.get_by_label("Søg i kurser").fill("ledelse")
        page.get_by_role("button", name="Søg", exact=True).click()
        expect(page.locator(".active-filters")).to_contain_text("Søgning: ledelse")
        for box in page.locator(".pick input").all()[:2]:
            box.check()
        titles = page.locator(".card h3").all_text_contents()[:2]
        page.get_by_role("link", name="Sammenlign 2").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sammenlign kurser")
        for title in titles:
            expect(page.get_by_role("columnheader", name=title)).to_be_visible()
        expect(page.get_by_role("rowheader", name="Udbyder")).to_be_visible()
        page.go_back()
        expect(page.locator(".pick input:checked")).to_have_count(2)


def test_a_manager_goes_from_a_profile_to_the_courses_that_give_its_competences(
    browser: Browser, samples: httpx.Client
) -> None:
    with visit(browser, samples) as page:
        go(page, "Profiler", "Profiler")
        expect(page.get_by_role("heading", level=2, name="Fagprofiler, 2019")).to_be_visible()
        page.get_by_role("link", name="Jobkonsulent med samtaler").click()
        expect(page.locator(".tasks")).to_contain_text("Holde jobrettede samtaler")
        page.locator("summary").first.click()
        page.get_by_role("link", name="Den jobrettede samtale i praksis").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Den jobrettede samtale i praksis")
        expect(page.locator("#view")).to_contain_text("Lederen og deltageren aftaler et mål")
        expect(page.locator("#view .badge").first).to_have_text("fiktivt eksempel")


def test_a_manager_sees_how_old_the_sources_are(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples) as page:
        go(page, "Kilder", "Kilder")
        page.get_by_role("button", name=re.compile("^Ældre end fem år")).click()
        expect(page.locator(".rows > li").first).to_contain_text("år gammel")
        page.get_by_label("Søg i kilder").fill("rundspørge")
        expect(page.get_by_role("heading", level=2)).to_have_text(re.compile(r"^\d kilder?$"))
        page.locator(".rows a").first.click()
        expect(page.get_by_role("dialog")).to_contain_text("COK")


def test_a_manager_finds_the_conversation_again_and_deletes_it(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples) as page:
        answer = ask(page, samples, QUESTION)
        go(page, "Samtaler", "Samtaler")
        page.get_by_role("link", name=QUESTION).click()
        expect(page.locator(".asked")).to_have_text(QUESTION)
        page.go_back()
        page.get_by_role("button", name=f"Slet samtalen {QUESTION}").click()
        expect(page.locator(".rows > li")).to_have_count(0)
        assert samples.get(f"/api/conversations/{answer['conversation_id']}").status_code == 404
        go(page, "Spørg", "Spørg, og se hvor det står")


def test_every_view_fits_the_narrowest_screen(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples, viewport=NARROWEST) as page:
        for view in VIEWS:
            page.evaluate("address => { location.hash = address; }", view)
            expect(page.locator("#view .waiting")).to_have_count(0)
            expect(page.locator("#view h1")).to_be_visible()
            assert fits(page), view


def test_paper_holds_the_answer_with_its_sources_and_nothing_to_press(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples) as page:
        ask(page, samples, QUESTION)
        page.emulate_media(media="print")
        for shown in (".asked", ".answer-text", ".sources", ".notices"):
            expect(page.locator(shown)).to_be_visible()
        for hidden in (".bar", ".composer", ".after-answer", "#fresh"):
            expect(page.locator(hidden)).to_be_hidden()
