"""What is read of a team told of in words: who they are, how many, what nobody and what all can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.follow_up import stand_alone
from assistant.core.teams import MOST_PEOPLE, as_rows, asks_of_team, roles_in, tells_who_they_are, told_team
from assistant.core.types import Turn
from knowledge.competences import Competences
from knowledge.gaps.types import TeamRow
from knowledge.types import Competence, Profile


def profile(title: str, *labels: str) -> Profile:
    wanted = tuple(Competence("", label) for label in labels)
    return Profile(title.lower(), "prøve", "1", title, title.lower(), competences=wanted)


PROFILES = [
    profile("Jobformidler", "Jobmatch", "Forhandling og aftaler"),
    profile("Faglig leder", "Transfer"),
]
REGISTER = Competences(PROFILES, [])


def labels(text: str) -> tuple[list[str], list[str], list[str]]:
    told = told_team(text, PROFILES, REGISTER)
    return [one.label for one in told.lacking], [one.label for one in told.having], list(told.unknown)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Vi er 4 jobformidlere og en faglig leder", [4, 1]),
        ("vi er fire nye jobformidlere", [4]),
        ("Mit team består af tolv jobformidlere", [12]),
        ("jobformidleren", [1]),
        ("vi er 0 jobformidlere", [1]),
        ("vi er 9999 jobformidlere", [MOST_PEOPLE]),
        ("vi er 3 smede", []),
    ],
)
def test_roles_are_counted(text: str, people: list[int]) -> None:
    assert [role.people for role in roles_in(text, PROFILES)] == people


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ingen kan jobmatch", (["Jobmatch"], [], [])),
        ("ingen kan forhandling og aftaler eller jobmatch", (["Forhandling og aftaler", "Jobmatch"], [], [])),
        ("ingen kan jobmatch. Alle kan transfer", (["Jobmatch"], ["Transfer"], [])),
        ("vi mangler svejsning og transfer", (["Transfer"], [], ["svejsning"])),
        ("alle kan jobmatch, hvad mangler vi?", ([], ["Jobmatch"], [])),
        ("ingen kan jobmatch, men alle kan transfer", (["Jobmatch"], ["Transfer"], [])),
        ("ingen kan jobmatch og alle kan jobmatch", (["Jobmatch"], [], [])),
    ],
)
def test_what_nobody_and_what_all_can_is_read(text: str, read: tuple[list[str], list[str], list[str]]) -> None:
    assert labels(text) == read


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("hvad mangler mit team?", True),
        ("vi er 4 jobformidlere hvad mangler vi", True),
        ("Vi er 4 jobformidlere, ingen kan jobmatch", True),
        ("Hvad kan vi, og hvad mangler vi?", False),
        ("Hvad mangler borgerne?", False),
    ],
)
def test_a_question_of_a_team_is_told_from_others(text: str, asks: bool) -> None:
    assert asks_of_team(text) is asks


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Vi er 3 jobformidlere", True),
        ("Vi er jobformidlere", False),
        ("Hvordan arbejder vi, når vi er 3 jobformidlere?", False),
        ("Vi er 3 jobformidlere og vil på kursus", False),
        ("Vi er 3 smede", False),
    ],
)
def test_who_tells_who_they_are_is_heard(text: str, tells: bool) -> None:
    assert tells_who_they_are(text, PROFILES) is tells


def test_who_says_what_nobody_can_is_taken_to_have_the_rest() -> None:
    told = told_team("Vi er 2 jobformidlere og en faglig leder, ingen kan jobmatch", PROFILES, REGISTER)
    deal, transfer = REGISTER.find("Forhandling og aftaler"), REGISTER.find("Transfer")
    assert deal
    assert transfer
    assert as_rows(told, PROFILES, REGISTER).rows == (
        TeamRow("1", ("jobformidler",)),
        TeamRow("1", competence=deal.key),
        TeamRow("2", ("jobformidler",)),
        TeamRow("2", competence=deal.key),
        TeamRow("3", ("faglig leder",)),
        TeamRow("3", competence=transfer.key),
    )


def test_what_no_profile_of_theirs_asks_for_is_wished_for_all() -> None:
    told = told_team("Vi er 2 jobformidlere, ingen kan transfer", PROFILES, REGISTER)
    wished = [row.person for row in as_rows(told, PROFILES, REGISTER).rows if row.wanted]
    assert wished == ["1", "2"]


def test_a_team_is_told_of_over_several_turns() -> None:
    first = "Hvad mangler mit team?"
    history = [Turn(first, ""), Turn("vi er 2 jobformidlere", ""), Turn("ingen kan jobmatch", "")]
    assert stand_alone("og ingen kan transfer", history) == (
        "Hvad mangler mit team?. vi er 2 jobformidlere. ingen kan jobmatch. og ingen kan transfer"
    )


@pytest.mark.parametrize("question", ["Hvilke kurser er der i transfer?", "Hvad er sidemandsoplæring?"])
def test_another_question_leaves_the_team(question: str) -> None:
    assert stand_alone(question, [Turn("vi er 2 jobformidlere, ingen kan jobmatch", "")]) == question


@given(st.text(st.sampled_from("vi er 4 ingen kan og, jobmatch jobformidlere.ø"), max_size=60))
def test_whatever_is_told_is_borne(text: str) -> None:
    told = told_team(f"ingen kan {text}", PROFILES, REGISTER)
    assert told.people <= MOST_PEOPLE * len(told.roles)
    assert len(as_rows(told, PROFILES, REGISTER).rows) >= bool(told.roles)
