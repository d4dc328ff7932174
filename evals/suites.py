"""The bundled suites: which there are, and their cases."""

from collections.abc import Sequence
from pathlib import Path

from evals.case_files import read_cases
from evals.cases import CASES_FOLDER, Case
from knowledge.errors import BadInputError

SUITES_FOLDER = CASES_FOLDER / "samples"


class UnknownSuiteError(BadInputError):
    """No suite has that name."""

    code = "unknown_suite"


def suite_names(folder: Path = SUITES_FOLDER) -> list[str]:
    """The names of the suites, which are those of their files."""
    return sorted(path.stem for path in folder.glob("*.jsonl"))


def read_suites(names: Sequence[str] = (), folder: Path = SUITES_FOLDER) -> list[Case]:
    """The cases of the named suites, of all without names; raises `UnknownSuiteError` and `CaseError`."""
    known = suite_names(folder)
    for name in names:
        if name not in known:
            choices = ", ".join(known)
            raise UnknownSuiteError(
                f"There is no suite {name!r}; the suites are {choices}.", name=name, choices=choices
            )
    return [case for name in dict.fromkeys(names or known) for case in read_cases(folder / f"{name}.jsonl")]
