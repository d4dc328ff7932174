"""`fagkompas backup` and `restore`: what comes back answers as before, also under a service that goes on answering."""

import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from evals.benchmarks.cold_start import fagkompas
from knowledge.backup import unpack
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.terminal import run

QUESTIONS = [
    "Hvad er det sværeste område for medarbejderne?",
    "Hvilke kurser er der i facilitering?",
    "Hvad skal en tovholder kunne?",
    "Hvem vandt VM i skak?",
]
# Moments in seconds after a command began; the command itself takes some two.
MOMENTS = (0.3, 0.9, 1.3, 1.6)


@pytest.fixture
def data(small_data: Path, tmp_path: Path) -> Path:
    """A data folder of its own."""
    return Path(shutil.copytree(small_data, tmp_path / "data"))


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Any:
    def called(data: Path, *arguments: object) -> Any:
        outcome = run(capsys, "--data", str(data), *map(str, arguments))
        assert (outcome.error, outcome.code) == ("", 0)
        return outcome

    return called


def answers(call: Any, data: Path) -> list[Any]:
    """What is answered, without what differs from one time to the next."""
    told = [call(data, "ask", question, "--json").json for question in QUESTIONS]
    own = {"id", "conversation_id", "latency_ms", "generation"}
    return [{name: value for name, value in answer.items() if name not in own} for answer in told]


def test_what_comes_back_answers_as_before(call: Any, data: Path, tmp_path: Path) -> None:
    made = call(data, "backup", tmp_path / "kopi.tgz", "--json").json
    assert (made["generation"], made["generations"], made["left_out"]) == (1, [1], [])
    assert (tmp_path / "kopi.tgz").stat().st_mode & 0o777 == 0o600
    assert call(tmp_path / "ny", "restore", tmp_path / "kopi.tgz", "--json").json == {"generation": 1, "state": True}
    assert answers(call, tmp_path / "ny") == answers(call, data)
    assert "Alt er i orden" in call(tmp_path / "ny", "doctor").output


def test_it_is_said_in_words(call: Any, data: Path, tmp_path: Path) -> None:
    assert "generation 1 (af 1)" in call(data, "backup", tmp_path / "kopi.tgz").output
    assert "Generation 1" in call(tmp_path / "ny", "restore", tmp_path / "kopi.tgz").output


def test_a_service_goes_on_answering_under_both(call: Any, data: Path, tmp_path: Path) -> None:
    with serving(data) as client:
        first = ask(client)
        call(data, "backup", tmp_path / "kopi.tgz")
        ingest_into(data, write_more(tmp_path / "more"))
        second = ask(client)
        assert call(data, "restore", tmp_path / "kopi.tgz", "--json").json == {"generation": 3, "state": False}
        assert [answer["generation"] for answer in (first, second, ask(client))] == [1, 2, 3]
        # What was kept since then stays, unless it is asked to go.
        assert client.get(f"/api/conversations/{second['conversation_id']}").status_code == 200
        call(data, "restore", tmp_path / "kopi.tgz", "--state")
        assert client.get(f"/api/conversations/{second['conversation_id']}").status_code == 404
        assert client.get(f"/api/conversations/{first['conversation_id']}").status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_backup_that_is_killed_leaves_no_file_of_its_name_or_a_whole_one(
    moment: float, data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "kopi.tgz"
    killed_after(moment, data, "backup", target)
    if target.exists():
        (tmp_path / "unpacked").mkdir()
        assert unpack(target, tmp_path / "unpacked").current == 1


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restore_that_is_killed_leaves_what_was_or_what_comes(
    moment: float, call: Any, data: Path, tmp_path: Path
) -> None:
    call(data, "backup", tmp_path / "kopi.tgz")
    ingest_into(data, write_more(tmp_path / "more"))
    killed_after(moment, data, "restore", tmp_path / "kopi.tgz")
    assert call(data, "ask", QUESTIONS[0], "--json").json["generation"] in {2, 3}
    call(data, "restore", tmp_path / "kopi.tgz")
    assert "Alt er i orden" in call(data, "doctor").output


def killed_after(seconds: float, data: Path, *arguments: object) -> None:
    command = [fagkompas(), "--data", str(data), *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    _, error = process.communicate()
    assert error == b""


def ask(client: httpx.Client) -> Any:
    return client.post("/api/ask", json={"question": QUESTIONS[0]}).json()


def write_more(folder: Path) -> Path:
    folder.mkdir()
    (folder / "mere.md").write_text("# Mere\n\nDer er kommet mere til om sidemandsoplæring.\n", "utf-8")
    return folder
