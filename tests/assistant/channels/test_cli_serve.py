"""`fagkompas serve` as people run it: it says where it listens, answers, and stops when told to."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

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
        assert service.stderr.read() == ""
    assert "54 procent" in answer["text"]
