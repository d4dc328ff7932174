"""What makes one unit answer better than another."""

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.core.abstention import is_answered
from assistant.core.evidence import gather
from assistant.core.question import read_question
from assistant.core.scoring import Scored, is_checked, points_back, score_all
from knowledge.thesaurus import Thesaurus
from knowledge.types import Hit, Snapshot
from tests.assistant.core.corpus import TODAY

THESAURUS = Thesaurus.load()
ALL = ("lederne", "vest", "sidemand", "mentor", "robotter", "referater", "tal")
Score = Callable[..., list[Scored]]


@pytest.fixture(scope="module")
def score(snapshot: Snapshot) -> Score:
    """Score all units of some sources against a question, as if each passage were found equally well."""

    def scored(text: str, *source_ids: str, today: datetime.date = TODAY) -> list[Scored]:
        hits = [Hit(one, 1.0) for source_id in source_ids or ALL for one in snapshot.passages(source_id)]
        return score_all(read_question(text, "da", snapshot, THESAURUS), gather(snapshot, hits), snapshot, today)

    return scored


def score_of(words: str, scored: list[Scored]) -> Scored:
    return next(one for one in scored if words in one.candidate.unit.text)


def test_candidates_come_best_first_and_scores_are_never_negative(score: Score) -> None:
    scores = [one.score for one in score("Hvilke områder er sværest for medarbejderne?")]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] >= 0


def test_nothing_to_score_gives_nothing(score: Score, snapshot: Snapshot) -> None:
    question = read_question("Hvad er sværest?", "da", snapshot, THESAURUS)
    assert score_all(question, [], snapshot, TODAY) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hvem skal godkende mødereferater?", "godkendes af teamlederen"),
        ("Hvad betyder sidemandsoplæring?", "en erfaren kollega"),
        ("Hvor mange langtidsledige hjalp mentorordningen?", "230 langtidsledige"),
        ("Hvad laver robotterne i Skovby?", "afprøver robotter"),
    ],
)
def test_the_unit_that_bears_the_question_out_is_first(text: str, words: str, score: Score) -> None:
    assert words in score(text)[0].candidate.unit.text


def test_a_unit_without_the_kind_of_answer_asked_for_falls_behind(score: Score) -> None:
    text = "Hvor mange mødtes mentorerne med hver anden onsdag i kantinen?"
    assert score_of("kantinen", score(text, "mentor")).kind == 0.0
    assert score_of("230", score(text, "mentor")).kind == 1.0


def test_a_source_that_does_not_know_the_name_is_worth_less(score: Score) -> None:
    named = score_of("52 procent", score("Hvad er sværest for medarbejderne ifølge OECD?", "vest"))
    plain = score_of("52 procent", score("Hvad er sværest for medarbejderne ifølge lederne?", "vest"))
    assert (named.missing_names, plain.missing_names) == (1, 0)
    assert named.score < plain.score


def test_a_publisher_or_title_bears_a_name_out(score: Score) -> None:
    assert score_of("52 procent", score("Hvad er sværest ifølge Analysehuset Vest?", "vest")).missing_names == 0


def test_an_old_source_tells_less_of_today(score: Score) -> None:
    now = "Hvor mange langtidsledige hjælper mentorordningen lige nu?"
    old = score_of("230", score(now, "mentor"))
    then = score_of("230", score(now, "mentor", today=datetime.date(2015, 1, 1)))
    assert old.score < then.score


def test_an_invented_source_is_worth_less_than_it_would_be_were_it_real(score: Score, snapshot: Snapshot) -> None:
    question = read_question("Hvad laver robotterne?", "da", snapshot, THESAURUS)
    candidates = gather(snapshot, [Hit(one, 1.0) for one in snapshot.passages("robotter")])
    real = [replace(one, source=replace(one.source, fictional=False)) for one in candidates]
    assert (
        score_all(question, candidates, snapshot, TODAY)[0].score < score_all(question, real, snapshot, TODAY)[0].score
    )


def test_what_introduces_an_item_counts_for_it(score: Score) -> None:
    item = score_of("Samtaler om helbred", score("Hvilke områder er sværest for medarbejderne?", "lederne"))
    assert item.context > item.own


def test_shares_are_shares(score: Score) -> None:
    for one in score("Hvor stor en andel peger på virksomhedssamarbejde?"):
        assert all(0.0 <= share <= 1.0 + 1e-9 for share in (one.context, one.own, one.passage, one.kind, one.focus))


def test_a_number_or_a_count_of_names_shows_for_certain(snapshot: Snapshot) -> None:
    def checked(text: str) -> bool:
        return is_checked(read_question(text, "da", snapshot, THESAURUS))

    assert checked("Hvor mange ledere?")
    assert checked("Hvilke fire områder?")
    assert not checked("Hvad er transfer?")


def test_a_sentence_that_begins_with_it_points_back(score: Score) -> None:
    found = score("Hvad er sværest?", "vest")
    assert points_back(score_of("Det sværeste", found).candidate)
    assert not points_back(score_of("Rejsetiden", found).candidate)


def test_nothing_found_answers_nothing(snapshot: Snapshot) -> None:
    question = read_question("Hvad er sidemandsoplæring?", "da", snapshot, THESAURUS)
    assert not is_answered(question, None)


def test_the_best_of_what_was_found_answers_only_when_it_gives_what_was_asked_for(
    score: Score, snapshot: Snapshot
) -> None:
    def answered(text: str, *source_ids: str) -> bool:
        return is_answered(read_question(text, "da", snapshot, THESAURUS), score(text, *source_ids)[0])

    assert answered("Hvad er sidemandsoplæring?", "sidemand")
    assert not answered("Hvor mange kroner koster sidemandsoplæring?", "sidemand")
    assert not answered("Hvad er sidemandsoplæring?", "robotter")
    assert not answered("Hvad siger de?", "lederne")
