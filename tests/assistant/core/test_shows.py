"""Whether a text gives the kind of answer asked for."""

import pytest

from assistant.core.question import Expected
from assistant.core.shows import UNMARKED, enumerates, is_labelled, shows


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Expected.MONEY, "Kurset koster 2.395 kr. ekskl. moms."),
        (Expected.MONEY, "Der er afsat yderligere ti millioner kroner."),
        (Expected.MONEY, "Besøget er gratis for jobcentret."),
        (Expected.PERCENT, "Virksomhedssamarbejdet (54%)"),
        (Expected.PERCENT, "Halvdelen af lederne svarede."),
        (Expected.NUMBER, "Seksten kommuner deltog, blandt dem tre store."),
        (Expected.NUMBER, "It has six advisers."),
        (Expected.DURATION, "It lasts three weeks."),
        (Expected.DATE, "Holdet begynder klokken syv."),
        (Expected.DATE, "Fristen er den 12. juni."),
        (Expected.DATE, "Projektet begyndte i 2015."),
        (Expected.DATE, "Lederen følger op inden for fire uger."),
        (Expected.DATE, "Vi holder åbent hver anden onsdag."),
        (Expected.DATE, "Holdet mødes hver uge."),
        (Expected.DATE, "Det bliver gjort op årligt."),
        (Expected.FREQUENCY, "De mødes hver anden uge."),
        (Expected.FREQUENCY, "Der holdes 40 møder om året."),
        (Expected.YES_NO, "Ordningen kan ikke søges mere."),
        (Expected.PLACE, "Sted: Skovby"),
        (Expected.DATE, "Meld fra senest ved middagstid."),
        (Expected.DURATION, "Modulet varer syv undervisningsdage."),
        (Expected.PERSON, "Det siger chefkonsulent Dorthe Nielsen."),
        (Expected.REASON, "Det skyldes, at emnet er svært."),
    ],
)
def test_a_text_that_gives_the_kind_of_answer_is_recognised(expected: Expected, text: str) -> None:
    assert shows(expected, text) == 1.0


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Expected.MONEY, "Kurset handler om motiverende samtaler."),
        (Expected.MONEY, "Der deltog 16 kommuner."),
        (Expected.FREQUENCY, "De mødes på rådhuset."),
        (Expected.PERCENT, "Lederne peger på samarbejde."),
        (Expected.NUMBER, "Lederne peger på samarbejde."),
        (Expected.DATE, "Lederne peger på samarbejde."),
        (Expected.DATE, "Det er svært inden for virksomhedssamarbejde."),
        (Expected.DATE, "Kurset tages ved siden af arbejdet."),
        (Expected.DATE, "Hver anden leder er enig."),
        (Expected.DURATION, "Der deltog 42 ledere."),
    ],
)
def test_a_text_without_that_kind_of_answer_is_not(expected: Expected, text: str) -> None:
    assert shows(expected, text) == 0.0


def test_any_text_answers_a_question_of_no_certain_kind() -> None:
    assert shows(Expected.ANY, "Lederne peger på samarbejde.") == 1.0


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (Expected.CONTACT, "Skriv til kurser@eksempel.dk."),
        (Expected.CONTACT, "Ring på 70 10 20 30."),
        (Expected.NAME, "Projektet blev kaldt Broen."),
        (Expected.PLACE, "Kurset holdes i Aarhus."),
        (Expected.DEFINITION, "Transfer betyder, at det lærte bliver brugt."),
    ],
)
def test_contacts_names_places_and_definitions_are_recognised(expected: Expected, text: str) -> None:
    assert shows(expected, text) == 1.0
    assert shows(expected, "lederne peger på samarbejde") < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Lederen følger op efter kurset.",
        "Aftal det før kurset.",
        "Planen laves, når kurset er slut.",
        "Tal om målet, inden kurset begynder.",
    ],
)
def test_a_text_that_ties_two_things_in_time_may_tell_when(text: str) -> None:
    assert shows(Expected.DATE, text) == UNMARKED


def test_a_label_names_the_kind_of_answer_behind_it() -> None:
    assert is_labelled(Expected.MONEY, "Pris: 2.395 kr.")
    assert not is_labelled(Expected.MONEY, "Sted: Vejle")
    assert not is_labelled(Expected.MONEY, "Prisen er 2.395 kr.")


def test_a_sentence_names_several_things_where_commas_part_them() -> None:
    assert enumerates("Det er jura, økonomi, samtaler og data.", 4)
    assert not enumerates("Det er jura.", 4)
