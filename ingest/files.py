"""Reading a file's bytes, and telling what a file really is whatever its name says."""

import zipfile
from io import BytesIO
from pathlib import Path

from ingest.errors import UnreadableError

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes. The longest report of the field we know of is 20 MB of PDF; beyond 50 MB a file is something else."""

LARGEST_UNPACKED = 300 * 1024 * 1024
"""Bytes a docx or xlsx may unpack to: six times the largest file, far above honest documents, far below a zip bomb."""

# What a file starts with -> what it is, in words a user knows.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"SQLite format 3", "sqlite"),
    (b"\x7fELF", "program"),
)

# Where an office document keeps its main part -> what the archive is.
OFFICE_PARTS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))

# How far into a file its signature may begin: PDF readers accept leading junk up to here.
_SIGNATURE_WINDOW = 1024

# The name of the stream that holds an encrypted office document, as OLE writes it.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_bytes(path: Path) -> bytes:
    """Read a whole file; raises `UnreadableError` for what is missing, locked, empty or over `LARGEST_FILE`."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UnreadableError(
                f"the file is {size // 2**20} MB and the limit is {LARGEST_FILE // 2**20} MB: split it into parts",
                reason="too_large",
                size=size,
                limit=LARGEST_FILE,
            )
        data = path.read_bytes()
    except PermissionError as error:
        raise UnreadableError(
            "the file may not be read: give yourself permission to read it", reason="permission"
        ) from error
    except OSError as error:
        raise UnreadableError(
            f"the file cannot be read ({error.strerror or error}): check that it is there and whole",
            reason="unreadable",
        ) from error
    if not data.strip():
        raise UnreadableError("the file is empty: fill it or remove it", reason="empty")
    return data


def true_kind(data: bytes) -> str | None:
    """Tell what the bytes are by their signature (`pdf`, `docx`, `zip`, `html`, ...), or None when it shows nothing."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return _archive_kind(data) if kind == "zip" else _ole_kind(data) if kind == "ole" else kind
    head = data[:_SIGNATURE_WINDOW].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<?xml") and b"<html" in head):
        return "html"
    return "pdf" if b"%PDF-" in data[:_SIGNATURE_WINDOW] else None


def require_kind(data: bytes, expected: str) -> None:
    """Raise `UnreadableError` unless the bytes are what the name says; for text, unless they may be text."""
    found = true_kind(data)
    if found == expected:
        return
    if found == "encrypted":
        raise UnreadableError(
            "the file is protected by a password: save it without one and try again", reason="encrypted"
        )
    if found is None and expected in ("text", "html"):
        return
    if found is None:
        raise UnreadableError(
            f"the file is called .{expected} but does not begin as one: it is damaged or wrongly named",
            reason="wrong_name",
            expected=expected,
        )
    raise UnreadableError(
        f"the file is really {found}, not {expected}: give it the right name",
        reason="wrong_name",
        found=found,
        expected=expected,
    )


def check_unpacked_size(data: bytes) -> None:
    """Raise `UnreadableError` when an archive is broken or would unpack to more than `LARGEST_UNPACKED`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked <= LARGEST_UNPACKED:
                damaged = archive.testzip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _truncated() from error
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableError(
            f"the file unpacks to {unpacked // 2**20} MB, over the limit of {LARGEST_UNPACKED // 2**20} MB: "
            "save it anew or split it",
            reason="too_large",
            size=unpacked,
            limit=LARGEST_UNPACKED,
        )
    if damaged is not None:
        raise _truncated()


def _truncated() -> UnreadableError:
    return UnreadableError("the file is damaged or cut off: fetch it again from where it came", reason="truncated")


def _archive_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as error:
        raise _truncated() from error
    return next((kind for part, kind in OFFICE_PARTS if part in names), "zip")


def _ole_kind(data: bytes) -> str:
    if _ENCRYPTED_STREAM in data:
        return "encrypted"
    return "xls" if "Workbook".encode("utf-16-le") in data else "doc"
