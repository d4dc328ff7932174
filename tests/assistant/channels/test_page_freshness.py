"""What has run out says so on the page, and a price carries its date."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.assistant.channels.browsing import needs_chromium, visit
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.test_freshness import COURSES

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("fresh")
    (folder / "kurser.yaml").write_text(COURSES, encoding="utf-8")
    data: Path = folder / "data"
    ingest_into(data, folder / "kurser.yaml")
    with serving(data) as made:
        yield made


def test_a_course_marks_the_run_that_is_over_and_dates_its_price(browser: Browser, fresh: httpx.Client) -> None:
    with visit(browser, fresh, "/#/kursus/samtaler") as page:
        expect(page.locator("#view")).to_contain_text("4.200 kr. (pr. 1. okt. 2026)")
        runs = page.locator("#view li", has_text="Odense")
        expect(runs.locator(".badge")).to_have_text("dato eller frist er gået")
        expect(page.locator("#view li", has_text="Aarhus").locator(".badge")).to_have_count(0)


def test_courses_are_seen_from_another_day_and_it_is_told(browser: Browser, fresh: httpx.Client) -> None:
    with visit(browser, fresh, "/#/kurser?as_of=2032-01-01&expired=1") as page:
        expect(page.locator(".card .badge").first).to_have_text("udløbet")
        page.get_by_role("button", name="Fjern filteret set den 1. januar 2032").click()
        expect(page.locator(".card")).to_have_count(1)
        expect(page.locator(".card .badge", has_text="udløbet")).to_have_count(0)
