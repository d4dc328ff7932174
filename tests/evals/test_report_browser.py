"""The page of a run in a browser: filters, sorting, links, keyboard, narrow windows, no scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from evals.reports import to_html
from tests.evals.report_runs import SCRIPT, SUITES, make_answered, make_metrics, make_run

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
browser_only = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed at /usr/bin/chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cases = [make_answered(number) for number in range(1, 31)]
    cases[4] |= {"passed": False, "question": f"Hvad er en mentor? {SCRIPT}"}
    metrics = {suite: make_metrics(value) for suite, value in zip(SUITES, (0.9, 0.7, 0.8), strict=True)}
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(to_html(make_run(cases, suites=metrics)), encoding="utf-8")
    return path


@pytest.fixture
def page(browser: Browser, report: Path) -> Iterator[Page]:
    context = browser.new_context(locale="da-DK")
    opened = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("request", lambda request: asked.append(request.url.split("#")[0]))
    opened.goto(report.as_uri())
    yield opened
    context.close()
    assert not complaints
    assert set(asked) == {report.as_uri()}


class TestInABrowser:
    pytestmark = browser_only

    def test_filters_and_search_narrow_the_questions(self, page: Page) -> None:
        status = page.get_by_role("status")
        expect(status).to_have_text("Viser 30 af 30 spørgsmål.")
        page.locator("#filters [name=suite]").select_option("numbers")
        expect(status).to_have_text("Viser 10 af 30 spørgsmål.")
        page.get_by_role("button", name="Nulstil").click()
        page.get_by_label("Udfald").select_option("failed")
        expect(status).to_have_text("Viser 1 af 30 spørgsmål.")
        page.get_by_label("Udfald").select_option("")
        page.get_by_label("Søg i spørgsmål og svar").fill("MENTOR hvad")
        expect(page.locator(".case:visible")).to_have_count(1)
        page.get_by_label("Søg i spørgsmål og svar").fill("findes ikke")
        expect(page.locator("#none-shown")).to_be_visible()

    def test_a_script_in_a_question_is_shown_and_not_run(self, page: Page) -> None:
        assert page.title() != "run"
        expect(page.locator("#case-5 .question")).to_contain_text(SCRIPT)

    def test_a_heading_sorts_the_suites(self, page: Page) -> None:
        names = page.locator(".sortable").first.locator("tbody th")
        heading = page.locator(".sortable").first.get_by_role("columnheader").nth(1)
        heading.get_by_role("button").click()
        expect(heading).to_have_attribute("aria-sort", "descending")
        assert names.all_inner_texts() == ["facts", "unanswerable", "numbers"]
        heading.get_by_role("button").press("Enter")
        assert names.all_inner_texts() == ["numbers", "unanswerable", "facts"]

    def test_a_flipped_question_opens_from_its_link(self, page: Page) -> None:
        page.locator("#flipped a").first.click()
        expect(page.locator("#case-2 .quotation").first).to_be_visible()
        page.locator("#case-2 a.cite").first.click()
        expect(page.locator("#case-2-1")).to_be_in_viewport()

    def test_a_question_unfolds_by_the_keyboard(self, page: Page) -> None:
        page.locator("#case-1 > summary").press("Enter")
        expect(page.locator("#case-1 blockquote").first).to_be_visible()

    @pytest.mark.parametrize("width", [360, 1280])
    def test_the_page_fits_its_window(self, page: Page, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 800})
        page.get_by_role("button", name="Fold alle ud").click()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    def test_without_scripts_everything_is_readable(self, browser: Browser, report: Path) -> None:
        with browser.new_context(java_script_enabled=False) as context:
            opened = context.new_page()
            opened.goto(report.as_uri())
            expect(opened.locator("#filters")).to_be_hidden()
            opened.locator("#case-1 > summary").click()
            expect(opened.locator("#case-1 blockquote").first).to_be_visible()
