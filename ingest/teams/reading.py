"""From a file or its bytes to rows of cells: CSV in any encoding, or a workbook without macros."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePosixPath

from ingest.encoding import decode
from ingest.errors import UnreadableError
from ingest.files import read_bytes, require_kind, true_kind
from ingest.formats.csv import parse
from ingest.tables import Row
from ingest.teams.rows import team_of_rows
from ingest.teams.workbook import workbook_rows
from knowledge.gaps.errors import TeamError, TeamFault
from knowledge.gaps.types import Team, TeamNotice

LARGEST_TEAM_FILE = 5 * 1024 * 1024
"""Bytes. 10,000 rows are 600 kB of CSV and 300 kB of XLSX; what is larger is something else."""

LARGEST_UNPACKED = 20 * 1024 * 1024
"""Bytes that a workbook may unpack to: 10,000 rows are 3 MB of XML, a zip bomb is a thousand times that."""

# Parts that a workbook has only when it has macros.
_MACROS = ("vbaproject.bin", "macrosheets/")
_WITH_MACROS = frozenset({".xlsm", ".xltm", ".xlsb", ".xls", ".xla", ".xlam"})


def read_team(path: Path) -> Team:
    """Read a team file; raises `TeamError` with every fault that was found."""
    try:
        data = read_bytes(path)
    except UnreadableError as error:
        raise TeamError([_fault(error)]) from error
    return team_of_bytes(data, path.name)


def team_of_bytes(data: bytes, name: str = "") -> Team:
    """Read a team from the bytes of a file; without a name the bytes tell what it is."""
    try:
        rows, notices = _rows(data, PurePosixPath(name.replace("\\", "/")).suffix.lower())
    except UnreadableError as error:
        raise TeamError([_fault(error)]) from error
    team = team_of_rows(rows)
    return Team(team.rows, (*notices, *team.notices))


def _rows(data: bytes, suffix: str) -> tuple[Sequence[Row], tuple[TeamNotice, ...]]:
    if len(data) > LARGEST_TEAM_FILE:
        raise TeamError([TeamFault("too_large", values={"limit": LARGEST_TEAM_FILE // 2**20})])
    if suffix in _WITH_MACROS:
        raise TeamError([TeamFault("macros")])
    if not data.strip():
        raise TeamError([TeamFault("empty")])
    if true_kind(data) in ("xlsx", "zip"):
        _check_archive(data)
        require_kind(data, "xlsx")
        return workbook_rows(data)
    require_kind(data, "text")
    return parse(decode(data)), ()


def _check_archive(data: bytes) -> None:
    """Refuse macros and what unpacks to too much, before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise TeamError([TeamFault("damaged")]) from error
    if any(part in entry.filename.lower() for entry in entries for part in _MACROS):
        raise TeamError([TeamFault("macros")])
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise TeamError([TeamFault("too_large", values={"limit": LARGEST_UNPACKED // 2**20})])


def _fault(error: UnreadableError) -> TeamFault:
    known = {"too_large", "empty", "encrypted", "damaged", "binary", "truncated", "encoding", "syntax", "permission"}
    code = error.reason if error.reason in known else "unreadable"
    limit = {"limit": LARGEST_TEAM_FILE // 2**20} if code == "too_large" else {}
    return TeamFault(code, error.line, values=dict(limit))
