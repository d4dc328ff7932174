"""A private Postgres server from Debian's package: in a folder of its own, reached through a socket in it."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The server refuses to run as root; the package makes this user.
SERVER_USER = "postgres"


def find_programs() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, which Debian does not put on the path; None where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """A server and the URL of its empty database; it and its folder are gone afterwards."""
    # Not in pytest's folder, which another user may not enter; and a socket's path may have 107 characters only.
    folder = Path(tempfile.mkdtemp(prefix="fagkompas-postgres-"))
    user = _server_user()
    if user:
        shutil.chown(folder, user)
    data = str(folder / "data")
    try:
        _run(programs / "initdb", "-D", data, "-A", "trust", "-U", SERVER_USER, "-N", "-E", "UTF8", "--locale=C.UTF-8")
        settings = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        _run(programs / "pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://{SERVER_USER}@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _server_user() -> str | None:
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SERVER_USER).pw_name
    except KeyError:
        return "nobody"


def _run(program: Path, *arguments: str) -> None:
    subprocess.run(
        [str(program), *arguments], user=_server_user(), cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=60
    )
