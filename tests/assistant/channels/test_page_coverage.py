"""The heat map in a real browser: filters, sticky heads, keyboard, downloads."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.browsing import PHONE, fits, needs_chromium, visit, wait_until
from tests.assistant.channels.doors import serving
from tests.assistant.channels.test_page_access import RULES

pytestmark = needs_chromium

VIEW = "/#/daekning"


@pytest.fixture(scope="module")
def samples(samples_data: Path) -> Iterator[httpx.Client]:
    with serving(samples_data) as made:
        yield made


@pytest.fixture
def page(browser: Browser, samples: httpx.Client) -> Iterator[Page]:
    with visit(browser, samples, VIEW) as opened:
        expect(opened.get_by_role("table")).to_be_visible()
        yield opened


def test_a_cell_says_how_many_courses_there_are(page: Page, samples: httpx.Client) -> None:
    told = samples.get("/api/coverage").json()
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(len(told["competences"]) + 1)
    known = next(one for one in told["competences"] if one["supply"] == "covered")
    row = page.get_by_role("row", name=known["label"], exact=False).first
    expect(row.locator(".total")).to_have_text(str(len(known["courses"])))
    assert page.locator("[data-shade]").count() == len(told["cells"])


def test_what_nobody_teaches_is_shown_alone(page: Page, samples: httpx.Client) -> None:
    told = samples.get("/api/coverage").json()
    button = page.get_by_role("button", name="Ingen underviser i")
    button.click()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".matrix tbody tr")).to_have_count(len(told["uncovered"]))
    assert "show=uncovered" in page.url


def test_a_filter_asks_anew_and_the_back_button_takes_it_back(page: Page, samples: httpx.Client) -> None:
    page.get_by_label("Region").select_option("nordjylland")
    counted = samples.get("/api/coverage", params={"region": "nordjylland"}).json()["courses"]
    expect(page.locator(".view-head")).to_contain_text(f"{counted} kurser er talt med.")
    expect(page.get_by_label("Region")).to_have_value("nordjylland")
    page.go_back()
    expect(page.get_by_label("Region")).to_have_value("")


def test_another_day_is_chosen(page: Page) -> None:
    page.get_by_label("Dag", exact=True).fill("2035-01-01")
    expect(page.locator("#view .lead")).to_contain_text("1. januar 2035")
    expect(page.locator(".view-head")).to_contain_text("er udløbet og ikke talt med")


def test_the_heads_stay_in_sight_both_ways(page: Page) -> None:
    place = page.get_by_role("region", name="Kurser for hver kompetence og profil")
    before = page.locator(".corner").bounding_box()
    place.evaluate("node => node.scrollTo(200, 300)")
    assert place.evaluate("node => node.scrollTop") > 0
    assert page.locator(".corner").bounding_box() == before


def test_the_keyboard_scrolls_the_table_and_follows_its_links(page: Page) -> None:
    place = page.get_by_role("region", name="Kurser for hver kompetence og profil")
    place.focus()
    page.keyboard.press("PageDown")
    wait_until(page, "document.querySelector('.matrix-place').scrollTop > 0")
    page.locator(".total a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#view h1")).to_have_text("Kurser")
    expect(page.locator(".card").first).to_be_visible()


@pytest.mark.parametrize("form", ["PNG", "SVG", "CSV", "XLSX"])
def test_the_table_is_fetched_as_it_is_filtered(page: Page, form: str) -> None:
    page.get_by_label("Hvem kurset er for").select_option("manager")
    link = page.get_by_role("link", name=form, exact=True)
    expect(link).to_have_attribute("href", f"/api/coverage/file?learner=manager&format={form.lower()}")
    with page.expect_download() as started:
        link.click()
    assert started.value.suggested_filename == f"fagkompas-coverage.{form.lower()}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_view_is_accessible(browser: Browser, samples: httpx.Client, scheme: str) -> None:
    with visit(browser, samples, VIEW, color_scheme=scheme) as page:
        expect(page.get_by_role("table")).to_be_visible()
        found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_scrolls_the_table_alone(browser: Browser, samples: httpx.Client) -> None:
    with visit(browser, samples, VIEW, viewport=PHONE) as page:
        expect(page.get_by_role("table")).to_be_visible()
        assert fits(page)
