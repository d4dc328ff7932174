"""A backup of a data folder in one file, written while others read and ingest, and brought back whole or not at all.

The file is a tar, packed with gzip: `generations/`, `texts/` and `state/` as they lie in a data folder, the state as
lines of JSON, and last `backup.json` with the length and SHA-256 of every file before it. A backup that is broken off
leaves no file of its name. A restore unpacks beside the generations, looks at every sum, and then publishes.
"""

import errno
import gzip
import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from knowledge.errors import BackupError, DamagedError
from knowledge.layout import PUBLISHED, VECTORS, Layout, sync, sync_tree
from knowledge.locks import FolderLock
from knowledge.manifest import Manifest, differing_files
from knowledge.texts import text_id_of_file
from knowledge.vector_files import copy_store

FORMAT = 1
CONTENTS = "backup.json"
GENERATIONS, TEXTS, STATE = "generations", "texts", "state"
# Vectors hardly pack at all, and texts nearly as well at the lowest level.
_PACKING = 1
_ONLY_OWNER = 0o600
_PIECE = 2**20
# A generation can go between reading CURRENT and locking it only if several are published meanwhile.
_ATTEMPTS = 10
# No part of a name begins with a dot, so none leads out.
_FILES = re.compile(
    r"generations/\d{6}(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*){1,4}|texts/[0-9a-f]{2}/[0-9a-f]{32}\.txt|state/[a-z_]+\.jsonl"
)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})
_TORN = (OSError, EOFError, tarfile.TarError, zlib.error, ValueError, KeyError, TypeError)

