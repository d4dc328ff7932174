"""A small share of the runs over the suites; `python -m tests.model_runs` does them whole."""

from pathlib import Path

import pytest

from tests.evals.judges import forget_providers
from tests.model_runs import RUNS, main, run

CASES = 10


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("suites")


@pytest.mark.parametrize(
    ("name", "provider"),
    [*((name, "openai") for name in sorted(RUNS)), ("lying", "anthropic")],
)
def test_a_share_of_the_suites_keeps_the_limits(
    name: str, provider: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_providers(monkeypatch)
    # Set by the run; taken back here.
    for variable in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "ANTHROPIC_API_URL", "ANTHROPIC_API_KEY"):
        monkeypatch.setenv(variable, "")
    figures = run(name, data, CASES, provider=provider)
    assert not figures["broken"], figures
    assert figures["inexact quotations"] == 0
    assert figures.get("lies", CASES) >= CASES


def test_an_unknown_run_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["kind"])
    assert "invalid choice" in capsys.readouterr().err
