"""What changed, in Slack: asked for in words, sent to the channels that want it, shown on Home."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.channels.build import Application
from tests.assistant.channels.changed import ingest_twice, write_changed
from tests.assistant.channels.doors import ingest_into, write_sources
from tests.slack.app_under_test import SECRET_QUESTION, app_in, opened
from tests.slack.test_slack_restarts import SECONDS, Process
from tests.slack.workspace import Workspace

DEARER = "Dyrere: Facilitering af møder (Kursushuset Nordlys) koster nu 4.600 kr.; før 4.200 kr."
HIDDEN = "Nordstjernen"


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The parts over two generations, for reading only."""
    with opened(ingest_twice(tmp_path_factory.mktemp("changed"))) as parts:
        yield parts


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The small sources, ingested once."""
    folder = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", folder)
    return folder


def update(sources: Path) -> None:
    """Ingest once more, with much changed."""
    write_changed(sources)
    ingest_into(sources.parent / "data", sources)


def digests(slack: Workspace) -> list[str]:
    return [one.shown for one in slack.channel("C1").shown if "Ændringer fra generation" in one.shown]


@pytest.mark.parametrize("asked", ["Hvad er nyt?", "hvad er der ændret?"])
def test_whoever_asks_what_is_new_is_told(lawful: Workspace, changed: Application, state_url: str, asked: str) -> None:
    with app_in(lawful, changed, state_url, public_url="https://fagkompas.example.dk/"):
        answer = lawful.answer_to(lawful.person("anne").mention(asked))
        assert DEARER in answer.shown
        assert "Facilitering af møder" in answer.shown
        assert HIDDEN not in answer.shown
        assert "https://fagkompas.example.dk/#/nyt?from=1&to=2" in str(answer.blocks)


def test_a_command_is_told_privately_and_internal_sources_only_there(
    lawful: Workspace, changed: Application, state_url: str
) -> None:
    anne = lawful.person("anne")
    with app_in(lawful, changed, state_url, slack_internal=True):
        anne.slash("/fagkompas hvad er nyt")
        lawful.wait_until(lambda: anne.private("C1"))
        assert HIDDEN in anne.private("C1")[-1].shown
        assert HIDDEN not in lawful.answer_to(anne.mention("hvad er nyt")).shown
        assert lawful.channel("C1").shown[-1].user == anne.id


def test_a_question_about_something_new_is_still_a_question(
    lawful: Workspace, changed: Application, state_url: str
) -> None:
    with app_in(lawful, changed, state_url):
        answer = lawful.answer_to(lawful.person("anne").mention(SECRET_QUESTION + " Hvad er nyt?"))
        assert "Ændringer fra generation" not in answer.shown


def test_a_channel_that_asked_is_told_of_an_update_once(lawful: Workspace, sources: Path, state_url: str) -> None:
    anne, data = lawful.person("anne"), sources.parent / "data"
    with opened(data) as parts, app_in(lawful, parts, state_url):
        assert "Jeg skriver her" in lawful.answer_to(anne.mention("giv os besked om nyt")).shown
        assert "Jeg skriver allerede her" in lawful.answer_to(anne.mention("giv besked om nyt")).shown
    assert digests(lawful) == []
    update(sources)
    for _ in range(2):
        with opened(data) as parts, app_in(lawful, parts, state_url) as running:
            lawful.wait_until(lambda: digests(lawful))
            lawful.wait_until(lambda app=running: app.state.slack_events.waiting() == 0)
            wanted = running.state.slack_digests.wanted(lawful.team_id)
            assert [one.generation for one in wanted] == [2]
    (digest,) = digests(lawful)
    assert DEARER in digest
    assert HIDDEN not in digest


def test_a_channel_is_told_which_of_its_answers_quote_what_is_gone(
    lawful: Workspace, sources: Path, state_url: str
) -> None:
    anne, data = lawful.person("anne"), sources.parent / "data"
    with opened(data) as parts, app_in(lawful, parts, state_url):
        lawful.answer_to(anne.mention("giv os besked om nyt"))
        lawful.answer_to(anne.mention("Hvor mange ledere svarede?"))
        lawful.answer_to(anne.mention("Hvornår virker kurserne bedst?"))
    report = sources / "rapport.md"
    report.write_text(report.read_text("utf-8").replace("120 ledere", "131 ledere"), "utf-8")
    update(sources)
    with opened(data) as parts, app_in(lawful, parts, state_url):
        lawful.wait_until(lambda: digests(lawful))
    (digest,) = digests(lawful)
    assert "Svar her, der citerer noget, som ikke længere står i kilderne" in digest
    assert "Hvor mange ledere svarede?" in digest
    assert "Hvornår virker kurserne bedst?" not in digest


def test_a_channel_that_does_not_want_it_any_more_is_told_nothing(
    lawful: Workspace, sources: Path, state_url: str
) -> None:
    anne, data = lawful.person("anne"), sources.parent / "data"
    with opened(data) as parts, app_in(lawful, parts, state_url):
        lawful.answer_to(anne.mention("giv os besked om nyt"))
        assert "Jeg skriver ikke mere her" in lawful.answer_to(anne.mention("stop nyt")).shown
        assert "Jeg skriver ikke her om ændringer" in lawful.answer_to(anne.mention("stop nyt")).shown
    update(sources)
    with opened(data) as parts, app_in(lawful, parts, state_url) as running:
        lawful.answer_to(anne.mention("Hej"))
        lawful.wait_until(lambda: running.state.slack_events.waiting() == 0)
    assert digests(lawful) == []


def test_a_kill_after_the_post_doubles_no_digest(lawful: Workspace, sources: Path, state_url: str) -> None:
    anne, data = lawful.person("anne"), sources.parent / "data"
    with opened(data) as parts, app_in(lawful, parts, state_url):
        lawful.answer_to(anne.mention("giv os besked om nyt"))
    process = Process(lawful, data, state_url)
    try:
        process.start()
        lawful.faults.after("chat.postMessage", process.kill)
        # It is seen by the running app at its next round.
        update(sources)
        lawful.wait_until(lambda: process.running[-1].poll() is not None, SECONDS)
        lawful.socket.cut()
        process.start()
        lawful.answer_to(anne.mention("Hej"), SECONDS)
    finally:
        process.kill()
    with opened(data) as parts, app_in(lawful, parts, state_url) as running:
        lawful.wait_until(lambda: running.state.slack_events.waiting() == 0)
        assert [one.generation for one in running.state.slack_digests.wanted(lawful.team_id)] == [2]
    assert len(digests(lawful)) == 1


def test_home_shows_what_the_last_update_changed(lawful: Workspace, changed: Application, state_url: str) -> None:
    anne = lawful.person("anne")
    with app_in(lawful, changed, state_url):
        anne.open_home()
        lawful.wait_until(lambda: anne.home is not None)
        assert anne.home is not None
        assert "Dyrere: Facilitering af møder" in anne.home.shown
        assert HIDDEN not in anne.home.shown
