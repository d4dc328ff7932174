"""What people said of links is kept by course and competence, and the later verdict holds."""

from sqlalchemy import create_engine, text

from assistant.channels.state.store import State
from knowledge.linking.types import LinkJudgement, LinkVerdict
from tests.assistant.channels.state.conftest import Opener
from tests.assistant.channels.state.stored import Clock

CONFIRMED, REJECTED = LinkVerdict.CONFIRMED, LinkVerdict.REJECTED


def test_verdicts_are_kept_with_who_and_when(state: State, opened: Opener, clock: Clock) -> None:
    state.links.judge("kursus-2", "samtale", REJECTED, "Anna")
    clock.go_on(minutes=1)
    given = state.links.judge("kursus-1", "møder", CONFIRMED, "Bo")
    assert given == LinkJudgement("kursus-1", "møder", CONFIRMED, "Bo", clock())
    kept = opened().links.all()
    assert [(one.course_id, one.competence_key, one.verdict, one.by) for one in kept] == [
        ("kursus-1", "møder", CONFIRMED, "Bo"),
        ("kursus-2", "samtale", REJECTED, "Anna"),
    ]
    assert kept[0].when == clock()


def test_the_later_verdict_of_a_link_holds_whoever_gives_it(state: State) -> None:
    state.links.judge("kursus", "samtale", REJECTED, "Anna")
    state.links.judge("kursus", "samtale", CONFIRMED, "Bo")
    (kept,) = state.links.all()
    assert (kept.verdict, kept.by) == (CONFIRMED, "Bo")


def test_a_verdict_can_be_taken_back(state: State) -> None:
    state.links.judge("kursus", "samtale", REJECTED, "Anna")
    assert state.links.withdraw("kursus", "samtale")
    assert not state.links.withdraw("kursus", "samtale")
    assert state.links.all() == []


def test_a_database_from_before_there_were_links_gets_their_table_and_keeps_the_rest(opened: Opener, url: str) -> None:
    _, secret = opened().keys.create("gammel")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE link_judgements"))
        connection.execute(text("UPDATE schema_version SET version = 2"))
    engine.dispose()
    state = opened()
    state.links.judge("kursus", "samtale", CONFIRMED, "Anna")
    assert len(state.links.all()) == 1
    assert state.keys.require(secret).name == "gammel"
