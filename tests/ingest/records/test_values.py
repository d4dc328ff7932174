import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.records import values
from ingest.records.headings import group, plain
from ingest.records.prices import price
from ingest.records.values import ValueTrouble
from knowledge.slugs import slug
from knowledge.types import Learner, Price, Visibility


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2.395", 2395),
        ("2.395,00", 2395),
        ("12,5", 12.5),
        ("7.5", 7.5),
        ("10 ECTS", 10),
        ("1.234.567,89", 1234567.89),
        ("25 000", 25000),
        ("25\u00a0000", 25000),
        ("2,395.00", 2395),
        (60, 60),
        ({"@type": "StructuredValue", "value": 5, "unitText": "ECTS"}, 5),
    ],
)
def test_numbers_are_read_the_danish_way(written: object, number: float) -> None:
    assert values.number(written) == number


@pytest.mark.parametrize(
    ("written", "reason"), [("mange", "bad_number"), ("1.2.3", "bad_number"), ("5-10 0", "several_numbers")]
)
def test_what_is_not_one_number_is_told(written: str, reason: str) -> None:
    with pytest.raises(ValueTrouble) as caught:
        values.number(written)
    assert caught.value.reason == reason


@given(st.integers(0, 10**9))
def test_thousands_points_never_change_a_number(number: int) -> None:
    assert values.number(f"{number:,}".replace(",", ".")) == number


def test_a_misread_thousands_point_is_no_number_of_ects() -> None:
    with pytest.raises(ValueTrouble):
        values.ects("12.500")


@pytest.mark.parametrize(
    ("written", "vat", "expected"),
    [
        (2395, None, Price(2395.0)),
        ("2.395 kr. + moms", None, Price(2395.0, vat_included=False)),
        ("2.395,- kr. ekskl. moms", None, Price(2395.0, vat_included=False)),
        ("kr. 2.395,00 inkl. moms", None, Price(2395.0, vat_included=True)),
        ("2.395,- ex. moms", None, Price(2395.0, vat_included=False)),
        ("4.500 kr. (momsfrit)", None, Price(4500.0, vat_included=True)),
        ("2195,50", "ekskl.", Price(2195.5, vat_included=False)),
        ("12,5", "inkl", Price(12.5, vat_included=True)),
        ("2,395", None, Price(2395.0)),
        ("gratis", None, Price(0.0)),
        ("EUR 300", None, Price(300.0, "EUR")),
        ("ca. 2.395 kr. for 2 dage", None, Price(2395.0)),
        ({"@type": "Offer", "price": "2395.00", "priceCurrency": "DKK", "valueAddedTaxIncluded": False}, None,
         Price(2395.0, vat_included=False)),
        ([{"price": 100}, {"price": 100}], None, Price(100.0)),
        ({"priceSpecification": {"price": 100, "valueAddedTaxIncluded": True}}, None, Price(100.0, vat_included=True)),
    ],
)  # fmt: skip
def test_prices_are_read_as_providers_write_them(written: object, vat: object, expected: Price | None) -> None:
    assert price(written, vat) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("2.000 kr. for medlemmer, 2.500 kr. for andre", "several_prices"),
        ([{"price": 100}, {"price": 200}], "several_prices"),
        ("oplyses senere", "no_amount"),
    ],
)
def test_of_several_prices_or_none_nothing_is_chosen(written: object, reason: str) -> None:
    with pytest.raises(ValueTrouble) as caught:
        price(written)
    assert (caught.value.reason, caught.value.only_notice) == (reason, True)


def test_a_price_is_not_below_nothing() -> None:
    with pytest.raises(ValueTrouble):
        price(-5)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-03-31", datetime.date(2026, 3, 31)),
        ("31-03-2026", datetime.date(2026, 3, 31)),
        ("31. marts 2026", datetime.date(2026, 3, 31)),
        (datetime.datetime(2026, 3, 31), datetime.date(2026, 3, 31)),
    ],
)
def test_dates_are_read_in_their_danish_forms(written: object, day: datetime.date) -> None:
    assert values.day(written) == day


