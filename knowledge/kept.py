"""Which generations are kept: the published ones, the current one, the pinned one; and what goes."""

import shutil

from knowledge.errors import DamagedError, PinnedError, UnknownGenerationError
from knowledge.layout import DISCARDED_PREFIX, DRAFT_PREFIX, Layout, replace_file
from knowledge.locks import FolderLock
from knowledge.manifest import Manifest


class KeptGenerations:
    """The generations of a data folder; what changes them is called with the writer lock held."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def current(self) -> int | None:
        """What `CURRENT` says; None also where it is damaged, since a rollback is what mends that."""
        try:
            return self._layout.current_number()
        except DamagedError:
            return None

    def numbers(self) -> list[int]:
        """Those that readers ever saw, oldest first."""
        current = self.current()
        return [n for n in self._layout.numbers() if n == current or self._layout.published_at(n) is not None]

    def is_whole(self, number: int) -> bool:
        """Whether it has a manifest that can be read."""
        try:
            Manifest.read(self._layout.generation(number))
        except DamagedError:
            return False
        return True

    def named(self, number: int | None) -> int:
        """The one of this number, the one before the current by default; raises `UnknownGenerationError`."""
        kept, current = self.numbers(), self.current()
        earlier = [candidate for candidate in kept if current is None or candidate < current]
        wanted = number if number is not None else max(earlier, default=None)
        if wanted is None or wanted not in kept:
            raise unknown(wanted, kept)
        return wanted

    def pinned(self) -> int | None:
        """The generation that readers are held at; None where the current one may change."""
        try:
            content = self._layout.pin_file.read_text("ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return int(content) if content.isdecimal() else None

    def refuse_pinned(self) -> None:
        """Raise `PinnedError` while a generation is pinned."""
        number = self.pinned()
        if number is not None:
            raise PinnedError(
                f"Generation {number} is pinned, so that no other takes its place; run `fagkompas unpin` first.",
                generation=number,
            )

    def show(self, number: int) -> None:
        """Make one that is kept the current one; raises `DamagedError` where it has no manifest."""
        Manifest.read(self._layout.generation(number))
        self._layout.point_current_at(number)

    def pin(self, number: int) -> None:
        """Make one that is kept the current one, and hold readers there."""
        self.show(number)
        replace_file(self._layout.pin_file, str(number))

    def unpin(self) -> int | None:
        """Let the current generation change again; returns the one that was pinned."""
        number = self.pinned()
        self._layout.pin_file.unlink(missing_ok=True)
        return number

    def clear_leftovers(self) -> None:
        """Remove what killed writers left: the writer lock is held, so none of it is in use."""
        if not self._layout.generations.is_dir():
            return
        current = self.current()
        if current is not None and current in self._layout.numbers():
            self._layout.mark_published(current)
        kept = {self._layout.generation(number).name for number in self.numbers()}
        for folder in self._layout.generations.iterdir():
            is_unpublished = folder.name.isdecimal() and folder.name not in kept
            if is_unpublished or folder.name.startswith((DRAFT_PREFIX, DISCARDED_PREFIX)):
                shutil.rmtree(folder, ignore_errors=True)

    def prune(self, most: int) -> None:
        """Delete all but the newest that nobody reads; what is still read goes at a later ingest."""
        current = self._layout.current_number()
        for number in self.numbers()[: -max(most, 1)]:
            if number != current:
                self._discard(number)

    def _discard(self, number: int) -> None:
        folder = self._layout.generation(number)
        lock = FolderLock.exclusive(folder)
        if lock is None:
            return
        try:
            # Moved away first, so that no reader finds it half deleted.
            discarded = folder.rename(folder.with_name(f"{DISCARDED_PREFIX}{folder.name}"))
            shutil.rmtree(discarded, ignore_errors=True)
        finally:
            lock.close()


def unknown(number: int | None, kept: list[int]) -> UnknownGenerationError:
    """There is no such generation; names those that there are."""
    named = "before the current one" if number is None else number
    told = ", ".join(map(str, kept)) or "none"
    return UnknownGenerationError(f"There is no generation {named}; kept are {told}.", number=number, kept=kept)
