"""Every view against the rules of WCAG 2.2 AA that a machine can check (axe), in light and in dark."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.assistant.channels.browsing import ask, needs_chromium, visit

pytestmark = needs_chromium

QUESTION = "Hvad er det sværeste område for medarbejderne?"
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}
# Nothing but colours differs between light and dark.
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
Step = Callable[[Page, httpx.Client], object]


def view(address: str) -> Step:
    def step(page: Page, _: httpx.Client) -> None:
        page.evaluate("address => { location.hash = address; }", address)
        expect(page.locator("#view .waiting")).to_have_count(0)
        expect(page.locator("#view h1")).to_be_visible()

    return step


def answered(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    page.get_by_role("button", name="Del", exact=True).click()
    page.get_by_role("button", name="Nej").click()
    expect(page.locator(".comment")).to_be_visible()


def source_open(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    page.locator(".answer .cite").first.click()
    expect(page.locator("mark")).to_be_visible()


def shared(page: Page, client: httpx.Client) -> None:
    page.goto(f"{client.base_url}/answers/{ask(page, client, QUESTION)['id']}")


def text(page: Page, client: httpx.Client) -> None:
    shared(page, client)
    page.locator(".answer .cite").first.click()
    expect(page.locator("mark#quote")).to_be_visible()


def asked_to_delete(page: Page, client: httpx.Client) -> None:
    ask(page, client, QUESTION)
    view("#/samtaler")(page, client)
    page.get_by_role("button", name="Slet alle").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def signing_in(page: Page, client: httpx.Client) -> None:
    page.goto(f"{client.base_url}/sign-in?problem=key_unknown")


STEPS: dict[str, Step] = {
    "welcome": lambda page, _: expect(page.locator("#welcome")).to_be_visible(),
    "answer": answered,
    "source": source_open,
    "courses": view("#/kurser?expired=1&sort=title&pick=facilitering&pick=gammelt&min_ects=0"),
    "comparison": view("#/sammenlign?id=facilitering&id=gammelt"),
    "course": view("#/kursus/facilitering"),
    "profiles": view("#/profiler"),
    "profile": view("#/profil/tovholder"),
    "sources": view("#/kilder"),
    "history": asked_to_delete,
    "shared answer": shared,
    "text": text,
    "sign-in": signing_in,
}


@pytest.fixture(scope="module")
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    with visit(browser, client) as opened:
        yield opened


@pytest.mark.parametrize("name", STEPS)
def test_a_view_can_be_used_by_everybody(name: str, page: Page, client: httpx.Client) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("about:blank")
    page.goto(str(client.base_url))
    STEPS[name](page, client)
    for scheme, rules in (("light", RULES), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page, options=rules)
        assert not found.violations_count, found.generate_report()
