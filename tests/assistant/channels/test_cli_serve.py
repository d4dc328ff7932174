"""`fagkompas serve` as people run it: it says where it listens, answers, and stops when told to."""

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from assistant.channels.opening import open_kept
from assistant.channels.settings import Settings

PATIENCE = 60


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_until_it_is_told_to_stop(small_data: Path, told: signal.Signals) -> None:
    command = Path(sys.executable).with_name("fagkompas")
    arguments = ["serve", "--port", str(free_port()), "--data", str(small_data)]
    with subprocess.Popen([command, *arguments], stderr=subprocess.PIPE, text=True) as service:
        assert service.stderr is not None
        said = service.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert address, said
        with httpx.Client(base_url=address.group(), timeout=PATIENCE, trust_env=False) as client:
            answer = client.post("/api/ask", json={"question": "Hvad er det sværeste for medarbejderne?"}).json()
        service.send_signal(told)
        assert service.wait(PATIENCE) == 0
        logged = service.stderr.read()
    assert [json.loads(line)["level"] for line in logged.splitlines()] == ["info"] * 3
    assert "sværeste" not in logged
    assert "54 procent" in answer["text"]


@pytest.mark.parametrize("keyed", [False, True])
def test_it_says_at_the_start_whom_it_answers(keyed: bool, tmp_path: Path) -> None:
    if keyed:
        with open_kept(Settings(data=tmp_path)) as state:
            state.keys.create("someone")
    command = Path(sys.executable).with_name("fagkompas")
    arguments = ["serve", "--host", "0.0.0.0", "--port", str(free_port()), "--data", str(tmp_path)]
    with subprocess.Popen([command, *arguments], stderr=subprocess.PIPE, text=True) as service:
        assert service.stderr is not None
        said = service.stderr.readline()
        service.send_signal(signal.SIGTERM)
        assert service.wait(PATIENCE) == 0
        service.stderr.read()
    assert ("skal have en nøgle" if keyed else "fagkompas keys create") in json.loads(said)["message"]