@pytest.mark.parametrize(
    ("written", "reason", "only_notice"),
    [
        ("2026-02-30", "bad_date", False),
        ("31-04-2026", "bad_date", False),
        ("uge 12-2026", "bad_date", False),
        ("marts 2026", "imprecise_date", True),
        ("løbende", "imprecise_date", True),
    ],
)
def test_a_date_that_is_none_is_told(written: str, reason: str, only_notice: bool) -> None:
    with pytest.raises(ValueTrouble) as caught:
        values.day(written)
    assert (caught.value.reason, caught.value.only_notice) == (reason, only_notice)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Diplomuddannelse", "diplom"),
        ("diplom (60 ECTS)", "diplom"),
        ("Akademi/VVU", "akademi"),
        ("kursus", "kursus"),
        ("ikke-formel", "kursus"),
        ("Højskoleforløb", "højskoleforløb"),
    ],
)
def test_levels_get_their_code_or_keep_the_sources_word(written: str, code: str) -> None:
    assert values.level(written) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("fysisk", "physical"),
        ("Fremmøde", "physical"),
        ("https://schema.org/OnlineEventAttendanceMode", "online"),
        ("hybrid", "blended"),
        ("fremmøde og online", "blended"),
        (["onsite", "online"], "blended"),
        (["onsite", "part-time"], "physical"),
        ("efter aftale", "on_request"),
        ("Internat", "internat"),
    ],
)
def test_forms_get_their_code_or_keep_the_sources_word(written: object, code: str) -> None:
    assert values.form(written) == code


@pytest.mark.parametrize(
    ("written", "learner"),
    [
        ("medarbejder", Learner.EMPLOYEE),
        ("Sagsbehandlere, der holder samtaler med ledige borgere", Learner.EMPLOYEE),
        ("Ledere i jobcentre", Learner.MANAGER),
        ("borger/ledige", Learner.CITIZEN),
        ("Ledige og medarbejdere", Learner.CITIZEN),
        ("Ledere og medarbejdere", None),
        ("Alle interesserede", None),
    ],
)
def test_the_target_group_tells_who_a_course_is_for(written: str, learner: Learner | None) -> None:
    assert values.learner(written) is learner


@pytest.mark.parametrize(
    ("written", "words"), [("P3D", "3 dage"), ("P1Y6M", "1 år 6 måneder"), ("PT7H", "7 timer"), ("2½ år", "2½ år")]
)
def test_durations_are_told_in_words(written: str, words: str) -> None:
    assert values.duration(written) == words


def test_yes_and_no_and_visibility_have_few_words() -> None:
    assert values.flag("Ja")
    assert not values.flag(False)
    assert values.visibility("intern") is Visibility.INTERNAL
    for convert in (values.flag, values.visibility):
        with pytest.raises(ValueTrouble):
            convert("måske")


def test_a_competence_level_is_a_whole_number_to_five() -> None:
    assert values.competence_level("3") == 3
    for written in ("6", "2,5"):
        with pytest.raises(ValueTrouble):
            values.competence_level(written)


@pytest.mark.parametrize("written", ["a; b", "a | b", "a\nb", ["a", "b"]])
def test_lists_come_as_lists_or_in_one_cell(written: object) -> None:
    assert values.listing(written) == ["a", "b"]


def test_an_item_of_a_list_is_never_split() -> None:
    assert values.listing(["hold samtaler; lav planer"]) == ["hold samtaler; lav planer"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5.0, "5"),
        (7.5, "7,5"),
        (True, "ja"),
        (None, ""),
        ({"@type": "Organization", "name": "VIA"}, "VIA"),
        (["a", ["b"]], "a; b"),
        (datetime.datetime(2026, 3, 1, 9, 30), "2026-03-01 09:30"),
        (datetime.date(2026, 3, 1), "2026-03-01"),
    ],
)
def test_values_become_readable_words(value: object, text: str) -> None:
    assert values.words_of(value) == text


@pytest.mark.parametrize(
    "heading", ["maalgruppe", "Målgruppe", "MÅL-GRUPPE", "schema:målgruppe", "https://x.dk/målgruppe"]
)
def test_headings_meet_however_they_are_typed(heading: str) -> None:
    assert group("course").field_of(heading) == "audience"


def test_the_nearest_known_heading_is_named_for_a_typing_error_only() -> None:
    assert group("course").nearest("udbydder") == "udbyder"
    assert group("course").nearest("xyzzy") is None


@given(st.text())
def test_slugs_are_fit_for_an_address(text: str) -> None:
    assert slug(text) == slug(slug(text))
    assert all(sign in "abcdefghijklmnopqrstuvwxyz0123456789-" for sign in slug(text))


def test_plain_headings_hold_letters_and_digits_only() -> None:
    assert plain(" Pris (ekskl. moms): ") == "priseksklmoms"
