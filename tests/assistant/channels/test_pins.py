"""A pinned generation stays what readers see, whatever would publish another."""

from pathlib import Path
from typing import Any

import pytest

from tests.assistant.channels.doors import ingest_into, serving, write_sources
from tests.assistant.channels.terminal import Outcome, run
from tests.assistant.channels.test_http_ingest import finished


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """The small sources, ingested twice."""
    folder = write_sources(tmp_path / "sources")
    ingest_into(tmp_path / "data", folder)
    (folder / "nyt.md").write_text("# Nyt\n\nEn tekst om tovholdere.\n", "utf-8")
    ingest_into(tmp_path / "data", folder)
    return folder


@pytest.fixture
def call(sources: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*arguments: object) -> Outcome:
        return run(capsys, "--data", str(sources.parent / "data"), *map(str, arguments))

    return called


def current(call: Any) -> list[tuple[int, bool]]:
    return [(one["number"], one["pinned"]) for one in call("doctor", "--json").json["generations"] if one["current"]]


@pytest.mark.parametrize(("given", "held"), [((), 2), ((1,), 1)])
def test_nothing_takes_the_place_of_a_pinned_generation(
    call: Any, sources: Path, given: tuple[int, ...], held: int
) -> None:
    assert call("pin", *given).code == 0
    assert current(call) == [(held, True)]
    assert "låst fast" in call("doctor").output
    (sources / "mere.md").write_text("# Mere\n\nEn tekst mere.\n", "utf-8")
    call("unpin")
    call("backup", sources.parent / "kopi.fagkompas")
    call("pin", *given)
    for refused in (
        ("ingest", sources),
        ("rollback",),
        ("restore", sources.parent / "kopi.fagkompas"),
        ("doctor", "--repair"),
    ):
        outcome = call(*refused)
        assert (outcome.code, outcome.output, outcome.error.count("\n")) == (2, "", 1), refused
        assert "unpin" in outcome.error
    assert current(call) == [(held, True)]


def test_generations_are_published_again_when_it_is_unpinned(call: Any, sources: Path) -> None:
    call("pin", 1)
    assert "Generation 1" in call("unpin").output
    assert "Ingen" in call("unpin").output
    done = call("ingest", sources, "--json")
    assert (done.code, done.json["generation"]) == (0, 3)
    assert current(call) == [(3, False)]


def test_what_is_not_there_cannot_be_pinned(call: Any) -> None:
    assert call("pin", 7).code == 2
    assert current(call) == [(2, False)]


def test_a_run_over_http_is_refused_with_the_reason(call: Any, sources: Path) -> None:
    call("pin")
    (sources / "mere.md").write_text("# Mere\n\nEn tekst mere.\n", "utf-8")
    with serving(sources.parent / "data") as client:
        run_of = finished(client, client.post("/api/ingest", json={}).headers["location"])
    assert run_of["state"] == "failed"
    assert "unpin" in run_of["problem"]
