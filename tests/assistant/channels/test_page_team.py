"""A team file dropped on the page: the plan with quotations, every fault, the files, the keyboard, axe, a phone."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.assistant.channels.browsing import PHONE, fits, needs_chromium, visit

pytestmark = needs_chromium

TEAM = "person;profil;kompetence;niveau;oensket\nÅse <b>;Tovholder;Facilitering;1;3\nBo;Tovholder;;;\n"
# Two fields are dates, and each has a stop for day, month, year and calendar.
MOST_STEPS = 30
RULES = {"resultTypes": ["violations"]}


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    with visit(browser, client, "/#/team") as opened:
        yield opened


def choose(page: Page, text: str = TEAM, name: str = "team.csv") -> None:
    page.get_by_label("Teamfil").set_input_files({"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def plan(page: Page) -> None:
    choose(page)
    page.get_by_role("button", name="Lav planen").click()
    expect(page.get_by_role("heading", name="Planen: billigst")).to_be_focused()


def test_a_team_file_gives_a_plan_with_quotations_in_their_place(page: Page) -> None:
    plan(page)
    items = page.locator(".plan > li")
    expect(items).to_have_count(2)
    expect(items.first.locator("h3")).to_have_text("Åse <b>: Facilitering af møder")
    expect(items.first).to_contain_text("4.200 kr.")
    expect(items.first).to_contain_text("Sådan kommer det i brug: ikke oplyst")
    items.first.locator(".quotation").click()
    expect(page.locator("#reader mark")).to_have_text("Facilitering af møder")


def test_a_file_can_be_dropped(page: Page) -> None:
    expect(page.locator(".drop")).to_be_visible()
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "sluppet.csv"));
            document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        TEAM,
    )
    expect(page.get_by_text("Valgt: sluppet.csv")).to_be_visible()
    page.get_by_role("button", name="Lav planen").click()
    expect(page.locator(".plan > li")).to_have_count(2)


def test_every_fault_of_the_file_is_listed(browser: Browser, client: httpx.Client) -> None:
    made = browser.new_context(locale="da-DK")
    page = made.new_page()
    page.goto(f"{client.base_url}/#/team")
    page.get_by_role("button", name="Lav planen").click()
    expect(page.get_by_role("alert")).to_have_text("Vælg først en teamfil.")
    choose(page, "person;kompetence;niveau\nBo;Ledelse;9\n;Ledelse;1\n")
    page.get_by_role("button", name="Lav planen").click()
    expect(page.locator(".faults li")).to_have_text(
        [
            "linje 2, kolonne niveau: »9« er ikke et niveau; skriv et helt tal fra 0 til 5.",
            "linje 3, kolonne person: Der mangler en person.",
        ]
    )
    made.close()


def test_limits_shape_the_plan(page: Page) -> None:
    choose(page)
    page.get_by_label("Budget i alt (kr.)").fill("5000")
    page.get_by_label("Bedst til").select_option("Tidligst")
    page.get_by_role("button", name="Lav planen").click()
    expect(page.get_by_role("heading", name="Planen: tidligst")).to_be_visible()
    expect(page.locator(".plan > li")).to_have_count(1)
    expect(page.locator(".team-result")).to_contain_text("Budgettet står i vejen.")


def test_every_limit_of_the_command_line_is_there(page: Page) -> None:
    choose(page)
    page.get_by_label("Højst dage væk for hver").fill("3")
    page.get_by_label("Steder (komma imellem)").fill("Aarhus, Odense")
    page.get_by_label("fremmøde").check()
    page.get_by_label("online", exact=True).check()
    page.get_by_label("Også kurser uden dato").uncheck()
    page.get_by_label("Set fra denne dag").fill("2030-01-31")
    with page.expect_response("**/api/gap") as answered:
        page.get_by_role("button", name="Lav planen").click()
    told = answered.value.json()
    assert told["as_of"] == "2030-01-31"
    assert told["limits"] == {
        "goal": "cheapest", "budget": None, "max_days": 3.0, "from": None, "to": None,
        "places": ["Aarhus", "Odense"], "forms": ["physical", "online"], "undated": False,
    }  # fmt: skip
    link = page.locator(".plan > li").first.get_by_role("link", name="Udbyderens side")
    expect(link).to_have_attribute("href", "https://nordlys.example.dk/facilitering")


@pytest.mark.parametrize(("button", "begins"), [("Hent som Excel", b"PK"), ("Hent som PDF", b"%PDF-")])
def test_the_plan_can_be_kept_as_a_file(page: Page, button: str, begins: bytes, tmp_path: Path) -> None:
    plan(page)
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.stem == "plan"
    assert path.read_bytes().startswith(begins)


def tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} was not reached with Tab")


def test_the_keyboard_is_enough(page: Page) -> None:
    choose(page)
    page.get_by_label("Teamfil").focus()
    tab_to(page, page.get_by_label("Bedst til"))
    page.keyboard.press("End")
    tab_to(page, page.get_by_role("button", name="Lav planen"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Planen: færrest dage væk")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_view_keeps_the_rules_of_accessibility(browser: Browser, client: httpx.Client, scheme: str) -> None:
    with visit(browser, client, "/#/team", color_scheme=scheme) as page:
        plan(page)
        for summary in page.locator(".team-result summary").all():
            summary.click()
        found = Axe().run(page, options=RULES).response["violations"]
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def test_it_fits_a_phone(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client, "/#/team", viewport=PHONE) as page:
        plan(page)
        assert fits(page)


def test_the_example_is_a_team_file_that_can_be_read(client: httpx.Client) -> None:
    data = client.get("/static/team-eksempel.csv").content
    response = client.post("/api/gap", json={"csv": data.decode()})
    assert response.status_code == 200
    assert {one["person"] for one in response.json()["people"]} >= {"Anna (fiktiv)", "Dennis (fiktiv)"}
