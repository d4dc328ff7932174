"""The five documents of the field, read as they were crawled."""

import datetime
from pathlib import Path

import pytest

from ingest.formats import reader_for
from ingest.metadata import Metadata, find_metadata
from ingest.passages import PassageSpan, cut
from ingest.types import BlockKind, Extracted

pytestmark = pytest.mark.shared


def seed(shared_data: Path, number: str) -> tuple[Extracted, Metadata, list[PassageSpan]]:
    path = next((shared_data / "seeds").glob(f"{number}_*.txt"))
    extracted = reader_for(path)(path)
    metadata, _, _ = find_metadata(extracted, path, None)
    return extracted, metadata, cut(extracted.text, extracted.blocks)


@pytest.mark.parametrize(
    ("number", "date", "publisher", "title"),
    [
        (
            "000",
            "2018-11-27",
            None,
            "Puljen for kompetenceudvikling af jobkonsulenter bliver brugt efter intentionerne",
        ),
        ("001", "2018-05-16", "Fremfærd", "Fire anbefalinger til kompetenceudvikling i jobcentrene"),
        ("002", "2016-06-30", None, "Evaluering: 16 kommuner har afprøvet nye jobrettede samtaleforløb med succes"),
        ("003", None, "DISCUS A/S", "Evaluering af pulje til jobrettet opkvalificering"),
        ("004", "2016-08-17", None, "COK har taget temperaturen på ledernes kompetenceudviklingsbehov"),
    ],
)
def test_date_publisher_and_title_are_those_of_the_document(
    shared_data: Path, number: str, date: str | None, publisher: str | None, title: str
) -> None:
    _, metadata, _ = seed(shared_data, number)
    assert metadata.date == (datetime.date.fromisoformat(date) if date else None)
    assert metadata.publisher == publisher
    assert metadata.title == title


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_menu_or_address_line_is_in_a_passage(shared_data: Path, number: str) -> None:
    extracted, _, spans = seed(shared_data, number)
    passages = "\n".join(extracted.text[span.start : span.end] for span in spans)
    for line in (
        "Spring over",
        "Mest Læste",
        "Annonce",
        "Nørre Allé",
        "discus@",
        "nyt vindue",
        "Af Mia",
        "NYHED /",
        "16:38",
    ):
        assert line not in passages


def test_headings_without_markup_become_sections(shared_data: Path) -> None:
    _, _, spans = seed(shared_data, "001")
    assert "Anbefaling nr. 2: Sikr en bedre sammenhæng mellem de faglige krav og kompetenceløft" in {
        s.section for s in spans
    }
    _, _, spans = seed(shared_data, "004")
    assert [span.section for span in spans][1:3] == [
        "Hvilke områder er mest udfordrende?",
        "Hvilken type kompetenceudvikling er der brug for?",
    ]


def test_a_ranked_list_keeps_its_lead_in(shared_data: Path) -> None:
    extracted, _, spans = seed(shared_data, "004")
    holding = [s for s in spans if "1. Virksomhedssamarbejdet (54%)" in extracted.text[s.start : s.end]]
    assert "De mest udfordrende områder er:" in extracted.text[holding[0].start : holding[0].end]
    assert "5. Unge og uddannelse (27%)" in extracted.text[holding[0].start : holding[0].end]


def test_nested_bullets_keep_their_depth(shared_data: Path) -> None:
    extracted, _, _ = seed(shared_data, "003")
    depths = {extracted.text[b.start : b.end]: b.level for b in extracted.blocks if b.kind is BlockKind.LIST_ITEM}
    assert depths["• Opbygning af tillid, så barrierer og problemer kommer frem og kan håndteres"] == 2
    assert depths["• Ressourcer til udvikling af indsats og saarbejdsflader samt afprøvning af ny indsats."] == 1
