"""Typed records to rows and back, exactly: driven by the dataclasses' own types."""

import datetime
import json
import sqlite3
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

Cell = str | int | float | None
Record = TypeVar("Record")
# What SQLite gives back as it was put in; a number without a fraction, put into a column of real ones, is one.
_CELLS = frozenset({str, int})


def row_of(record: object) -> dict[str, Cell]:
    """Column -> cell for every field that is not itself a record or a sequence of records."""
    kind: Any = type(record)
    return {name: _encode(getattr(record, name)) for name in _columns(kind)}


def record_of(kind: type[Record], row: Mapping[str, Any] | sqlite3.Row, **nested: object) -> Record:
    """Build a record from a row, and from what lies in tables of its own.

    Surplus columns are ignored; one that an older version's row has not leaves the field as it is by default.
    """
    values = {
        name: row[name] if decode is None else decode(row[name])
        for name, decode in _columns_in(typing.cast(Any, kind), tuple(row.keys()))
    }
    return kind(**values, **nested)


def _encode(value: object) -> Cell:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no column holds a {type(value).__name__}")


@cache
def _columns_in(kind: type, there: tuple[str, ...]) -> tuple[tuple[str, Callable[[Any], object] | None], ...]:
    """The columns of a row that make fields; without a decoder where the cell is the value."""
    return tuple((name, decode) for name, decode in _columns(kind).items() if name in there)


@cache
def _columns(kind: type) -> dict[str, Callable[[Any], object] | None]:
    hints = typing.get_type_hints(kind)
    return {field.name: _decoder(hints[field.name]) for field in fields(kind) if not _is_nested(hints[field.name])}


def _is_nested(hint: Any) -> bool:
    return any(is_dataclass(part) for part in (*_without_none(hint), *typing.get_args(hint)))


def _decoder(hint: Any) -> Callable[[Any], object] | None:
    (plain,) = _without_none(hint)
    if plain in _CELLS:
        return None
    if typing.get_origin(plain) is tuple:
        return lambda cell: tuple(tuple(item) if isinstance(item, list) else item for item in json.loads(cell))
    if plain is datetime.date:
        return _unless_none(datetime.date.fromisoformat)
    if plain is bool:
        return {None: None, 0: False, 1: True}.__getitem__
    if issubclass(plain, StrEnum):
        # A look-up, and no call of Python's: a generation has a hundred thousand of them.
        return {None: None, **{member.value: member for member in plain}}.__getitem__
    return _unless_none(plain)


def _without_none(hint: Any) -> tuple[Any, ...]:
    if isinstance(hint, types.UnionType):
        return tuple(part for part in typing.get_args(hint) if part is not types.NoneType)
    return (hint,)


def _unless_none(decode: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda cell: None if cell is None else decode(cell)
