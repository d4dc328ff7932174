import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

import prompts
from evals.cases import Split
from evals.versioning import cases_fingerprint, code_fingerprint, package_version
from tests.evals.questions import make_case


@pytest.fixture
def copied_prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package `prompts`, as far as its fingerprint looks, in a folder that may be changed."""
    folder = tmp_path / "prompts"
    shutil.copytree(Path(str(prompts.__file__)).parent, folder)
    monkeypatch.setattr(prompts, "__file__", str(folder / "__init__.py"))
    return folder


def test_the_version_is_that_of_the_distribution() -> None:
    assert package_version() == version("fagkompas")


def test_the_same_code_has_the_same_fingerprint(copied_prompts: Path) -> None:
    first = code_fingerprint()
    assert re.fullmatch("[0-9a-f]{12}", first)
    assert code_fingerprint() == first
    (copied_prompts / "notes.txt").write_text("Bears on nothing.", encoding="utf-8")
    assert code_fingerprint() == first


def test_other_wording_code_or_files_have_another_fingerprint(copied_prompts: Path) -> None:
    seen = [code_fingerprint()]
    wording = copied_prompts / "wording" / "answers.toml"
    wording.write_text(wording.read_text("utf-8") + "\n# another\n", encoding="utf-8")
    seen.append(code_fingerprint())
    (copied_prompts / "further.py").write_text("", encoding="utf-8")
    seen.append(code_fingerprint())
    (copied_prompts / "further.py").rename(copied_prompts / "renamed.py")
    seen.append(code_fingerprint())
    assert len(set(seen)) == len(seen)


def test_cases_are_told_apart_by_all_their_fields() -> None:
    case = make_case("a")
    others = [make_case("b"), make_case("a", split=Split.TUNE), make_case("a", must_not_contain=("x",))]
    seen = [cases_fingerprint(cases) for cases in ([case], [case, case], [], *([other] for other in others))]
    assert len(set(seen)) == len(seen)
    assert cases_fingerprint([make_case("a")]) == seen[0]
