"""What a run is a run of: the code and data that decide how questions are answered."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import assistant
import evals
import ingest
import knowledge
import prompts
from evals.cases import Case

# Of these files an answer or its score is made.
_SUFFIXES = frozenset({".py", ".yaml", ".toml", ".md", ".json", ".jsonl", ".safetensors", ".sql"})
_SHOWN = 12


def package_version() -> str:
    """The version of the installed distribution, `0` when it runs from a folder without one."""
    try:
        return version("fagkompas")
    except PackageNotFoundError:
        return "0"


def code_fingerprint() -> str:
    """12 hex digits over everything in the packages that bears on answers and scores."""
    roots = [Path(str(package.__file__)).parent for package in (assistant, evals, ingest, knowledge, prompts)]
    return _digest(path for root in roots for path in sorted(root.rglob("*")) if path.suffix in _SUFFIXES)


def cases_fingerprint(cases: Sequence[Case]) -> str:
    """12 hex digits over the cases that are asked."""
    return hashlib.sha256(json.dumps([repr(case) for case in cases]).encode()).hexdigest()[:_SHOWN]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_SHOWN]
