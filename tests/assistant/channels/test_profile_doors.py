"""A profile with what it inherits, its versions and what it is made from: in a terminal, over HTTP, and as a tool."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from assistant.channels.mcp.tools import TOOLS
from tests.assistant.channels.doors import ingest_into, serving
from tests.assistant.channels.profile_sources import write_profiles
from tests.assistant.channels.terminal import run


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("profiler")
    ingest_into(folder / "data", write_profiles(folder / "kilder"))
    return folder / "data"


@pytest.fixture(scope="module")
def client(data: Path) -> Iterator[httpx.Client]:
    with serving(data) as opened:
        yield opened


def seen(client: httpx.Client, profile_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/profiles/{profile_id}").json()
    return found


def test_an_own_profile_is_shown_beside_the_one_it_is_made_from(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "--data", str(data), "profiles", "vores").output.splitlines()
    assert "- Kontakt til virksomheder (niveau 3)" in lines
    start = lines.index("Arvet fra profilerne under den:")
    assert lines[start:] == [
        "Arvet fra profilerne under den:",
        "- Orden i sagen (niveau 2) – Basiskompetencer",
        "Afledt af Virksomhedsprofilen [virk-2019], fiktivt sæt 2019. Forskelle:",
        "- ny opgave: Holde møder",
        "Ændringer i Virksomhedsprofilen [virk-2025], fiktivt sæt 2025, som ikke er fulgt:",
        "- ændret kompetence »Kontakt til virksomheder«: Kontakt til {+små+} virksomheder",
        "- ny kompetence: Samtale",
        "Henviser til »findes-ikke«, som ikke kendes.",
    ]


def test_a_competence_is_shown_with_what_it_is_the_same_as(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [
        line.partition("[")[2].partition("]")[0]
        for line in run(capsys, "--data", str(data), "profiles").output.splitlines()
    ]
    told = "\n".join(run(capsys, "--data", str(data), "profiles", one).output for one in ids if one)
    assert "svarer til http://data.europa.eu/esco/skill/1)" in told


def test_a_profile_that_is_no_longer_in_force_says_so_and_names_what_came_after(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(capsys, "--data", str(data), "profiles", "virk-2019").output
    assert "Gælder ikke længere" in text
    assert "Gælder til 31. oktober 2025" in text
    assert "Kaldes også virksomhedskonsulent" in text
    assert "- Virksomhedsprofilen [virk-2025], fiktivt sæt 2025" in text
    assert "- Vores konsulent [vores], Lyngby 1" in text


def test_the_same_over_http(client: httpx.Client) -> None:
    own = seen(client, "vores")
    assert (
        own["inherited"][0] | {"from_profile": "basis", "from_title": "Basiskompetencer", "level": 2}
        == (own["inherited"][0])
    )
    assert own["unknown"] == ["findes-ikke"]
    assert own["derivation"]["origin"]["profile_id"] == "virk-2019"
    assert own["derivation"]["newer"]["profile_id"] == "virk-2025"
    reworded, added = own["derivation"]["unfollowed"]
    assert reworded["words"] == [
        {"fate": "same", "text": "Kontakt til "},
        {"fate": "new", "text": "små "},
        {"fate": "same", "text": "virksomheder"},
    ]
    assert (added["verdict"], added["part"], added["name"]) == ("added", "competence", "Samtale")
    old = seen(client, "virk-2019")
    assert (old["standing"], [one["profile_id"] for one in old["derived"]]) == ("past", ["vores"])
    new = seen(client, "virk-2025")
    assert new["derivation"] is None
    assert new["competences"][1]["same_as"] == ["http://data.europa.eu/esco/skill/1"]


def test_every_profile_keeps_the_shape_that_the_tool_promises(client: httpx.Client) -> None:
    schema = TOOLS["get_profile"].gives.model_json_schema(mode="serialization")
    for profile in client.get("/api/profiles").json()["profiles"]:
        jsonschema.validate(seen(client, profile["profile_id"]), schema)
