"""The page in a real browser: a visit that notices every complaint and every request elsewhere."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000
# Milliseconds between two looks at what no event tells of.
PAUSE = 20
WIDE: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 360, "height": 740}

# A machine that has other things to do is slow, not wrong.
expect.set_options(timeout=PATIENCE)

needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed at /usr/bin/chromium"),
]


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Chromium, for as long as a module's tests last."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visit(
    browser: Browser,
    client: httpx.Client,
    path: str = "/",
    viewport: ViewportSize = WIDE,
    locale: str = "da-DK",
    color_scheme: Literal["light", "dark"] = "light",
) -> Iterator[Page]:
    """A visitor whom the page has never seen; at the end nothing was complained of, nothing was asked for elsewhere."""
    page = page_of(browser, locale)
    page.set_viewport_size(viewport)
    page.emulate_media(media="screen", color_scheme=color_scheme)
    complaints: list[str] = []
    elsewhere: list[str] = []
    listeners: dict[Any, Callable[[Any], object]] = {
        "pageerror": lambda error: complaints.append(str(error)),
        "console": lambda message: complaints.append(message.text) if message.type == "error" else None,
        "dialog": lambda dialog: (complaints.append(dialog.message), dialog.dismiss()),
        "request": lambda request: elsewhere.append(request.url),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    try:
        page.goto(f"{client.base_url}{path}")
        yield page
    except BaseException:
        page.context.close()
        raise
    leave(page, str(client.base_url), listeners)
    assert not complaints
    assert all(url.startswith((str(client.base_url), "data:")) for url in elsewhere)


def page_of(browser: Browser, locale: str) -> Page:
    """The one page of a language: to start another takes a second, and it would compile every script anew."""
    for context in browser.contexts:
        if context.pages and context.pages[0].evaluate("navigator.language") == locale:
            return context.pages[0]
    page = browser.new_context(locale=locale).new_page()
    page.set_default_timeout(PATIENCE)
    return page


def leave(page: Page, origin: str, listeners: Mapping[Any, Callable[[Any], object]]) -> None:
    """Forget all that was kept but the fetched files, which are asked after as ever, and who listened."""
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.unroute_all()
    for event, listener in listeners.items():
        page.remove_listener(event, listener)
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage,indexeddb,cookies"})
    session.detach()
    page.context.clear_cookies()
    page.context.clear_permissions()


def ask(page: Page, client: httpx.Client, question: str, label: str = "Dit spørgsmål") -> dict[str, Any]:
    """Type a question and wait for the whole answer; returns it as the service kept it."""
    before = page.locator(".answer").count()
    page.get_by_label(label).fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".answer").nth(before)
    expect(answer).to_have_attribute("data-answer", re.compile("^ans_"))
    kept: dict[str, Any] = client.get(f"/api/answers/{answer.get_attribute('data-answer')}").json()
    return kept


def wait_until(page: Page, expression: str) -> None:
    """Return when an expression holds; the page's own policy forbids Playwright to wait for it in the page."""
    until = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < until, expression
        page.wait_for_timeout(PAUSE)


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
