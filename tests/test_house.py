"""The rules of the house, as tests; each message says what to do."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("assistant", "evals", "ingest", "knowledge", "prompts")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
LONGEST_FUNCTION = 40
LONGEST_MODULE = 300
MOST_PARAMETERS = 6
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}
TOP_LEVEL = {
    *PACKAGES, "tests", "pyproject.toml", "README.md", "Makefile", "constraints.txt", "LICENSE", "CHANGELOG.md",
}  # fmt: skip
ENVIRONMENT_READERS = {"assistant/channels/settings.py"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, Function):
            yield node


def is_command(function: Function) -> bool:
    """A typer command's parameters are its options, so their number is the user's affair."""
    return any(isinstance(d, ast.Call) and ast.unparse(d.func).endswith("command") for d in function.decorator_list)


def parameters(function: Function) -> int:
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_stays_below_the_ceilings(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE, f"{name_of(path)} has {lines} lines; split it by subject"
    for function in functions(path):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        allowed = LONGEST_FUNCTION + (parameters(function) * 2 if is_command(function) else 0)
        assert length <= allowed, f"{name_of(path)}:{function.lineno} {function.name} has {length} lines; split it"
        if not is_command(function):
            count = parameters(function)
            assert count <= MOST_PARAMETERS, f"{name_of(path)}:{function.lineno} takes {count} parameters; group them"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_has_a_telling_name_and_says_what_it_is_for(path: Path) -> None:
    assert path.stem not in VAGUE_NAMES, f"{name_of(path)}: name shared code by its subject"
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{name_of(path)}: say what it is for"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_environment_is_read_in_one_place(path: Path) -> None:
    if name_of(path) in ENVIRONMENT_READERS or "benchmarks" in path.parts or "training" in path.parts:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in {"environ", "getenv"}]
    assert not used, f"{name_of(path)}:{used} reads the environment; take the value from a settings object"


def test_the_top_level_holds_only_what_the_user_fixed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {line.split("/")[0] for line in listed.splitlines()}
    surplus = {name for name in found if not name.startswith(".")} - TOP_LEVEL - {"Containerfile", "compose.yaml"}
    assert not surplus, f"move {sorted(surplus)} into one of the packages"


def test_imports_run_downwards_only() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_thrown_away_check_is_noticed() -> None:
    code = "def f(a, b, c, d, e, g, h):\n    return 1\n"
    function = ast.parse(code).body[0]
    assert isinstance(function, ast.FunctionDef)
    assert parameters(function) > MOST_PARAMETERS
