"""Personal data in what people write is masked, and what only looks like it stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.masking import mask_cpr
from knowledge.personal import PLACEHOLDER, UNKNOWN_NAME, Personal, mask_personal, searchable

# Letters, and what masking them may take: half a second at most; each sign tried with all behind it took minutes.
LONG, SECONDS_FOR_LONG = 50_000, 10

HERE = "con_1"
FIRST = st.sampled_from(["Jens", "Fatima", "Søren", "Kaj", "Svetlana", "Anne-Marie", "Muhammed"])
LAST = st.sampled_from(["Hansen", "Ødegaard", "Al Zahra", "van der Berg", "Petrova", "Løkke Rasmussen"])
INTRODUCED = st.sampled_from(
    ["borgeren {}", "Borgeren, {},", "min klient {}", "en ung mand, der hedder {},", "borger ved navn {}", "client {}"]
)


@given(FIRST, LAST, INTRODUCED)
def test_a_name_given_as_a_citizens_goes_wherever_it_stands(first: str, last: str, introduced: str) -> None:
    text = f"Kan {introduced.format(f'{first} {last}')} få et kursus? {first} vil gerne, og {last} har bedt om det."
    masked = mask_personal(text, HERE)
    assert masked.found == {Personal.NAME}
    assert not {first, *last.split()} - {"van", "der", "Al"} & set(masked.text.replace(",", " ").split())
    assert len(set(PLACEHOLDER.findall(masked.text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "borgeren jens hansen vil ikke",
        "vores ledige mette på 45",
        "Hvad gør vi med borgeren Kaj's sag?",
        "sygemeldte Ole Olsen mangler et forløb",
        "the citizen whose name is John Smith",
    ],
)
def test_names_are_found_in_small_letters_and_genitives_too(text: str) -> None:
    assert mask_personal(text, HERE).found == {Personal.NAME}


@pytest.mark.parametrize(
    "text",
    [
        "Hvad siger Mia Dalby Larsen om transfer?",
        "Kurset hedder Motiverende Samtale, og profilen hedder Helhedsprofilen.",
        "Kurser for ledige i Aarhus, og hvor mange ledige Aarhus Kommune har",
        "Skal borgeren RKV-vurderes? Hvad kan borgeren STAR hjælpe?",
        "Hvad skal en virksomhedskonsulent kunne over for borgeren? Hvad siger COK?",
        "Kursus 44853 til 4.950 kr, 22.500 kr og 28 500 000 kr. i 2024 2025, 10 ECTS",
        "sagsnr. 22334455, journalnr: 2021-33445566, kursuskode 22334455, CVR 29189846",
        "Fra 22-11-2026 til 01.12.2026 kl. 12.30-14.30, EAN 5798001234567",
    ],
)
def test_what_is_no_persons_stays(text: str) -> None:
    assert mask_personal(text, HERE).text == text


@given(
    st.from_regex(r"[2-9]\d{7}", fullmatch=True),
    st.sampled_from(["{0}{1}{2}{3}", "{0} {1} {2} {3}", "{0}{1} {2}{3}", "{0}-{1}-{2}-{3}", "+45 {0}{1}{2}{3}"]),
)
def test_a_telephone_number_is_one_number_in_every_form(digits: str, form: str) -> None:
    written = form.format(*(digits[place : place + 2] for place in range(0, 8, 2)))
    if digits[:2] in ("19", "20") or digits[4:6] in ("19", "20"):
        return
    masked = mask_personal(f"Ring til {written} i dag", HERE)
    assert masked.found == {Personal.PHONE}
    assert masked.text == mask_personal(f"Ring til {digits} i dag", HERE).text


@given(st.emails())
def test_no_address_survives(address: str) -> None:
    masked = mask_personal(f"Skriv til {address} i morgen.", HERE)
    assert "@" not in masked.text.replace("[", "").split("[e-mail")[0]
    assert Personal.EMAIL in masked.found


def test_a_placeholder_is_the_same_throughout_a_conversation_and_another_in_the_next() -> None:
    asked = ["Kan borgeren Jens Hansen få RKV?", "Hvad koster det for borgeren jens hansen?"]
    here = [PLACEHOLDER.findall(mask_personal(text, HERE).text) for text in asked]
    elsewhere = PLACEHOLDER.findall(mask_personal(asked[0], "con_2").text)
    assert here[0] == here[1] != elsewhere


@given(st.text(alphabet="borgen JHansidm@.0123456789 -+,:klt()", max_size=60))
def test_masking_twice_is_masking_once_and_leaves_no_number(text: str) -> None:
    masked = mask_personal(text, HERE)
    assert mask_personal(masked.text, HERE) == type(masked)(masked.text, frozenset())
    assert mask_cpr(masked.text)[1] == 0


@pytest.mark.parametrize("run", ["x", "x.", "a@", "a-@b.", "x snabela ", "1 ", "+4", "Aa ", "borgeren hedder Ib "])
def test_a_long_run_of_anything_takes_time_in_proportion(run: str) -> None:
    began = time.process_time()
    mask_personal(run * (LONG // len(run)), "c")
    assert time.process_time() - began < SECONDS_FOR_LONG


def test_a_hidden_name_is_no_word_of_a_question_unless_the_question_is_about_the_person() -> None:
    masked = mask_personal("Kan borgeren Jens få RKV? Ring 22334455", HERE).text
    assert searchable(masked).split() == ["Kan", "borgeren", "få", "RKV?", "Ring"]
    about = mask_personal("Hvad ved du om borgeren Jens Hansen?", HERE).text
    assert searchable(about).split() == ["Hvad", "ved", "du", "om", "borgeren", UNKNOWN_NAME, "?"]


def test_an_address_longer_than_any_is_masked_whole() -> None:
    assert PLACEHOLDER.fullmatch(mask_personal("x" * 100 + "@kommune.dk", "c").text)
    assert "@" not in mask_personal("a@kommune.dk/b@kommune.dk", "c").text
