"""The server's side of a websocket (RFC 6455) over a socket whose handshake an HTTP handler has read."""

import base64
import hashlib
import json
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

# The constant every server appends to the client's key (RFC 6455, section 1.3).
HANDSHAKE_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
FINAL, MASKED = 0x80, 0x80
# Longest payloads whose length fits the first byte, and the two bytes after it.
SHORT, MEDIUM = 125, 0xFFFF


def accept_value(key: str) -> str:
    """Answer the client's `Sec-WebSocket-Key`."""
    return base64.b64encode(hashlib.sha1((key + HANDSHAKE_SUFFIX).encode()).digest()).decode()


def frame(opcode: int, payload: bytes) -> bytes:
    """Build one unmasked frame, as a server sends it."""
    first = bytes([FINAL | opcode])
    if len(payload) <= SHORT:
        return first + bytes([len(payload)]) + payload
    if len(payload) <= MEDIUM:
        return first + bytes([SHORT + 1]) + struct.pack("!H", len(payload)) + payload
    return first + bytes([SHORT + 2]) + struct.pack("!Q", len(payload)) + payload


class Link:
    """One client's websocket: `send` from any thread, `listen` in the thread that holds the connection."""

    def __init__(self, connection: socket.socket, read: Callable[[int], bytes]) -> None:
        self._connection = connection
        self._read_bytes = read
        self._sending = threading.Lock()
        self.open = True

    def send(self, message: dict[str, Any]) -> bool:
        """Send a JSON text message; False when the client is gone."""
        return self._send(TEXT, json.dumps(message).encode())

    def listen(self, heard: Callable[[dict[str, Any]], None]) -> None:
        """Read until the client goes, handing on each JSON message and answering pings."""
        while self.open:
            opcode, payload = self._read()
            if opcode == TEXT:
                heard(json.loads(payload))
            elif opcode == PING:
                self._send(PONG, payload)
            elif opcode in {CLOSE, None}:
                self.cut()

    def close(self, code: int = 1000) -> None:
        """Say goodbye as the protocol asks."""
        self._send(CLOSE, struct.pack("!H", code))

    def cut(self) -> None:
        """End the connection without a word, as a broken network does."""
        self.open = False
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def _send(self, opcode: int, payload: bytes) -> bool:
        with self._sending:
            try:
                self._connection.sendall(frame(opcode, payload))
            except OSError:
                self.open = False
        return self.open

    def _read(self) -> tuple[int | None, bytes]:
        try:
            head = self._exactly(2)
            length = head[1] & ~MASKED
            if length == SHORT + 1:
                length = struct.unpack("!H", self._exactly(2))[0]
            elif length == SHORT + 2:
                length = struct.unpack("!Q", self._exactly(8))[0]
            mask = self._exactly(4) if head[1] & MASKED else bytes(4)
            payload = self._exactly(length)
        except OSError:
            return None, b""
        return head[0] & 0x0F, bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))

    def _exactly(self, count: int) -> bytes:
        found = self._read_bytes(count)
        if len(found) < count:
            raise ConnectionError("the client is gone")
        return found
