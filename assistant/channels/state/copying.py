"""The state as lines of JSON, a file a table: for backups, and from one database to another (SQLite to Postgres)."""

import datetime
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, RowMapping, Table, func, insert, select, text

from assistant.channels.state.database import Database
from assistant.channels.state.errors import StateNewerError
from assistant.channels.state.slack_types import EventState
from assistant.channels.state.tables import METADATA, SCHEMA_VERSION, SLACK_EVENTS, VERSION, Moment

_ENDING = ".jsonl"
# Rows written at once.
_BATCH = 500


def write_tables(database: Database, folder: Path) -> None:
    """Write every table into a folder, as it was at one moment; raises `StateError`, `OSError`."""
    with database.reading() as connection:
        if database.is_server:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in METADATA.sorted_tables:
            with (folder / f"{table.name}{_ENDING}").open("w", encoding="utf-8") as file:
                for row in connection.execute(select(table)).mappings():
                    file.write(json.dumps(_shown(table, row), ensure_ascii=False) + "\n")


def read_tables(database: Database, folder: Path) -> None:
    """Put what the files say in the place of all that is kept, whole or not at all; raises `StateError`.

    Questions of Slack that were not answered yet are left out: who asked them has given up waiting. A folder without
    a state changes nothing.
    """
    versions = [row["version"] for row in _rows(VERSION, folder / f"{VERSION.name}{_ENDING}")]
    if not versions:
        return
    if max(versions) > SCHEMA_VERSION:
        raise StateNewerError(
            f"The backup's state has version {max(versions)}, this Fagkompas knows {SCHEMA_VERSION}; update it.",
            url=database.shown,
            version=max(versions),
            known=SCHEMA_VERSION,
        )
    with database.writing() as connection:
        for table in reversed(METADATA.sorted_tables):
            if table is not VERSION:
                connection.execute(table.delete())
        for table in METADATA.sorted_tables:
            if table is VERSION:
                continue
            rows = _rows(table, folder / f"{table.name}{_ENDING}")
            while batch := list(islice(rows, _BATCH)):
                connection.execute(insert(table), batch)
            if database.is_server:
                _count_on(connection, table)


def _shown(table: Table, row: RowMapping) -> dict[str, Any]:
    return {
        column.name: value.isoformat() if isinstance(value := row[column.name], datetime.datetime) else value
        for column in table.columns
    }


def _rows(table: Table, path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a table; none where there is no file."""
    if not path.exists():
        return
    moments = {column.name for column in table.columns if isinstance(column.type, Moment)}
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            for name in moments & row.keys():
                row[name] = row[name] and datetime.datetime.fromisoformat(row[name])
            if table is not SLACK_EVENTS or row["state"] == EventState.DONE.value:
                yield row


def _count_on(connection: Connection, table: Table) -> None:
    """Have a column that counts up go on above what was put in."""
    for column in table.primary_key.columns:
        if column.autoincrement is True and isinstance(column.type, Integer):
            highest = connection.scalar(select(func.max(column)))
            if highest is not None:
                name = {"table": table.name, "column": column.name, "highest": highest}
                connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"), name)
