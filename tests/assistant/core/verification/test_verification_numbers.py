from fractions import Fraction

import pytest

from assistant.core.types import Language
from assistant.core.verification.numbers import Quantity, find_quantities


def only(text: str, language: Language = "da") -> Quantity:
    (found,) = find_quantities(text, language)
    return found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ti millioner kroner", "da"),
        ("10 mio. kr.", "da"),
        ("10.000.000 kr.", "da"),
        ("10 000 000 kr.", "da"),
        ("ten million kroner", "en"),
        ("DKK 10 million", "en"),
        ("10,000,000 kr", "en"),
    ],
)
def test_an_amount_is_one_value_however_it_is_written(text: str, language: Language) -> None:
    found = only(text, language)
    assert found.values == {Fraction(10_000_000)}
    assert found.unit == "krone"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fem", 5),
        ("halvtreds", 50),
        ("tredive", 30),
        ("enogtyve", 21),
        ("femogtredive", 35),
        ("hundrede og fem", 105),
        ("to hundrede og femogtyve", 225),
        ("tre tusind to hundrede", 3200),
        ("et hundrede", 100),
        ("én", 1),
        ("2½", Fraction(5, 2)),
        ("halvanden", Fraction(3, 2)),
        ("den tredje", 3),
        ("en halv million", 500_000),
        ("halvanden million", 1_500_000),
        ("34,3", Fraction(343, 10)),
        ("34.3", Fraction(343, 10)),
        ("2.395", 2395),
        ("2,395", Fraction(2395, 1000)),
        ("1.250,50", Fraction(2501, 2)),
    ],
)
def test_danish_numbers_have_their_value(text: str, value: Fraction | int) -> None:
    assert only(text).values == {Fraction(value)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-one", 21),
        ("a hundred and five", 105),
        ("two thousand", 2000),
        ("third", 3),
        ("half a million", 500_000),
    ],
)
def test_english_numbers_have_their_value(text: str, value: int) -> None:
    assert only(text, "en").values == {Fraction(value)}


@pytest.mark.parametrize("text", ["54 %", "54%", "54 procent", "54 pct.", "(54%)", "54 percent", "54 per cent"])
def test_per_cents_are_one_unit(text: str) -> None:
    found = only(text)
    assert (found.values, found.unit) == ({Fraction(54)}, "percent")


@pytest.mark.parametrize("text", ["en leder", "et kursus", "OK21", "A4-ark", "kun få", "bestemt"])
def test_articles_and_codes_are_no_numbers(text: str) -> None:
    assert find_quantities(text, "da") == []


def test_english_pronouns_are_no_numbers() -> None:
    assert find_quantities("one of the areas to which it is close", "en") == []


def test_shares_are_compared_with_per_cents_and_keep_their_parts() -> None:
    share = [each for each in find_quantities("tre ud af fire ledere", "da") if each.unit == "percent"]
    assert share[0].values == {Fraction(75)}
    assert only("tre fjerdedele").is_borne_out_by(share[0])
    assert only("75 %").is_borne_out_by(share[0])
    assert only("halvdelen").is_borne_out_by(only("50 procent"))


def test_the_first_number_of_a_range_has_the_unit_of_the_second() -> None:
    assert [each.unit for each in find_quantities("mellem 20 og 30 procent", "da")] == ["percent", "percent"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("mere end 54", "above"),
        ("under 54", "below"),
        ("mindst 54", "at_least"),
        ("højst 54", "at_most"),
        ("op til ca. 54", "at_most"),
        ("54 eller flere", "at_least"),
        ("omkring 54", None),
    ],
)
def test_bounds_are_read_with_the_number(text: str, bound: str | None) -> None:
    assert only(text).bound == bound


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [("54 %", "54 ledere"), ("54 ledere", "54 %"), ("54 kr.", "54 euro"), ("7 dage", "7 uger"), ("mindst 54", "54")],
)
def test_another_unit_or_bound_bears_nothing_out(claim: str, evidence: str) -> None:
    assert not only(claim).is_borne_out_by(only(evidence))


def test_a_thing_counted_may_be_a_compound_of_its_unit() -> None:
    assert only("7 dage").is_borne_out_by(only("7 undervisningsdage"))
