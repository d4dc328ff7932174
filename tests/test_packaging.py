"""What is installed from the distribution: every file of the packages, not the modules alone."""

import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from ingest.formats import FORMATS

ROOT = Path(__file__).resolve().parents[1]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
PACKAGES = {pattern.removesuffix("*") for pattern in SETUPTOOLS["packages"]["find"]["include"]}
SAMPLES = "knowledge/samples/"
# Folders of documents, in every format there is, by package.
DOCUMENTS = {SAMPLES: ("knowledge", "samples/**/*"), "evals/documents/": ("evals", "documents/**/*")}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.splitlines() if name.split("/")[0] in PACKAGES]


def is_installed(name: str) -> bool:
    for folder, (package, pattern) in DOCUMENTS.items():
        if name.startswith(folder):
            return pattern in SETUPTOOLS["package-data"][package]
    return any(fnmatch(Path(name).name, pattern) for pattern in ["*.py", *SETUPTOOLS["package-data"]["*"]])


def test_folders_without_modules_are_installed_too() -> None:
    assert SETUPTOOLS["packages"]["find"].get("namespaces", True)


def test_every_file_of_the_packages_is_installed() -> None:
    left_out = [name for name in tracked() if not is_installed(name)]
    assert not left_out, f"add the endings of {left_out} to package-data in pyproject.toml"


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_a_sample_of_every_format_is_there_to_be_installed(ending: str) -> None:
    assert [name for name in tracked() if name.startswith(SAMPLES) and name.endswith(f".{ending}")]
