"""Courses, their filters and comparison, sources, history, the dark appearance and the keyboard, in a real browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings
from tests.assistant.channels.browsing import ask, needs_chromium, visit
from tests.assistant.channels.doors import serving

pytestmark = needs_chromium

# More presses of Tab than this nobody makes.
MOST_STEPS = 30
QUESTION = "Hvad er det sværeste område for medarbejderne?"


@pytest.fixture
def page(browser: Browser, client: httpx.Client) -> Iterator[Page]:
    with visit(browser, client) as opened:
        yield opened


def open_view(page: Page, address: str) -> None:
    page.evaluate("address => { location.hash = address; }", address)
    expect(page.locator("#view h1")).to_be_visible()


def titles(page: Page) -> list[str]:
    return page.locator(".card h3").all_text_contents()


# --- courses ---


def test_expired_courses_and_those_for_citizens_are_shown_when_chosen(page: Page) -> None:
    open_view(page, "#/kurser")
    assert titles(page) == ["Facilitering af møder"]
    page.get_by_label("Vis også udløbne").check()
    assert titles(page) == ["Facilitering af møder", "Facilitering for begyndere"]
    expect(page.locator(".card").nth(1).locator(".badge")).to_have_text("udløbet")
    page.get_by_role("checkbox", name="borger").check()
    assert titles(page) == ["Facilitering for ledige"]


def test_facets_count_what_each_choice_would_leave(page: Page) -> None:
    open_view(page, "#/kurser?expired=1")
    providers = page.get_by_role("group", name="Udbyder")
    expect(providers.locator(".option").first).to_have_text("Kursushuset Nordlys2")
    page.get_by_role("group", name="Niveau").get_by_role("checkbox", name="akademi").check()
    expect(providers.locator(".option").first).to_have_text("Kursushuset Nordlys1")
    expect(page.locator(".count")).to_have_text("1 kursus")


def test_the_back_button_takes_a_filter_back(page: Page) -> None:
    open_view(page, "#/kurser")
    page.get_by_label("Højst kr.").fill("1000")
    page.get_by_label("Højst kr.").press("Tab")
    expect(page.locator(".count")).to_have_text("0 kurser")
    expect(page.locator("#view")).to_contain_text("Ingen kurser passer")
    page.go_back()
    expect(page.locator(".count")).to_have_text("1 kursus")


def test_a_filter_is_removed_by_its_chip_and_the_focus_stays_in_the_page(page: Page) -> None:
    open_view(page, "#/kurser?min_ects=5&level=akademi")
    page.get_by_role("button", name="Fjern filteret Mindst 5 ECTS").click()
    expect(page.get_by_role("button", name="Fjern filteret akademi")).to_be_visible()
    expect(page.get_by_label("ECTS fra")).to_have_value("")


def test_a_checkbox_keeps_the_focus_when_the_results_change(page: Page) -> None:
    open_view(page, "#/kurser")
    page.get_by_label("Vis også udløbne").focus()
    page.keyboard.press("Space")
    expect(page.locator(".count")).to_have_text("2 kurser")
    expect(page.get_by_label("Vis også udløbne")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("2 kurser")


def test_dates_filter_and_sort(page: Page) -> None:
    open_view(page, "#/kurser?expired=1&from=2031-01-01")
    assert titles(page) == ["Facilitering af møder"]
    open_view(page, "#/kurser?expired=1&sort=title")
    page.get_by_label("Sortér efter").select_option("start")
    assert titles(page)[0] == "Facilitering af møder"


def test_four_courses_are_compared_and_no_more(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client, "/#/sammenlign?id=facilitering&id=gammelt&id=borgerkursus") as page:
        expect(page.get_by_role("columnheader")).to_have_count(4)
        expect(page.get_by_role("row", name="Pris")).to_contain_text("4.200")
        page.get_by_role("link", name="Fjern Facilitering for begyndere").click()
        expect(page.get_by_role("columnheader")).to_have_count(3)


def test_an_unknown_course_is_told_in_words(browser: Browser, client: httpx.Client) -> None:
    with browser.new_context(locale="da-DK") as context:
        page = context.new_page()
        page.goto(f"{client.base_url}/#/kursus/nix")
        expect(page.get_by_role("alert")).to_be_visible()


def test_a_course_leads_to_a_question_about_it(page: Page) -> None:
    open_view(page, "#/kursus/facilitering")
    page.get_by_role("link", name="Spørg om kurset").click()
    expect(page.locator(".asked")).to_contain_text("Facilitering af møder")
    expect(page.locator(".answer")).to_contain_text("Facilitering")


# --- history ---


def test_all_conversations_are_deleted_after_a_question(page: Page, client: httpx.Client) -> None:
    kept = ask(page, client, QUESTION)
    page.get_by_role("button", name="Ny samtale").click()
    ask(page, client, "Hej")
    open_view(page, "#/samtaler")
    expect(page.locator(".rows > li")).to_have_count(2)
    page.get_by_role("button", name="Slet alle").click()
    page.get_by_role("dialog").get_by_role("button", name="Behold dem").click()
    expect(page.locator(".rows > li")).to_have_count(2)
    page.get_by_role("button", name="Slet alle").click()
    page.get_by_role("dialog").get_by_role("button", name="Slet alle").click()
    expect(page.locator(".rows > li")).to_have_count(0)
    assert client.get(f"/api/answers/{kept['id']}").status_code == 404


# --- appearance and keyboard ---


def test_the_dark_appearance_is_chosen_and_remembered(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    toggle = page.get_by_role("button", name="Mørkt udseende")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark


def test_a_system_that_is_dark_gets_a_dark_page(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client, color_scheme="dark") as page:
        expect(page.get_by_role("button", name="Mørkt udseende")).to_have_attribute("aria-pressed", "true")


def test_the_keyboard_alone_asks_reads_and_returns(browser: Browser, client: httpx.Client) -> None:
    with visit(browser, client, "/#/samtaler") as page:
        expect(page.locator("#view h1")).to_be_visible()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_be_focused()
        tab_to(page, page.get_by_role("link", name="Spørg", exact=True), "Shift+Tab")
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_label("Dit spørgsmål"), "Tab")
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        cite = page.locator(".answer .cite").first
        expect(page.locator(".answer")).not_to_have_attribute("aria-busy", "true")
        tab_to(page, cite, "Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.locator("mark")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(cite).to_be_focused()


def tab_to(page: Page, target: Locator, key: str) -> None:
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        if target.evaluate("node => node === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by the keyboard")


def test_going_to_a_view_moves_the_focus_to_its_heading(page: Page) -> None:
    page.get_by_role("link", name="Kilder").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Kilder")).to_be_focused()
    assert page.title() == "Kilder – Fagkompas"
    expect(page.get_by_role("link", name="Kilder")).to_have_attribute("aria-current", "page")


# --- keys ---


def test_with_keys_one_signs_in_asks_and_signs_out(browser: Browser, small_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small_data, tmp_path / "data", ignore=shutil.ignore_patterns("state.sqlite*"))
    with open_kept(Settings(data=data)) as state:
        secret = state.keys.create("leder")[1]
    with serving(data) as client, visit(browser, client) as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
        page.get_by_label("Nøgle").fill("fk_forkert")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("Nøglen findes ikke")
        page.get_by_label("Nøgle").fill(secret)
        page.get_by_role("button", name="Log ind").click()
        page.get_by_label("Dit spørgsmål").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".answer")).to_contain_text("54 procent")
        page.evaluate("localStorage.clear()")
        open_view(page, "#/samtaler")
        expect(page.locator(".rows a")).to_have_text(QUESTION)
        page.get_by_role("button", name="Log ud").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
