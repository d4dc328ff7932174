"""What is quoted: a whole list, or the few units that answer best."""

import pytest

from assistant.core.composing import compose, frame, readable
from assistant.core.evidence import gather
from assistant.core.question import read_question
from assistant.core.scoring import score_all
from assistant.core.selection import choose
from assistant.core.statements import MOST_OF_A_SOURCE, MOST_QUOTATIONS, MOST_QUOTED_WORDS, Statement
from knowledge.thesaurus import Thesaurus
from knowledge.types import Hit, Snapshot
from prompts.wording import Wording
from tests.assistant.core.corpus import TODAY
from tests.builders import make_source

THESAURUS = Thesaurus.load()
WORDING = Wording.load()
HARDEST = "Hvilke områder er sværest for medarbejderne?"
QUESTIONS = [
    HARDEST,
    "Hvad er sidemandsoplæring?",
    "Hvor mange ledere svarede?",
    "Hvor stor en andel peger på virksomhedssamarbejde?",
    "Fortæl alt om kurser",
    "Hvorfor er det svært at samle hold?",
]


def chosen(snapshot: Snapshot, text: str, *source_ids: str) -> list[Statement]:
    sources = source_ids or [source.source_id for source in snapshot.sources() if source.source_id != "internt"]
    hits = [Hit(one, 1.0) for source_id in sources for one in snapshot.passages(source_id)]
    question = read_question(text, "da", snapshot, THESAURUS)
    return choose(question, score_all(question, gather(snapshot, hits), snapshot, TODAY), snapshot)


def quoted(statements: list[Statement], snapshot: Snapshot) -> list[str]:
    return [
        snapshot.text(one.hit.passage.text_id)[quotation.start : quotation.end]
        for one in statements
        for quotation in one.quotations
    ]


def test_of_nothing_nothing_is_chosen(snapshot: Snapshot) -> None:
    question = read_question(HARDEST, "da", snapshot, THESAURUS)
    assert choose(question, [], snapshot) == []


def test_a_list_that_was_asked_for_is_quoted_whole_behind_its_lead_in(snapshot: Snapshot) -> None:
    said = quoted(chosen(snapshot, HARDEST, "lederne"), snapshot)
    assert said[0].startswith("Lederne peger på")
    assert [line[:2] for line in said[1:]] == ["1.", "2.", "3.", "4."]


def test_one_item_that_was_asked_for_comes_with_its_lead_in_only(snapshot: Snapshot) -> None:
    said = quoted(chosen(snapshot, "Hvor stor en andel peger på samtaler om helbred?", "lederne"), snapshot)
    assert said[0].startswith("Lederne peger på")
    assert "2. Samtaler om helbred (41 %)" in said


def test_a_long_list_nobody_asked_for_as_a_list_is_shortened_to_the_limits(snapshot: Snapshot) -> None:
    statements = chosen(snapshot, "Hvordan forberedes en god virksomhedspraktik?", "praktik")
    said = quoted(statements, snapshot)
    assert said[0].startswith("En god virksomhedspraktik")
    assert 1 < len(said) <= MOST_QUOTATIONS
    assert sum(len(one.split()) for one in said) <= MOST_QUOTED_WORDS


def test_a_long_list_that_was_asked_for_is_quoted_whole(snapshot: Snapshot) -> None:
    said = quoted(chosen(snapshot, "Hvilke trin forberedes en god virksomhedspraktik i?", "praktik"), snapshot)
    assert len(said) == 1 + 7


def test_the_most_of_something_is_told_by_all_rows_of_its_table(snapshot: Snapshot) -> None:
    said = quoted(chosen(snapshot, "Hvad er størst i brobygningspuljen?", "tal"), snapshot)
    assert len(said) == 3
    assert all(row.startswith("emne: ") for row in said)


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_is_chosen_stays_within_the_limits(text: str, snapshot: Snapshot) -> None:
    statements = chosen(snapshot, text)
    said = quoted(statements, snapshot)
    assert said
    assert all(said)
    if len(statements) > 1:
        assert len(said) <= MOST_QUOTATIONS
        assert sum(len(one.split()) for one in said) <= MOST_QUOTED_WORDS
        sources = [one.source.source_id for one in statements]
        assert max(sources.count(source_id) for source_id in sources) <= MOST_OF_A_SOURCE


@pytest.mark.parametrize("text", QUESTIONS)
def test_no_stretch_is_quoted_twice(text: str, snapshot: Snapshot) -> None:
    places = [
        (one.source.source_id, quotation.start, quotation.end)
        for one in chosen(snapshot, text)
        for quotation in one.quotations
    ]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("language", ["da", "en"])
def test_what_is_chosen_becomes_numbered_verified_claims(text: str, language: str, snapshot: Snapshot) -> None:
    statements = chosen(snapshot, text)
    composed = compose(statements, snapshot, language, WORDING)  # type: ignore[arg-type]
    assert [one.number for one in composed.citations] == list(range(1, len(quoted(statements, snapshot)) + 1))
    assert [one.text for one in composed.claims] == [readable(one.quote) for one in composed.citations]
    assert all(one.title in composed.text for one in composed.citations)


def test_each_source_is_named_once_above_its_quotations(snapshot: Snapshot) -> None:
    text = "Hvor stor en andel af lederne peger på virksomhedssamarbejde?"
    composed = compose(chosen(snapshot, text, "lederne", "vest"), snapshot, "da", WORDING)
    for title in ("Lederne om opkvalificering", "Jobcentrene i vest"):
        assert composed.text.count(f"**{title}**") == 1


@pytest.mark.parametrize(
    ("quote", "read"),
    [
        ("• viden  om\njob", "viden om job"),
        ("1. Metode (57 %)", "Metode (57 %)"),
        ("a) noget", "noget"),
        ("## Emne", "Emne"),
        ("- 5 dage", "5 dage"),
        ("2016 var et godt år", "2016 var et godt år"),
        ("Det er - sådan set - rigtigt", "Det er - sådan set - rigtigt"),
    ],
)
def test_a_quotation_is_read_without_its_mark_and_line_breaks(quote: str, read: str) -> None:
    assert readable(quote) == read


def test_the_frame_names_what_is_known_of_a_source() -> None:
    dated = make_source(title="Rapport", publisher="COK", date=TODAY)
    assert "**Rapport** (COK, 22. november 2026)" in frame(dated, "da", WORDING)
    assert "**Rapport** (COK, 22 November 2026)" in frame(dated, "en", WORDING)
    assert "(uden dato)" in frame(make_source(title="Rapport"), "da", WORDING)
