import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.sentences import Unit, UnitKind, split_units

PIECES = st.sampled_from(
    [
        "Kurset tager ca. 7 dage. ", "Se f.eks. nr. 3 mv. ", "\n", "\n\n", "• punkt", "  - under", "1. Første\n",
        "30. juni 2016", "Pris: 2.395 kr.", "a | b | c\n", "er:\n", '"Ja!" ', "- Vi er her, siger Mia. ", "\t",
        "\u00a0", "a) noget\n", "## Emne\n", "æøå ", "…", "(54 %) ", "\r\n", "linje uden slutning",
    ]
)  # fmt: skip


def texts(units: list[Unit]) -> list[str]:
    return [unit.text for unit in units]


def lead_in(text: str, unit: Unit) -> str | None:
    return None if unit.lead_in is None else text[slice(*unit.lead_in)]


@given(st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80)))
def test_units_are_ordered_disjoint_and_cover_all_that_is_not_white_space(text: str) -> None:
    units = split_units(text)
    reached = 0
    for unit in units:
        assert reached <= unit.start <= unit.body_start <= unit.end
        assert unit.start < unit.end
        assert text[unit.start : unit.end] == unit.text
        assert not text[reached : unit.start].strip()
        reached = unit.end
    assert not text[reached:].strip()


@given(st.lists(PIECES, max_size=15).map("".join), st.text(max_size=10), st.text(max_size=10))
def test_a_part_of_a_text_gives_offsets_in_the_whole(text: str, before: str, after: str) -> None:
    alone = split_units(text)
    within = split_units(before + text + after, len(before), len(before) + len(text))
    assert [(unit.start + len(before), unit.text) for unit in alone] == [(unit.start, unit.text) for unit in within]


@pytest.mark.parametrize(
    "sentence",
    [
        "Det gælder f.eks. Aarhus og Vejle.",
        "Bl.a. har projektet afsat 2.395 kr. til det, jf. Bekendtgørelsen.",
        "Rapporten er fra den 30. juni 2016 og gælder fra 1. januar 2017.",
        "DISCUS A/S har ca. 34,3 pct. af opgaverne.",
        "Vi mødes kl. 9 hver dag.",
        "Den 4. Maj holder vi lukket.",
        '"Hvad gør vi nu?" spurgte lederen.',
        "I projektet, fx. hos J. Hansen, er der 10 mio. kr. til rådighed.",
    ],
)
def test_full_stops_inside_a_sentence_do_not_end_it(sentence: str) -> None:
    assert texts(split_units(f"{sentence} Næste sætning.")) == [sentence, "Næste sætning."]


def test_an_abbreviation_at_the_end_ends_the_sentence_before_a_capital() -> None:
    text = "Prisen er 200 kr. Dertil kommer bøger mv. Alle kan deltage i 2018. Tilmeld dig!"
    assert texts(split_units(text)) == [
        "Prisen er 200 kr.", "Dertil kommer bøger mv.", "Alle kan deltage i 2018.", "Tilmeld dig!",
    ]  # fmt: skip


def test_a_hard_wrapped_paragraph_is_one_paragraph() -> None:
    text = (
        "Kommunen har i flere år arbejdet med at styrke\nmedarbejdernes viden om job, og dertil har\nJobcenteret tid."
    )
    assert texts(split_units(text)) == [text]


def test_a_short_heading_right_above_a_paragraph_stands_alone() -> None:
    text = "Ledelse\nKommunen har i flere år arbejdet med at styrke medarbejdernes viden."
    assert texts(split_units(text))[0] == "Ledelse"


@pytest.mark.parametrize(
    ("first", "second"), [("•", "•"), ("-", "-"), ("–", "–"), ("*", "*"), ("1.", "2."), ("a)", "b)")]
)
def test_list_items_know_the_line_that_introduces_them(first: str, second: str) -> None:
    text = f"Kurset giver:\n\n {first} viden om job\n\n {second} bedre samtaler\n"
    units = split_units(text)
    assert [unit.kind for unit in units] == [UnitKind.SENTENCE, UnitKind.LIST_ITEM, UnitKind.LIST_ITEM]
    assert [lead_in(text, unit) for unit in units[1:]] == ["Kurset giver:"] * 2
    assert [text[unit.body_start : unit.end] for unit in units[1:]] == ["viden om job", "bedre samtaler"]


def test_a_heading_introduces_a_list_and_a_full_sentence_does_not() -> None:
    heading = "## Indhold\n\n- samtaler\n- metoder"
    sentence = "Kurset er nyt.\n\n- samtaler\n- metoder"
    assert lead_in(heading, split_units(heading)[1]) == "## Indhold"
    assert lead_in(sentence, split_units(sentence)[1]) is None


def test_a_nested_item_is_introduced_by_its_parent_and_the_next_one_is_not() -> None:
    text = "Vi tilbyder:\n• kurser\n  i bl.a.:\n    - jura\n    - økonomi\n• sparring"
    units = split_units(text)
    assert [lead_in(text, unit) for unit in units] == [
        None, "Vi tilbyder:", "• kurser\n  i bl.a.:", "• kurser\n  i bl.a.:", "Vi tilbyder:",
    ]  # fmt: skip


def test_numbered_items_give_their_number_and_a_date_is_no_item() -> None:
    units = split_units("Størst behov:\n1. Metode (57%)\n2. Økonomi (8%)\n\n30. juni er sidste frist.")
    assert [unit.ordinal for unit in units] == [None, 1, 2, None]
    assert units[-1].kind is UnitKind.SENTENCE


def test_somebody_speaking_after_a_dash_makes_sentences_not_items() -> None:
    text = "Chefen siger:\n\n- Vi skal lære mere. Det haster.\n\n- Vi er i gang, siger Mia Holm.\n\n- Godt. Ja."
    units = split_units(text)
    assert {unit.kind for unit in units} == {UnitKind.SENTENCE}
    assert text[units[1].body_start : units[1].end] == "Vi skal lære mere."


def test_label_lines_stand_alone() -> None:
    text = "Ressourceforløb for begyndere\nPris: 2.395 kr.\nSted: Vejle\nVarighed: 1 dag kl. 9-16"
    units = split_units(text)
    assert texts(units) == text.split("\n")
    assert [unit.kind for unit in units[1:]] == [UnitKind.LABEL] * 3


def test_the_first_row_introduces_the_rows_of_a_table() -> None:
    text = "Område | Andel\nMetode | 57 %\nØkonomi | 8 %"
    units = split_units(text)
    assert [unit.kind for unit in units] == [UnitKind.LABEL] * 3
    assert [lead_in(text, unit) for unit in units] == [None, "Område | Andel", "Område | Andel"]


def test_a_long_text_without_a_single_break_is_one_unit() -> None:
    assert len(split_units("ord " * 5000)) == 1
