"""The page of ingests in a browser: a run is seen to go on and to end, and the page fits and is reached."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from assistant.channels.ingest_history import SCHEDULE
from assistant.channels.state.store import State
from tests.assistant.channels.browsing import PHONE, needs_chromium, visit
from tests.assistant.channels.doors import serving
from tests.assistant.channels.ingest_runs import REPORT

pytestmark = needs_chromium


def test_a_run_is_seen_to_go_on_and_end_and_what_was_opened_stays_open(
    ingested: Path, kept: State, browser: Browser
) -> None:
    done = kept.ingests.start("", [])
    kept.ingests.finish(done, REPORT)
    run_id = kept.ingests.start(SCHEDULE, ["kurser"])
    kept.ingests.progress(run_id, "fetch", 3, 12)
    with serving(ingested / "data") as client, visit(browser, client, "/ingests") as shown:
        expect(shown.locator(f"#{run_id} .waiting")).to_have_text("Henter sider: 3 af 12")
        shown.locator(f"#{done} summary").click()
        shown.locator("h1").click()
        kept.ingests.progress(run_id, "read", 9, 12)
        expect(shown.locator(f"#{run_id} .waiting")).to_have_text("Læser: 9 af 12")
        expect(shown.get_by_text("Ny: Kursus i samtaler")).to_be_visible()
        kept.ingests.finish(run_id, REPORT)
        expect(shown.locator(f"#{run_id} summary")).to_be_visible()
        expect(shown.get_by_text("Der læses ikke noget ind lige nu.")).to_be_visible()
        assert Axe().run(shown).violations_count == 0


def test_it_fits_a_telephone_and_is_reached_from_the_menu(ingested: Path, kept: State, browser: Browser) -> None:
    kept.ingests.finish(kept.ingests.start("", ["/en/meget/lang/sti" * 8]), REPORT)
    with serving(ingested / "data") as client, visit(browser, client, "/", viewport=PHONE) as shown:
        shown.get_by_role("link", name="Indlæsninger").click()
        expect(shown.get_by_role("heading", name="Indlæsninger")).to_be_visible()
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
