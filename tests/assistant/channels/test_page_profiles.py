"""Profiles among each other, and courses at several providers, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.assistant.channels.browsing import PHONE, fits, needs_chromium, visit
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.profile_sources import write_profiles
from tests.assistant.channels.test_duplicate_doors import COURSES
from tests.assistant.channels.test_page_access import RULES

pytestmark = needs_chromium

OWN = "/#/profil/vores"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("sammen")
    sources = write_profiles(folder / "kilder")
    (sources / "kurser.yaml").write_text(COURSES, encoding="utf-8")
    ingest_into(folder / "data", sources)
    with serving(folder / "data") as client:
        yield client


def test_an_own_profile_shows_what_it_inherits_and_what_it_has_not_followed(
    browser: Browser, service: httpx.Client
) -> None:
    with visit(browser, service, OWN) as page:
        expect(page.locator("#view h1")).to_have_text("Vores konsulent")
        view = page.locator("#view")
        expect(view.locator("li.card", has_text="Orden i sagen")).to_contain_text("niveau 2 · fra Basiskompetencer")
        expect(view).to_contain_text("findes-ikke (kendes ikke)")
        expect(view.locator("li", has_text="Ny opgave")).to_contain_text("Holde møder")
        expect(view.locator(".diff ins")).to_have_text("sat ind: små")
        view.get_by_role("link", name="Virksomhedsprofilen (fiktivt sæt 2025)").click()
        expect(page.locator("#view .about").first).to_contain_text("Gælder fra 1. november 2025")


def test_an_old_version_says_so_and_leads_to_the_newer_and_the_own_one(browser: Browser, service: httpx.Client) -> None:
    with visit(browser, service, "/#/profil/virk-2019") as page:
        expect(page.locator("#view .view-head")).to_contain_text("Gælder ikke længere")
        names = ("Virksomhedsprofilen (fiktivt sæt 2025)", "Vores konsulent (Lyngby 1)")
        for name in names:
            expect(page.locator("#view").get_by_role("link", name=name)).to_have_count(1)


def test_all_profiles_are_fetched_as_a_file(browser: Browser, service: httpx.Client) -> None:
    with visit(browser, service, "/#/profiler") as page:
        with page.expect_download() as fetched:
            page.get_by_role("link", name="CSV").click()
        assert fetched.value.suggested_filename == "profiles.csv"
        assert "virk-2025" in Path(fetched.value.path()).read_text(encoding="utf-8-sig")


def test_a_course_at_two_providers_is_one_card_that_names_both(browser: Browser, service: httpx.Client) -> None:
    with visit(browser, service, "/#/kurser") as page:
        expect(page.locator(".count")).to_have_text("2 kurser")
        also = page.locator("li.card .also-at")
        expect(also).to_have_count(1)
        expect(also).to_contain_text("Udbydes også af")
        expect(also).to_contain_text("7.200 kr. · marts 2031")
        also.get_by_role("link").click()
        expect(page.locator("#view .also-at")).to_contain_text("Udbydes også af")
        expect(page.locator("dl.facts div", has_text="Hold").first).to_contain_text("marts 2031, Vejle")


def test_what_a_source_does_not_say_of_transfer_is_said_part_by_part(browser: Browser, service: httpx.Client) -> None:
    with visit(browser, service, "/#/kursus/lyng") as page:
        row = page.locator("dl.facts div", has_text="Deling med kolleger")
        expect(row).to_contain_text("ikke oplyst")


def test_the_views_fit_a_phone_and_break_no_rule_of_access(browser: Browser, service: httpx.Client) -> None:
    for address in ("/#/profil/virk-2019", OWN, "/#/kurser", "/#/profiler"):
        with visit(browser, service, address, viewport=PHONE) as page:
            expect(page.locator("#view h1")).to_be_visible()
            assert fits(page)
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
