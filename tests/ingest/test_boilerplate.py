"""What belongs to the page, not to what it says."""

import datetime

import pytest

from ingest.boilerplate import (
    address_owner,
    dates_of_line,
    is_address,
    is_boilerplate,
    is_byline,
    opens_link_list,
    says_changed,
)


@pytest.mark.parametrize(
    "line",
    [
        "Spring over hovedmenu", "Spring til indhold", "Gå til hovedindhold", "Annonce", "Del siden", "Del på Facebook",
        "Print artiklen", "Vi bruger cookies til statistik. Læs mere i vores politik.", "Accepter alle cookies",
        "Rapport om samtaler (pdf) (nyt vindue)", "Hele undersøgelsen (åbner i nyt vindue)", "Bilag (PDF, 1,2 MB)",
        "Forside > Nyheder > Beskæftigelse", "Du er her: Forside / Nyt",
        "© 2018 Kommunen. Alle rettigheder forbeholdes.",
        "Side 3 af 12", "- 4 -", "————————", "Tilmeld dig vores nyhedsbrev", "Foto: Hanne Holm",
        "Øvedalen Kommune | Torvegade 4 | 8990 Øvedal | Tlf. 12 34 56 78", "Havnegade 12, 1058 København K",
    ],
)  # fmt: skip
def test_lines_of_the_page_are_told(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "Jobcentret bruger digitale værktøjer.", "Læs rapporten i sin helhed.", "Annoncer for stillinger skal slås op.",
        "Menuen af tilbud er bred.", "I 2018 København og Aarhus deltog begge.", "5. Unge og uddannelse (27%)",
        "Kontakt: Anne Lund, tlf. 12 34 56 78, al@eksempel.dk", "Ledelse", "Søg om støtte inden 1. maj.", "54 %",
        "Kurset holdes i 8000 Aarhus C og i 5000 Odense C, og du kan selv vælge stedet.",
    ],
)  # fmt: skip
def test_lines_of_the_text_are_left_alone(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "line", ["Mest læste", "Mest Læste", "Læs også: Ny pulje på vej", "Relaterede artikler", "Se også"]
)
def test_link_lists_are_opened_by_their_heading(line: str) -> None:
    assert opens_link_list(line)


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        ("NORDVIND A/S • Havnegade 7 • 8000 Aarhus C • Tlf: +45 7012 3456", "NORDVIND A/S"),
        ("Øvedalen Kommune | Torvegade 4 | 8990 Øvedal", "Øvedalen Kommune"),
        ("Havnegade 7 • 8000 Aarhus C • Tlf: +45 7012 3456", None),
        ("Havnegade 7, 8000 Aarhus C", None),
        ("Kommunerne deltog • og svarede • i 2016", None),
    ],
)
def test_the_first_name_of_an_address_owns_it(line: str, owner: str | None) -> None:
    assert address_owner(line) == owner


@pytest.mark.parametrize(
    "line", ["Af Anne Lund", "Af Anne Lund og Bo Holm, journalister", "Af Anne Lund 16/05/2018", "Skrevet af Bo Holm"]
)
def test_bylines_are_known(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize("line", ["Af de 42 ledere svarede alle", "Af hensyn til borgeren", "Anne Lund siger ja", "Af"])
def test_sentences_are_no_bylines(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    "line",
    [
        "27-11-2018", "NYHED / 27-11-2018", "Publiceret 27. november 2018", "27/11/2018 16:38",
        "Af Anne Lund 27/11/2018",
        "Aarhus, den 27. november 2018", "Pressemeddelelse, 27. november 2018", "Tirsdag d. 27. november 2018 kl. 9.30",
        "TEMA | 27.11.2018", "Dato: 27.11.2018",
    ],
)  # fmt: skip
def test_lines_that_date_the_document_give_the_date(line: str) -> None:
    assert [found.date for found in dates_of_line(line)] == [datetime.date(2018, 11, 27)]


@pytest.mark.parametrize(
    "line",
    [
        "Ansøgningsfrist 27-11-2018", "Loven gælder fra 27. november 2018",
        "Kurset holdes 27.-28. november 2018 i Vejle",
        "i 2018", "November 2018", "Den 27. november 2018 mødtes lederne for at tale om kompetencer.",
        "Hold 2 27-11-2018",
    ],
)  # fmt: skip
def test_deadlines_periods_and_prose_date_nothing(line: str) -> None:
    assert dates_of_line(line) == []


def test_a_change_is_told_from_a_publication() -> None:
    assert says_changed("Sidst opdateret 3. maj 2018")
    assert not says_changed("Publiceret 3. maj 2018")


def test_an_address_in_a_sentence_is_no_address_line() -> None:
    assert not is_address("Mødet holdes på Havnegade 7, 8000 Aarhus C.")
