import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.masking import mask_cpr, mask_within

WRITTEN = {
    "dash": "010203-1234",
    "no dash": "0102031234",
    "space": "010203 1234",
    "no-break space": "010203\u00a01234",
    "thin space": "010203\u20091234",
    "en dash": "010203–1234",
    "em dash": "010203—1234",
    "minus sign": "010203−1234",
    "no-break hyphen": "010203‑1234",
    "spaces around the dash": "010203 - 1234",
    "no-break spaces around the dash": "010203\u00a0-\u00a01234",
    "dots": "01.02.03-1234",
    "dashes": "01-02-03-1234",
    "slashes": "01/02/03-1234",
    "spaces": "01 02 03 1234",
    "dots and a space": "01.02.03 1234",
    "line break after the dash": "010203-\n1234",
    "line break": "010203\n1234",
    "windows line break": "010203-\r\n1234",
    "zero-width space": "010203\u200b-\u200b1234",
    "soft hyphen": "010203\u00ad1234",
    "slash between": "010203/1234",
    "four-digit year": "01.02.1990-1234",
    "eight digits": "01021990-1234",
    "eight digits and what may be a year": "01021990-1995",
    "four-digit year and what may be an earlier one": "01.02.1990-1931",
    "four-digit year and what may be a late one": "01.02.1950-1990",
    "number for people without one": "610203-1234",
    "29 February in a leap year": "290200-1234",
    "wide digits": "０１０２０３-１２３４",
}

AROUND = [
    "{}",
    "Borgeren ({}) blev set.",
    "CPR-nr.: {}: Hansen",
    "cpr{}",
    "sag_{}_endelig.pdf",
    "{}, {}",
    "1. {}\n2. x",
]

HARMLESS = [
    "+45 7020 2229",
    "+45 70 20 22 29",
    "Tlf. 31 12 85 88",
    "31128588",
    "2.395 kr. + moms",
    "2.395,00 kr.",
    "120595 2395 kr.",
    "12-03-19 2395,-",
    "12-03-19 2395,00",
    "10 ECTS",
    "2018-11-27",
    "2018-11-27T10:30:00",
    "27-11-2018 / 17/08/2016 10:30",
    "01.02.2018-2019",
    "01-02-2018 - 01-03-2019",
    "16/05/18\n2018 var et godt år",
    "I alt 120595\n\n2018 begyndte godt",
    "I alt 120595. 2018 begyndte godt",
    "J.nr. 2018-12-3456",
    "Sagsnr. 19/012345",
    "EAN 5798009811578",
    "EAN 5798 0098 11578",
    "CVR 12345678",
    "KURSUS-A0102031234",
    "AMU 48053",
    "ISBN 978-87-12-04567-8",
    "320103-1234",
    "011303-1234",
    "290299-1234",
    "+3112851234",
    "3,0102031234",
    "https://star.dk/da/puljer/2016/0417",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("number", WRITTEN.values(), ids=WRITTEN.keys())
def test_every_written_form_is_masked_at_the_same_length(number: str, around: str) -> None:
    text = around.replace("{}", number)
    masked, count = mask_cpr(text)
    assert count == around.count("{}")
    assert masked == around.replace("{}", re.sub(r"\d", "X", number))


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_stay(text: str) -> None:
    assert mask_cpr(text) == (text, 0)


def birthdays() -> st.SearchStrategy[date]:
    return st.integers(0, 36_500).map(lambda days: date(1925, 1, 1) + timedelta(days=days))


@given(
    birthday=birthdays(),
    serial=st.integers(0, 9999),
    dash=st.sampled_from(["-", "–", "‑", " ", "\u00a0", "", " - ", "-\n", "\n"]),
    before=st.text(st.characters(exclude_categories=["N", "L"], exclude_characters="+"), max_size=5),
    after=st.text(st.characters(exclude_categories=["N"], exclude_characters=",."), max_size=5),
)
def test_no_number_with_a_birthday_survives(birthday: date, serial: int, dash: str, before: str, after: str) -> None:
    number = f"{birthday:%d%m%y}{dash}{serial:04d}"
    masked, _ = mask_cpr(f"{before}{number} {after}")
    assert not re.search(r"\d", masked) or re.match(r"\s?(kr|dkk|kroner|eur|euro|timer|ects)\b", " " + after, re.I)
    assert len(masked) == len(f"{before}{number} {after}")


@given(st.text())
def test_masking_keeps_the_length_and_everything_that_is_no_digit(text: str) -> None:
    masked, count = mask_cpr(text)
    assert len(masked) == len(text)
    assert all(new == old or (new == "X" and old.isdigit()) for new, old in zip(masked, text, strict=True))
    assert (count == 0) == (masked == text)


@given(st.text(alphabet="0123456789-–. \u00a0\n/Xk+", max_size=40))
def test_masking_twice_is_masking_once(text: str) -> None:
    masked, _ = mask_cpr(text)
    assert mask_cpr(masked) == (masked, 0)


@given(
    st.one_of(
        st.from_regex(r"\+45 ?[2-9]\d{3} ?\d{4}", fullmatch=True),
        st.from_regex(r"[1-9]\d{0,2}(\.\d{3})?(,\d\d)? kr\.", fullmatch=True),
        st.from_regex(r"(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d)", fullmatch=True),
        st.from_regex(r"[1-9]\d{7}", fullmatch=True),
        st.from_regex(r"[1-9]\d? ECTS", fullmatch=True),
        st.from_regex(r"5798\d{9}", fullmatch=True),
    )
)
def test_phones_prices_dates_and_business_numbers_stay(text: str) -> None:
    assert mask_cpr(f"Se {text} for mere.") == (f"Se {text} for mere.", 0)


def test_values_are_masked_at_any_depth_and_numbers_as_their_digits() -> None:
    value = {"kontakt 010203-1234": ["ring 010203-1234", 3112851234, 102031234, 2395, True, None]}
    masked, count = mask_within(value)
    assert masked == {"kontakt XXXXXX-XXXX": ["ring XXXXXX-XXXX", "XXXXXXXXXX", "XXXXXXXXXX", 2395, True, None]}
    assert count == 4
