"""The page for developers: complete, escaped, accessible, and nothing from elsewhere."""

import re

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from assistant.channels.http.docs_page import described
from prompts.wording import Wording
from tests.assistant.channels.browsing import CHROMIUM, PHONE, fits, visit

# On so long a page, telling of all that is right takes three times as long as finding what is wrong.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def test_every_operation_and_shape_is_on_the_page(client: httpx.Client) -> None:
    page = client.get("/docs", headers={"accept-language": "en"}).text
    description = client.get("/openapi.json").json()
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert f'id="{operation["operationId"]}"' in page, (method, path)
    for name in description["components"]["schemas"]:
        assert f'id="shape-{name}"' in page
    assert not re.search(r'(?:src|href)="(?!/|#)', page)
    assert "Questions and answers" in page
    assert "Spørgsmål og svar" in client.get("/docs").text


def test_what_a_description_says_is_escaped() -> None:
    words = Wording.load()
    operation = {"operationId": "x", "summary": "<script>alert(1)</script>", "responses": {}}
    schema = {"info": {"version": "<b>"}, "paths": {"/<i>": {"get": operation}}, "components": {"schemas": {}}}
    page = described(schema, lambda key, **values: words.say("en", f"docs.{key}", **values))
    assert "<script" not in page
    assert "<b>" not in page
    assert "<i>" not in page


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed at /usr/bin/chromium")
def test_the_page_is_accessible_and_fits_a_phone(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client) as page:
        page.goto(f"{client.base_url}/docs")
        found = Axe().run(page, options=RULES)
        assert not found.response["violations"], found.generate_report()
        page.set_viewport_size(PHONE)
        assert fits(page)
