"""Names a model by the content of its files, cheaply enough to do before every question."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

# Files up to this size are read whole (9 ms for the bundled model); of larger ones, samples.
READ_WHOLE = 16 * 2**20
SAMPLES = 32
SAMPLE_BYTES = 64 * 2**10
# What a model's vectors depend on; cards, pictures and other frameworks' copies do not count.
COUNTED_SUFFIXES = frozenset({".json", ".model", ".safetensors", ".txt"})
OTHER_WEIGHTS = frozenset({".bin", ".pt"})


def folder_fingerprint(folder: Path, *extra: object) -> str:
    """Hashes a model folder's files and what else decides its vectors: 64 hexadecimal digits.

    A file over 16 MiB counts by its size and 32 samples spread over it: training changes every row of a weight file.
    """
    digest = hashlib.sha256(repr(extra).encode())
    for path in _counted(folder):
        digest.update(f"\0{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        for part in _parts(path):
            digest.update(part)
    return digest.hexdigest()


def _counted(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.name)
    counted = [path for path in files if path.suffix in COUNTED_SUFFIXES]
    if any(path.suffix == ".safetensors" for path in counted):
        return counted
    return sorted(counted + [path for path in files if path.suffix in OTHER_WEIGHTS])


def _parts(path: Path) -> Iterable[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= READ_WHOLE:
            yield file.read()
            return
        for number in range(SAMPLES):
            file.seek((size - SAMPLE_BYTES) * number // (SAMPLES - 1))
            yield file.read(SAMPLE_BYTES)
