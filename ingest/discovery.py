"""Which files a run is about: roots walked in order, links never followed, nothing passed over in silence.

A root is kept by its resolved path. A folder inside a known root is that root's part: its files stay under the known
root, and a run over the folder speaks for the folder alone. A folder around a known root takes that root's files over.
"""

import os
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from ingest.declared.rules import DeclaredPage
from ingest.errors import RootError
from ingest.types import Fault, Notice
from knowledge.masking import mask_cpr

SAMPLES = "bundled:samples"
"""How the root of the bundled samples is called, wherever the package is installed."""

_SAMPLES_FOLDER = Path(str(files("knowledge"))) / "samples"
_META_ENDINGS = (".meta.yaml", ".meta.yml")
# What programs leave in a folder, which nobody means to have read: hidden files, locks of open documents, thumbnails.
_LITTER = (".", "~$")
_LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
# A line break or a tab in a name would break the line that tells of the file.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run speaks for: the root as it is stored, where that lies, and the given place in it."""

    root: str
    root_place: Path
    place: Path


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to take in; `path` is fit to be shown and stored, `place` is where it can be opened."""

    scope: Scope
    path: str
    place: Path
    meta: Path | None = None
    declared: DeclaredPage | None = None
    """The page's record as the settings declare it."""
    location: str = field(init=False)
    """The masked whole path: what tells whether a file is known already."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "location", location_of(self.scope.root, self.path))


@dataclass(slots=True)
class Survey:
    """Everything found below the scopes; nothing below a `blocked` location may be taken for removed."""

    files: list[FoundFile] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)


def scopes_of(roots: Collection[Path | str], known_roots: Iterable[str]) -> list[Scope]:
    """Resolve the given roots, all known ones where none is given; `RootError` where one or all are missing."""
    known = {_place_of(name): name for name in known_roots}
    if not known and not roots:
        raise RootError("no folder has been ingested yet: name one", reason="none_known")
    places = {_resolved(root) for root in roots} or {_resolved(name) for name in known.values()}
    return [_scope(place, known) for place in sorted(places) if places.isdisjoint(place.parents)]


def survey(scopes: Sequence[Scope]) -> Survey:
    """Walk the scopes, each folder's files by name."""
    found = Survey()
    for scope in scopes:
        if scope.place.is_dir():
            _walk(scope, found)
        else:
            found.files.append(_file(scope, scope.place))
    found.files = list(_told_apart(found.files))
    return found


def location_of(root: str, path: str | None) -> str:
    """Name the place of a stored source or a found file: its root and its path in one, CPR numbers masked."""
    place = _place_of(root)
    whole = str(place)
    # A single file given as root has its own name as path.
    if path and not (place.name == path and not place.is_dir()):
        whole = f"{whole}/{path}"
    return shown(whole)


def lies_in(location: str, places: Collection[str]) -> bool:
    """Tell whether a location is one of the places or lies below one."""
    while location not in places:
        if location in ("", "/"):
            return False
        location = location.rpartition("/")[0] or "/"
    return True


def shown(path: str) -> str:
    """Make a path fit to be stored: one line, one way of writing its letters, no undecodable bytes, no CPR numbers."""
    written = unicodedata.normalize("NFC", os.fsencode(path).decode("utf-8", "replace"))
    return mask_cpr(_CONTROL.sub(" ", written))[0]


# A knowledge base of ten thousand sources has a handful of roots.
@lru_cache(maxsize=1_000)
def _place_of(root: str) -> Path:
    return _SAMPLES_FOLDER.resolve() if root == SAMPLES else Path(root)


