"""The view of links in a real browser: sentences in their place, judgement by mouse and keyboard, readers only see."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from assistant.channels.state.types import Role
from tests.assistant.channels.browsing import PHONE, fits, needs_chromium, visit
from tests.assistant.channels.doors import serving
from tests.assistant.channels.linked import SENTENCE, ingest_linked
from tests.assistant.channels.test_page_access import RULES

pytestmark = needs_chromium

VIEW = "/#/koblinger"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    ingest_linked(tmp_path / "data", tmp_path / "kilder")
    return tmp_path / "data"


@pytest.fixture
def served(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as client:
        yield client


@pytest.fixture
def page(browser: Browser, served: httpx.Client) -> Iterator[Page]:
    with visit(browser, served, VIEW) as opened:
        expect(rows(opened)).to_have_count(3)
        yield opened


def rows(page: Page) -> Locator:
    return page.locator(".link-row")


def row(page: Page, course: str, label: str) -> Locator:
    section = page.locator("#view section").filter(has=page.get_by_role("heading", name=course))
    return section.locator(".link-row").filter(has_text=label)


def statuses(served: httpx.Client) -> dict[str, str]:
    listed = served.get("/api/links").json()["links"]
    return {f"{one['course_id']} {one['competence_id']}": one["status"] for one in listed}


def test_suggestions_are_shown_by_course_with_the_sentence_and_how_sure_they_are(page: Page) -> None:
    suggestion = row(page, "Møder, der virker", "Processtyring")
    expect(suggestion).to_contain_text("foreslået")
    expect(suggestion).to_contain_text("% sikker")
    expect(suggestion.locator("q")).to_have_text(SENTENCE)
    expect(page.locator(".count")).to_have_text("3 koblinger")


def test_a_sentence_is_shown_marked_in_its_place(page: Page) -> None:
    row(page, "Møder, der virker", "Processtyring").get_by_role("link").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_text(SENTENCE)
    expect(page.get_by_role("dialog")).to_contain_text("Vi øver hele dagen.")


def test_a_link_is_confirmed_with_the_mouse_and_can_be_taken_back(page: Page, served: httpx.Client) -> None:
    suggestion = row(page, "Møder, der virker", "Processtyring")
    suggestion.get_by_role("button", name="Bekræft: Møder, der virker giver Processtyring").click()
    expect(suggestion.locator(".badge")).to_have_text("bekræftet")
    expect(page.locator("#announcer")).to_have_text("Processtyring er bekræftet")
    assert statuses(served)["moeder k-frister"] == "confirmed"
    suggestion.get_by_role("button", name="Fortryd").click()
    expect(suggestion.locator(".badge")).to_have_text("foreslået")
    assert statuses(served)["moeder k-frister"] == "suggested"


def test_links_are_judged_with_the_keyboard_alone(page: Page, served: httpx.Client) -> None:
    first, second, third = (rows(page).nth(number) for number in range(3))
    first.get_by_role("button").first.focus()
    page.keyboard.press("ArrowDown")
    expect(second.get_by_role("button").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("a")
    expect(first.locator(".badge")).to_have_text("afvist")
    expect(second.get_by_role("button").first).to_be_focused()
    page.keyboard.press("b")
    expect(second.locator(".badge")).to_have_text("bekræftet")
    expect(third.get_by_role("button").first).to_be_focused()
    assert sorted(statuses(served).values()) == ["confirmed", "rejected", "stated", "suggested"]


def test_letters_outside_a_link_judge_nothing(page: Page, served: httpx.Client) -> None:
    page.locator("#view h1").focus()
    page.keyboard.press("b")
    page.keyboard.press("a")
    assert set(statuses(served).values()) == {"stated", "suggested"}


def test_other_statuses_are_chosen_by_their_links_and_the_back_button_returns(page: Page) -> None:
    page.get_by_role("navigation", name="Vis").get_by_role("link", name="Oplyst af kilden").click()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).get_by_role("button", name="Bekræft")).to_have_count(0)
    page.go_back()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("link", name="Afviste").click()
    expect(page.locator(".count")).to_have_text("Der er ingen koblinger her.")


def test_a_course_found_by_a_suggestion_says_so_on_its_card_and_page(browser: Browser, served: httpx.Client) -> None:
    with visit(browser, served, "/#/kurser?competence=k-frister") as page:
        card = page.locator(".card").filter(has_text="Møder, der virker")
        expect(card.locator(".link-suggestions")).to_contain_text("foreslået")
        expect(card.locator("q")).to_have_text(SENTENCE)
        card.get_by_role("heading").get_by_role("link").click()
        expect(page.get_by_role("heading", name="Hvad teksten viser")).to_be_visible()
        expect(page.locator("#view q")).to_have_text(SENTENCE)
        page.get_by_role("link", name="Koblinger mellem kurser og kompetencer").click()
        expect(rows(page)).to_have_count(2)


def test_readers_see_links_and_are_offered_no_judgement(browser: Browser, data: Path) -> None:
    with open_kept(Settings(data=data)) as state:
        secret = state.keys.create("læser", Role.READER)[1]
    headers = {"Authorization": f"Bearer {secret}"}
    with serving(data) as client, browser.new_context(locale="da-DK", extra_http_headers=headers) as context:
        page = context.new_page()
        page.goto(f"{client.base_url}{VIEW}")
        expect(rows(page)).to_have_count(3)
        expect(rows(page).get_by_role("button")).to_have_count(0)
        expect(page.locator("#view")).to_contain_text("Redaktører kan bekræfte og afvise")


def test_the_service_gone_is_told_and_nothing_is_lost(browser: Browser, served: httpx.Client) -> None:
    with browser.new_context(locale="da-DK") as context:
        page = context.new_page()
        page.goto(f"{served.base_url}{VIEW}")
        expect(rows(page)).to_have_count(3)
        page.route("**/api/links", lambda route: route.abort())
        rows(page).first.get_by_role("button", name="Bekræft").click()
        expect(rows(page).first.get_by_role("alert")).to_be_visible()
        expect(rows(page).first.get_by_role("button", name="Bekræft")).to_be_enabled()


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_the_view_keeps_the_rules_of_access(browser: Browser, served: httpx.Client, appearance: str) -> None:
    with visit(browser, served, VIEW, color_scheme=appearance) as page:
        rows(page).first.get_by_role("button", name="Bekræft").click()
        rows(page).nth(1).get_by_role("button", name="Afvis").click()
        expect(rows(page).nth(1).locator(".badge")).to_have_text("afvist")
        found = Axe().run(page, options=RULES)
        assert not found.response["violations"], found.generate_report()


def test_the_view_fits_a_phone(browser: Browser, served: httpx.Client) -> None:
    with visit(browser, served, VIEW, viewport=PHONE) as page:
        expect(rows(page)).to_have_count(3)
        assert fits(page)


def test_the_view_is_in_english_for_english_readers(browser: Browser, served: httpx.Client) -> None:
    with visit(browser, served, VIEW, locale="en-GB") as page:
        expect(rows(page).first).to_contain_text("suggested")
        expect(rows(page).first.get_by_role("button", name="Confirm")).to_be_visible()
