"""The address of a Chroma server: what cannot be one, what answers without being one, and its password."""

import socket
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from builders import ingest_texts, make_knowledge_base

from knowledge.chroma_server import ChromaServer
from knowledge.errors import SettingError, VectorServerError


def test_what_is_no_chroma_is_named_as_such_without_its_password(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=_answer_once, args=(listening,))
        thread.start()
        base = make_knowledge_base(tmp_path, chroma_url=f"http://drift:hemmelig@127.0.0.1:{port}")
        with base, pytest.raises(VectorServerError) as raised:
            ingest_texts(base, a="en")
        thread.join()
    assert raised.value.values == {"address": f"http://127.0.0.1:{port}"}
    assert "hemmelig" not in str(raised.value)
    assert not (tmp_path / "CURRENT").exists()


def _answer_once(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")


@pytest.mark.parametrize(
    "url",
    [
        "127.0.0.1:8000",
        "ftp://x",
        "http://",
        "http://x:hemmelig",
        "http://x/hemmelig",
        "http://x?t=hemmelig",
        "http://[x",
    ],
)
def test_a_url_that_cannot_be_one_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(SettingError) as raised:
        ChromaServer.read(url)
    assert "hemmelig" not in f"{raised.value.message} {raised.value.values}"


def test_a_url_gives_the_address_and_keeps_its_password_to_itself() -> None:
    server = ChromaServer.read("https://drift:hemme%20lig@chroma.example")
    assert server.shown == "https://chroma.example:443"
    assert server.headers == {"Authorization": "Basic ZHJpZnQ6aGVtbWUgbGln"}
    assert "hemme" not in repr(server)
    assert ChromaServer.read("http://[::1]").shown == "http://[::1]:8000"
    assert replace(server, login="").headers == {}