def _resolved(root: Path | str) -> Path:
    if _URL.match(str(root)):
        raise RootError(f"{root} is an address that cannot be fetched: save the page as a file first", reason="url")
    place = _place_of(str(root)).expanduser()
    try:
        return place.resolve(strict=True)
    except FileNotFoundError as error:
        raise RootError(
            f"{shown(str(root))} does not exist: check the path, or name the roots to ingest",
            reason="missing",
            root=shown(str(root)),
        ) from error
    except (OSError, RuntimeError) as error:
        raise RootError(
            f"{shown(str(root))} cannot be reached: check the path and your permission to read it",
            reason="unreachable",
            root=shown(str(root)),
        ) from error


def _scope(place: Path, known: Mapping[Path, str]) -> Scope:
    samples = _SAMPLES_FOLDER.resolve()
    if place == samples or samples in place.parents:
        return Scope(SAMPLES, samples, place)
    outermost = next((root for root in (*reversed(place.parents), place) if root in known), None)
    return Scope(known[outermost], outermost, place) if outermost else Scope(shown(str(place)), place, place)


def _file(scope: Scope, place: Path) -> FoundFile:
    path = place.name if place == scope.root_place else place.relative_to(scope.root_place).as_posix()
    # Unlike `Path.is_file` it also bears a name that is too long and a folder that may be listed but not entered.
    metas = (place.with_name(place.name + ending) for ending in _META_ENDINGS)
    return FoundFile(scope, shown(path), place, next((meta for meta in metas if os.path.isfile(meta)), None))


def _walk(scope: Scope, found: Survey) -> None:
    waiting = [scope.place]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            if folder == scope.place:
                raise RootError(
                    f"{shown(str(folder))} cannot be listed: give yourself permission to read it",
                    reason="permission",
                    root=shown(str(folder)),
                ) from error
            _block(scope, folder, found)
            continue
        waiting += reversed([Path(entry.path) for entry in entries if _take(scope, entry, found)])


def _take(scope: Scope, entry: "os.DirEntry[str]", found: Survey) -> bool:
    """Note a file or what is wrong with it; True for a folder to walk."""
    name = entry.name.lower()
    if name.startswith(_LITTER) or name in _LITTER_NAMES or name.endswith(_META_ENDINGS):
        return False
    place = Path(entry.path)
    if entry.is_symlink():
        _note_link(scope, place, found)
        return False
    if entry.is_dir(follow_symlinks=False):
        return True
    if not entry.is_file(follow_symlinks=False):
        _fault(scope, place, found, "not_a_file", "is a device or a pipe, not a file: move it out of the folder")
    elif place.stem.lower() == "readme":
        found.notices.append(Notice("readme_skipped", path=_path(scope, place)))
    else:
        found.files.append(_file(scope, place))
    return False


def _note_link(scope: Scope, place: Path, found: Survey) -> None:
    try:
        target = place.resolve(strict=True)
    except (OSError, RuntimeError):
        _fault(scope, place, found, "broken_link", "is a link that leads nowhere: mend or remove it")
        return
    if target == scope.root_place or scope.root_place in target.parents:
        found.notices.append(Notice("link_skipped", path=_path(scope, place)))
    else:
        _fault(
            scope, place, found, "link_outside", "is a link out of the folder: copy the file here or ingest its folder"
        )


def _block(scope: Scope, folder: Path, found: Survey) -> None:
    _fault(scope, folder, found, "permission", "is a folder that cannot be listed: give yourself permission to read it")


def _fault(scope: Scope, place: Path, found: Survey, code: str, words: str) -> None:
    found.faults.append(Fault(_path(scope, place), f"it {words}", code))
    found.blocked.append(location_of(scope.root, _path(scope, place)))


def _path(scope: Scope, place: Path) -> str:
    return shown(place.relative_to(scope.root_place).as_posix())


def _told_apart(found: Iterable[FoundFile]) -> Iterator[FoundFile]:
    """Number the files whose names are the same once CPR numbers are masked."""
    seen: dict[str, int] = {}
    for file in found:
        seen[file.location] = seen.get(file.location, 0) + 1
        yield file if seen[file.location] == 1 else replace(file, path=f"{file.path} ({seen[file.location]})")