WriteState = Callable[[Path], None]
"""Writes the files of the state into a folder, or reads them from it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What `backup.json` says."""

    current: int
    numbers: tuple[int, ...]
    made_at: str
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Name -> bytes and SHA-256."""
    damaged: tuple[str, ...] = ()
    """Texts and earlier generations that were left out, since they are not what their sums say."""
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(size for size, _ in self.files.values())


def write_backup(layout: Layout, target: Path, state: WriteState | None = None) -> Contents:
    """Write all kept generations, all texts and the state; raises `BackupError` and `DamagedError`, and leaves nothing.

    Nobody waits for it: what is published meanwhile is in the next one.
    """
    if target.exists():
        raise BackupError(f"{target} is there already; name another file or remove it.", there=str(target))
    current, lock = _locked_current(layout)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
            unfinished = Path(folder) / target.name
            contents = _written(layout, current, unfinished, Path(folder), state)
            unfinished.chmod(_ONLY_OWNER)
            sync([unfinished])
            unfinished.replace(target)
        sync([target.parent])
    except OSError as error:
        raise _unwritable(target, error) from error
    finally:
        lock.close()
    return contents


def _locked_current(layout: Layout) -> tuple[int, FolderLock]:
    """The current generation, kept from being deleted while others are published."""
    for _ in range(_ATTEMPTS):
        current = layout.current_number()
        if current is None:
            raise BackupError(f"Nothing has been ingested into {layout.data}; there is nothing to keep.", nothing="yes")
        lock = FolderLock.shared(layout.generation(current))
        if lock is not None:
            return current, lock
    raise DamagedError(
        f"{layout.current_file} names generation {current}, which is not there; run `fagkompas rollback`.",
        generation=current,
    )


def _unwritable(path: Path, error: BaseException) -> BackupError:
    reason = getattr(error, "strerror", None) or str(error)
    return BackupError(
        f"{path} cannot be written ({reason}); name one in a place with room for it.",
        unwritable=str(path),
        reason=reason,
    )


def _written(layout: Layout, current: int, unfinished: Path, folder: Path, state: WriteState | None) -> Contents:
    with _Writer.of(unfinished) as writer:
        numbers = [number for number in layout.numbers() if number == current or layout.published_at(number)]
        kept = [number for number in numbers if _add_generation(layout, number, number == current, folder, writer)]
        # What is answered while this runs cites texts that are there by then: the texts come last.
        if state is not None:
            (folder / STATE).mkdir()
            state(folder / STATE)
            for path in sorted((folder / STATE).iterdir()):
                writer.add(path, f"{STATE}/{path.name}")
        for path in sorted(layout.texts.glob("??/*.txt")):
            if text_id_of_file(path):
                writer.add(path, f"{TEXTS}/{path.parent.name}/{path.name}")
            else:
                writer.damaged.append(f"{TEXTS}/{path.parent.name}/{path.name}")
        damaged = (*writer.damaged, *(str(number) for number in numbers if number not in kept))
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        contents = Contents(current, tuple(kept), made_at, writer.files, damaged)
        writer.end(contents)
    return contents


def _add_generation(layout: Layout, number: int, must_be_whole: bool, folder: Path, writer: "_Writer") -> bool:
    """Add a generation, unless it has been deleted meanwhile or is damaged; that the current one is, is an error."""
    published = layout.generation(number)
    lock = FolderLock.shared(published)
    if lock is None:
        return False
    try:
        manifest = Manifest.read(published)
        damaged = differing_files(published, manifest)
        if damaged and must_be_whole:
            raise BackupError(
                f"Generation {number} is damaged ({', '.join(damaged)}); run `fagkompas doctor --repair` first.",
                generation=number,
                files=damaged,
            )
        if damaged:
            return False
        if not manifest.collection:
            copy_store(published / VECTORS, folder / VECTORS)
        for path in sorted(path for path in published.rglob("*") if path.is_file()):
            name = path.relative_to(published)
            if name.parts[0] != VECTORS:
                writer.add(path, f"{GENERATIONS}/{published.name}/{name.as_posix()}")
        for path in sorted(path for path in (folder / VECTORS).rglob("*") if path.is_file()):
            writer.add(path, f"{GENERATIONS}/{published.name}/{path.relative_to(folder).as_posix()}")
    finally:
        lock.close()
        shutil.rmtree(folder / VECTORS, ignore_errors=True)
    return True


@dataclass(slots=True)
class _Writer:
    """A tar being written, and the sums of what is in it."""

    archive: tarfile.TarFile
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)

    @classmethod
    @contextmanager
    def of(cls, path: Path) -> "Iterator[_Writer]":
        """Begin one."""
        with tarfile.open(path, "w:gz", compresslevel=_PACKING) as archive:
            yield cls(archive)

    def add(self, path: Path, name: str) -> None:
        """Add a file that nobody changes any more."""
        with path.open("rb") as file:
            self.files[name] = path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            entry = tarfile.TarInfo(name)
            entry.size = self.files[name][0]
            self.archive.addfile(entry, file)

    def end(self, contents: Contents) -> None:
        """Add what is in it; a file without that was broken off."""
        written = json.dumps(asdict(contents)).encode("utf-8")
        entry = tarfile.TarInfo(CONTENTS)
        entry.size = len(written)
        with tempfile.TemporaryFile() as file:
            file.write(written)
            file.seek(0)
            self.archive.addfile(entry, file)


def unpack(source: Path, folder: Path) -> Contents:
    """Unpack a backup into an empty folder and see that every file is what its sum says; raises `BackupError`."""
    if not source.is_file():
        raise BackupError(f"There is no file {source}; check the path.", missing=str(source))
    try:
        sums = dict(_unpacked(source, folder))
        contents = _read_contents(folder)
    except _TORN as error:
        if getattr(error, "errno", None) in _NO_ROOM:
            raise _unwritable(folder.parent.parent, error) from error
        raise BackupError(
            f"{source} is not a whole backup of Fagkompas ({type(error).__name__}); take another one.", torn=str(source)
        ) from error
    wrong = sorted(
        name for name in sums.keys() | contents.files.keys() if sums.get(name) != tuple(contents.files.get(name, ()))
    )
    if wrong:
        raise BackupError(
            f"{source} is damaged: {wrong[0]} is not what its sum says; take another backup.",
            torn=str(source),
            file=wrong[0],
        )
    for number in contents.numbers:
        generation = folder / GENERATIONS / f"{number:06d}"
        if differing_files(generation, Manifest.read(generation)):
            raise BackupError(f"{source} holds a generation {number} that is not whole.", torn=str(source))
    return contents


def _unpacked(source: Path, folder: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    """Write the files of a backup, and give the sum of each."""
    with gzip.open(source, "rb") as packed, tarfile.open(fileobj=packed, mode="r|") as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.isreg() else None
            if content is None or not (entry.name == CONTENTS or _FILES.fullmatch(entry.name)):
                raise ValueError(entry.name)
            path = folder / entry.name
            path.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.sha256()
            with path.open("wb") as file:
                while piece := content.read(_PIECE):
                    digest.update(piece)
                    file.write(piece)
            if entry.name != CONTENTS:
                yield entry.name, (entry.size, digest.hexdigest())


def _read_contents(folder: Path) -> Contents:
    values = json.loads((folder / CONTENTS).read_bytes())
    contents = Contents(**{**values, "numbers": tuple(values["numbers"]), "damaged": tuple(values["damaged"])})
    if contents.format != FORMAT or contents.current not in contents.numbers:
        raise ValueError(contents.format)
    return contents


def put_texts(folder: Path, layout: Layout) -> None:
    """Move the texts of an unpacked backup to where they belong; what is there and whole stays."""
    for path in sorted((folder / TEXTS).glob("??/*.txt")):
        there = layout.texts / path.parent.name / path.name
        if text_id_of_file(there) is None:
            there.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, there)
    if layout.texts.is_dir():
        sync_tree(layout.texts)


def put_all(folder: Path, contents: Contents, layout: Layout) -> int:
    """Publish the generations of a backup where none is, under their own numbers; returns the current one's."""
    for number in contents.numbers:
        unpacked, there = folder / GENERATIONS / f"{number:06d}", layout.generation(number)
        sync_tree(unpacked)
        shutil.rmtree(there, ignore_errors=True)
        unpacked.rename(there)
    sync([layout.generations])
    layout.point_current_at(contents.current)
    return contents.current


def put_current(folder: Path, contents: Contents, layout: Layout) -> int:
    """Publish the current generation of a backup beside those there are, under a new number; returns that."""
    number = max(layout.numbers(), default=0) + 1
    unpacked = folder / GENERATIONS / f"{contents.current:06d}"
    manifest = Manifest.read(unpacked)
    (unpacked / PUBLISHED).unlink(missing_ok=True)
    Manifest(**{**asdict(manifest), "number": number, "parent": layout.current_number()}).write(unpacked)
    sync_tree(unpacked)
    unpacked.rename(layout.generation(number))
    sync([layout.generations])
    layout.point_current_at(number)
    layout.mark_published(number)
    return number
