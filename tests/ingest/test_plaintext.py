"""Structure that shows in the form of plain text alone."""

from ingest.plaintext import structure
from ingest.types import BlockKind

LONG = "Kommunen har spurgt sine ledere, hvad medarbejderne skal kunne, og svarene peger i samme retning som sidste år."
HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM
BOILERPLATE = BlockKind.BOILERPLATE


def shape(text: str) -> list[tuple[BlockKind, int, str]]:
    return [(b.kind, b.level, " ".join(text[b.start : b.end].split())) for b in structure(text)]


def kinds(text: str) -> list[BlockKind]:
    return [kind for kind, _, _ in shape(text)]


def test_title_and_headings_are_short_lines_before_text() -> None:
    text = f"Ledernes svar\n\n{LONG}\n\nHvad er sværest?\n{LONG}\n\nAnbefaling nr. 1: Spørg oftere\n\n{LONG}"
    assert shape(text)[0] == (HEADING, 1, "Ledernes svar")
    assert shape(text)[2] == (HEADING, 2, "Hvad er sværest?")
    assert shape(text)[4] == (HEADING, 2, "Anbefaling nr. 1: Spørg oftere")


def test_a_line_that_leads_into_a_list_is_no_heading() -> None:
    assert kinds(f"Svar\n\n{LONG}\n\nDe peger på:\n\n1. Samarbejde (54%)\n\n2. Metode (41%)")[2:] == [
        PARAGRAPH,
        ITEM,
        ITEM,
    ]


def test_a_cut_off_title_gives_way_to_the_full_one() -> None:
    text = f"Undersøgelse ledern\n\nUndersøgelse af ledernes behov\n\n{LONG}"
    assert shape(text)[:2] == [(BOILERPLATE, 1, "Undersøgelse ledern"), (HEADING, 1, "Undersøgelse af ledernes behov")]


def test_byline_publisher_and_section_stand_outside_the_text() -> None:
    text = f"Ledernes svar\n\nLedelse\n\n17/08/2016 16:38\n\n{LONG}"
    assert kinds(text) == [HEADING, BOILERPLATE, BOILERPLATE, PARAGRAPH]
    text = f"Ledernes svar\n\n{LONG}\n\nAf Anne Lund 16/05/2018\nVidensbanken\n\n{LONG}"
    assert kinds(text) == [HEADING, PARAGRAPH, BOILERPLATE, BOILERPLATE, PARAGRAPH]


def test_what_follows_the_list_of_links_is_read_again() -> None:
    text = f"Ledernes svar\n\n{LONG}\n\nMest læste\n\nNy pulje på vej\n\nKommuner søger ledere\n\n{LONG}"
    assert kinds(text) == [HEADING, PARAGRAPH, BOILERPLATE, BOILERPLATE, BOILERPLATE, PARAGRAPH]


def test_broken_lines_are_one_paragraph() -> None:
    text = (
        "Ledernes svar\n\nKommunen har i foråret spurgt sine ledere om, hvad deres\n"
        "medarbejdere skal kunne om fem år. Svarene fra i år ligner\nmeget dem fra sidste år.\n\nKort slut."
    )
    assert len(shape(text)) == 3
    assert shape(text)[1][2].endswith("meget dem fra sidste år.")


def test_lines_that_were_not_broken_are_paragraphs_of_their_own() -> None:
    assert kinds(f"Ledernes svar\n\n{LONG}\n{LONG} {LONG}\n{LONG}") == [HEADING, PARAGRAPH, PARAGRAPH, PARAGRAPH]


def test_items_keep_depth_number_and_continuation() -> None:
    text = "Vi ser på:\n • et\n   og mere af det\n  - under\n   - dybere\n • to\n\na) tre\n2) fire"
    assert [(kind, level) for kind, level, _ in shape(text)] == [
        (PARAGRAPH, 1), (ITEM, 1), (ITEM, 2), (ITEM, 3), (ITEM, 1), (ITEM, 1), (ITEM, 1),
    ]  # fmt: skip
    assert shape(text)[1][2] == "• et og mere af det"


def test_a_dash_before_speech_is_no_list() -> None:
    text = (
        f"Ledernes svar\n\n{LONG}\n\n- Det glæder mig, og vi arbejder videre med det, siger chefen.\n\n- Ja, siger hun."
    )
    assert kinds(text)[2:] == [PARAGRAPH, PARAGRAPH]


def test_a_numbered_line_above_a_paragraph_is_a_heading_and_a_date_no_item() -> None:
    text = f"Ledernes svar\n\n2.1 Metode\n\n{LONG}\n\n30. juni spurgte vi igen, og {LONG}"
    assert shape(text)[1][:2] == (HEADING, 3)
    assert kinds(text)[3] == PARAGRAPH


def test_a_text_without_headings_has_none() -> None:
    assert kinds(f"{LONG}\n\n{LONG}") == [PARAGRAPH, PARAGRAPH]


def test_a_row_of_short_lines_is_no_row_of_headings() -> None:
    text = f"Ledernes svar\n\n{LONG}\n\nAarhus\n\nOdense\n\nVejle\n\nRanders\n\n{LONG}"
    assert HEADING not in kinds(text)[1:]
