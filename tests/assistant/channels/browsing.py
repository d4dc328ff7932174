"""The page in a real browser: a visit that notices every complaint and every request elsewhere."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 360, "height": 740}

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
def visit(browser: Browser, client: httpx.Client, path: str = "/", **context: Any) -> Iterator[Page]:
    """A visitor of their own; at the end nothing was complained of, and nothing was asked for elsewhere."""
    made = browser.new_context(**{"locale": "da-DK", "viewport": WIDE, **context})
    page = made.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    elsewhere: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: elsewhere.append(request.url))
    page.goto(f"{client.base_url}{path}")
    try:
        yield page
    finally:
        made.close()
    assert not complaints
    assert all(url.startswith((str(client.base_url), "data:")) for url in elsewhere)


def ask(page: Page, client: httpx.Client, question: str, label: str = "Dit spørgsmål") -> dict[str, Any]:
    """Type a question and wait for the whole answer; returns it as the service kept it."""
    before = page.locator(".answer").count()
    page.get_by_label(label).fill(question)
    page.keyboard.press("Enter")
    answer = page.locator(".answer").nth(before)
    expect(answer).to_have_attribute("data-answer", re.compile("^ans_"))
    kept: dict[str, Any] = client.get(f"/api/answers/{answer.get_attribute('data-answer')}").json()
    return kept


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
