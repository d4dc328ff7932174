import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import detect_language

DANISH = [
    "hvad er transfer?",
    "kurser i København",
    "kurser i Aarhus",
    "hvilke kurser er der i motivational interviewing",
    "hvad siger COK",
    "hva er kompetancer",
    "hvornaar er kurset",
    "hvad koster diplomuddannelsen",
    "Hvad siger lederne er sværest for medarbejderne?",
    "Hvilke kompetncer mangler de",
    "uddannelse i ledelse",
    "transfer",
    "ECTS",
    "STAR",
    "jobkonsulenter",
    "progression",
    "et kursus om job crafting",
    "hvem er Jørn Neergaard Larsen",
    "findes der online kurser",
    "er der nogen workshops om coaching",
    "hvad betyder empowerment",
    "hvordan maaler man effekt",
    "beskaeftigelsesindsats",
    "virksomhedssamarbejde",
    "Find kurser i fotografering",
    "54%",
    "",
    "???",
]
ENGLISH = [
    "What is kompetencefonden?",
    "courses",
    "courses in Copenhagen",
    "which courses are there in Aarhus?",
    "What did the managers say was hardest for employees?",
    "what is the price of diplomuddannelsen",
    "who runs the project Fagligheder på beskæftigelsesområdet",
    "waht is transfer",
    "how many municipalities",
    "training for job centre employees",
    "Tell me about Sparringspartnerne",
    "recommendations",
    "when was the survey made",
    "is it free?",
    "find courses in Odense",
    "Which courses strengthen samtaler om helbred?",
    "difference between akademi and diplom",
]


@pytest.mark.parametrize("text", DANISH)
def test_danish_is_told(text: str) -> None:
    assert detect_language(text) == "da"


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text: str) -> None:
    assert detect_language(text) == "en"


@given(st.text(max_size=60))
def test_any_text_is_one_of_the_two(text: str) -> None:
    assert detect_language(text) in ("da", "en")


@given(st.text(alphabet="0123456789 .,?!-%", max_size=30))
def test_what_has_no_words_is_danish(text: str) -> None:
    assert detect_language(text) == "da"
