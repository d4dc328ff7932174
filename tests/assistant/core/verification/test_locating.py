import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.core.verification import locate
from assistant.core.verification.normalise import normalise, normalise_with_offsets

TEXT = (
    "Indledning.\n\nKonsulenterne fik ”tid til det” – og de 42 ledere i 39\nkommuner blev på den måde\u00a0glade.\n"
    "Kurset skal ikke stå alene, siger Karen Winther i 2016."
)


@pytest.mark.parametrize(
    "quote",
    [
        'Konsulenterne fik "tid til det" - og de 42 ledere i 39 kommuner',
        "fik »tid til det« — og de 42 ledere",
        "42 ledere i 39 kommuner blev pa\u030a den måde glade.",
        "Konsulen\u00adterne fik",
        "»Kurset skal ikke stå alene«",
    ],
)
def test_a_quotation_is_found_whatever_its_typography(quote: str) -> None:
    span = locate(quote, TEXT, "t1")
    assert span is not None
    assert span.text_id == "t1"
    assert TEXT[span.start : span.end] == span.quote
    assert normalise(span.quote).strip('"') == normalise(quote).strip('"')


@pytest.mark.parametrize(
    "quote",
    [
        "og de 43 ledere i 39 kommuner blev på den måde glade",
        "og de 42 ledere i 39 kommuner blev ikke på den måde glade",
        "Kurset skal stå alene, siger Karen Winther i 2016.",
        "Kurset bør ikke stå alene, siger Karen Winther i 2016.",
        "Kurset skal ikke stå alene, siger Karen Vinther i 2016.",
        "Kurset skal ikke stå alene, siger Karen Winther i 2015.",
        "Noget ganske andet, som ingen har skrevet nogen steder.",
        "",
        "...",
    ],
)
def test_what_says_something_else_is_not_found(quote: str) -> None:
    assert locate(quote, TEXT) is None


def test_a_slip_of_the_pen_is_found_as_the_source_has_it() -> None:
    span = locate("Kurset skal ikke staa alene, siger Karen Winther i 2016", TEXT)
    assert span is not None
    assert span.quote == "Kurset skal ikke stå alene, siger Karen Winther i 2016"


@given(st.text(min_size=1, max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_what_is_found_stands_in_the_text(quote: str, before: str, after: str) -> None:
    text = before + quote + after
    span = locate(quote, text)
    if normalise(quote):
        assert span is not None
        assert text[span.start : span.end] == span.quote


@given(st.text(max_size=60))
@example("0 \u200b 0")
@example("0 \u00ad\u00ad 0")
def test_offsets_lead_back_to_where_each_character_comes_from(text: str) -> None:
    made = normalise_with_offsets(text)
    assert len(made.text) == len(made.starts) == len(made.ends)
    assert made.text.strip() == normalise(text)
    assert list(made.starts) == sorted(made.starts)
    assert all(start < end for start, end in zip(made.starts, made.ends, strict=True))


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
