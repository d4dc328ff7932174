"""A collection's folder as files: copied whole, or sharing its large files with the one it was copied from."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from knowledge.errors import DamagedError
from knowledge.locks import waiting_lock

CHROMA_DATABASE = "chroma.sqlite3"


def copy_store(source: Path, target: Path, shares: bool = False) -> None:
    """Copy a collection's folder, which readers may be opening meanwhile; raises `DamagedError`.

    `shares`: the large files of the index are the same on disk, until `make_own` is called before records are added.
    """
    try:
        # The index files change only when records are added; Chroma's own database also when it is opened.
        ignored = shutil.ignore_patterns(f"{CHROMA_DATABASE}*")
        shutil.copytree(source, target, ignore=ignored, copy_function=_linked if shares else shutil.copy2)
        with (
            waiting_lock(source),
            closing(sqlite3.connect(f"file:{quote(str(source / CHROMA_DATABASE))}?mode=rw", uri=True)) as opened,
            closing(sqlite3.connect(target / CHROMA_DATABASE)) as copy,
        ):
            opened.backup(copy)
    except (FileNotFoundError, shutil.Error, sqlite3.DatabaseError) as error:
        raise damaged_vectors(source, str(error)) from error


def make_own(folder: Path) -> None:
    """Put copies in the place of files that a folder shares with others: Chroma writes into them."""
    for path in [one for one in folder.rglob("*") if one.is_file() and one.stat().st_nlink > 1]:
        copied = path.with_name(f".{path.name}")
        shutil.copyfile(path, copied)
        copied.replace(path)


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        # Not every file system can.
        shutil.copy2(source, target)
    return target


def damaged_vectors(folder: Path, reason: str) -> DamagedError:
    """Say that a folder of vectors cannot be opened, and what mends it."""
    return DamagedError(
        f"The vectors in {folder} cannot be opened ({reason}); run `fagkompas doctor --repair`.", folder=str(folder)
    )
