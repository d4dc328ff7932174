"""The container and compose files name only what is there, and run the service with no more rights than it needs."""

import configparser
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.channels.cli.app import build_app
from assistant.channels.http.server import SECONDS_TO_END
from assistant.channels.settings import PREFIX, Settings, all_settings, read_settings

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SECONDS = re.compile(r"(\d+)s")
COMMANDS = {command.name or getattr(command.callback, "__name__", "") for command in build_app().registered_commands}


def instructions() -> Iterator[tuple[str, str]]:
    """Each instruction of the container file and its words."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            yield name, rest


def of(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return read


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"][name]
    return found


def without_variables(text: str) -> str:
    """`${NAME:-default}` as it is when nothing is set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)


def environment() -> dict[str, str]:
    """What the service is given by both files."""
    words = shlex.split(" ".join(of("ENV")))
    made = dict(word.split("=", 1) for word in words)
    given = {name: without_variables(value) for name, value in service("fagkompas")["environment"].items()}
    return {name: value for name, value in {**made, **given}.items() if name.startswith(PREFIX)}


def test_what_is_copied_is_there_and_not_ignored() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    copied = {path for rest in of("COPY") if "--from" not in rest for path in rest.split()[:-1]}
    assert copied == kept
    assert all((ROOT / path).exists() for path in copied)
    assert {"assistant", "evals", "ingest", "knowledge", "prompts"} <= copied


def test_everything_installed_is_pinned() -> None:
    (install,) = [rest for rest in of("RUN") if "pip install" in rest]
    assert "-c constraints.txt" in install
    extras = dict(rest.split("=", 1) for rest in of("ARG"))["EXTRAS"].split(",")
    assert set(extras) <= PROJECT["optional-dependencies"].keys()
    for image in (*(rest.split()[0] for rest in of("FROM")), service("database")["image"]):
        assert re.fullmatch(r"docker\.io/library/\w+:\d+[.\w-]*", image), image


def test_it_runs_as_nobody_in_particular_and_writes_only_data() -> None:
    (user,) = of("USER")
    assert int(user.split(":")[0]) > 0
    assert list(dict(instructions())).index("USER") < list(dict(instructions())).index("ENTRYPOINT")
    run = service("fagkompas")
    assert run["read_only"] is True
    assert run["tmpfs"] == ["/tmp"]
    assert run["cap_drop"] == ["ALL"]
    assert run["security_opt"] == ["no-new-privileges:true"]
    assert environment()["FAGKOMPAS_DATA"] == "/data"
    assert "data:/data" in run["volumes"]
    assert all(port.startswith("127.0.0.1:") for port in run["ports"])


def test_the_command_is_one_of_ours() -> None:
    (entry,), (command,) = of("ENTRYPOINT"), of("CMD")
    assert yaml.safe_load(entry)[0] in PROJECT["scripts"]
    assert yaml.safe_load(command)[0] in COMMANDS
    assert service("fagkompas")["command"][0] in COMMANDS


def test_every_setting_is_one_and_can_be_used(tmp_path: Path) -> None:
    settings = read_settings(tmp_path, environment())
    assert {PREFIX + setting.name.upper() for setting in all_settings()} >= environment().keys()
    assert (settings.host, str(settings.port)) == ("0.0.0.0", of("EXPOSE")[0])


def test_health_is_asked_where_it_is_told() -> None:
    (asked,) = of("HEALTHCHECK")
    code = yaml.safe_load(asked.partition("CMD ")[2])[2]
    compile(code, "HEALTHCHECK", "exec")
    assert f"http://127.0.0.1:{of('EXPOSE')[0]}/healthz" in code


def test_there_is_time_to_finish_an_answer_before_it_is_killed() -> None:
    found = SECONDS.fullmatch(service("fagkompas")["stop_grace_period"])
    assert found
    assert int(found[1]) > Settings().answer_seconds + SECONDS_TO_END


def test_postgres_is_there_for_who_asks_for_it_and_needed_by_nobody_else() -> None:
    assert service("database")["profiles"] == ["postgres"]
    assert service("fagkompas")["depends_on"]["database"]["required"] is False
    assert "postgres" in of("ARG")[0]


@pytest.mark.parametrize("name", ["fagkompas", "database"])
def test_volumes_are_declared(name: str) -> None:
    named = [volume.split(":")[0] for volume in service(name)["volumes"] if not volume.startswith("$")]
    assert set(named) <= compose()["volumes"].keys()


def units() -> list[configparser.ConfigParser]:
    """The systemd units that the README shows."""
    found = []
    for text in re.findall(r"```ini\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL):
        unit = configparser.ConfigParser(strict=False)
        unit.optionxform = str  # type: ignore[assignment,method-assign]
        unit.read_string(text)
        found += [unit] if unit.has_section("Service") else []
    return found


def test_the_unit_runs_a_command_of_ours_with_settings_of_ours_and_lets_it_finish(tmp_path: Path) -> None:
    for unit in units():
        run = unit["Service"]
        command, word = run["ExecStart"].split()
        assert command.rsplit("/", 1)[1] in PROJECT["scripts"]
        assert word in COMMANDS
        read_settings(tmp_path, dict(pair.split("=", 1) for pair in run["Environment"].split()))
        assert run.get("DynamicUser") == "yes" or run.get("User", "root") != "root"
        assert int(run["TimeoutStopSec"]) > Settings().answer_seconds + SECONDS_TO_END
