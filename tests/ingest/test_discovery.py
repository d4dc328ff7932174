import os
from pathlib import Path

import pytest

from ingest import discovery
from ingest.discovery import SAMPLES, Scope, Survey, location_of, scopes_of, survey
from ingest.errors import RootError


def write(path: Path, text: str = "Tekst.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found_in(*roots: Path) -> Survey:
    return survey(scopes_of(roots, []))


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", "c.md"):
        write(tmp_path / name)
    assert [file.path for file in found_in(tmp_path).files] == ["a.txt", "c.md", "b/1.txt", "b/2.txt"]


def test_hidden_files_lock_files_and_metadata_are_no_sources(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/x.txt", "~$a.docx", "Thumbs.db", "desktop.ini", "a.txt.meta.yaml", "a.txt"):
        write(tmp_path / name)
    found = found_in(tmp_path)
    assert [(file.path, file.meta) for file in found.files] == [("a.txt", tmp_path / "a.txt.meta.yaml")]
    assert not found.faults


def test_a_readme_is_passed_over_and_said_so_unless_it_is_the_root(tmp_path: Path) -> None:
    readme = write(tmp_path / "README.md")
    found = found_in(tmp_path)
    assert (found.files, [notice.code for notice in found.notices]) == ([], ["readme_skipped"])
    assert [file.path for file in found_in(readme).files] == ["README.md"]


def test_names_that_are_very_long_or_break_the_line_are_told_in_one_line(tmp_path: Path) -> None:
    for name in ("a" * 250 + ".txt", "to\nlinjer.txt", "ærø og å.txt"):
        write(tmp_path / name)
    paths = [file.path for file in found_in(tmp_path).files]
    assert paths == ["a" * 250 + ".txt", "to linjer.txt", "ærø og å.txt"]


def test_links_are_never_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "secret.txt")
    root = tmp_path / "root"
    write(root / "a.txt")
    (root / "out.txt").symlink_to(outside)
    (root / "out").symlink_to(outside.parent)
    (root / "loop").symlink_to(root)
    (root / "self").symlink_to(root / "self")
    (root / "broken.txt").symlink_to(root / "nothing.txt")
    found = found_in(root)
    assert [file.path for file in found.files] == ["a.txt"]
    assert {(fault.path, fault.code) for fault in found.faults} == {
        ("out.txt", "link_outside"),
        ("out", "link_outside"),
        ("self", "broken_link"),
        ("broken.txt", "broken_link"),
    }
    assert [(notice.path, notice.code) for notice in found.notices] == [("loop", "link_skipped")]


def test_a_pipe_is_told_and_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [fault.code for fault in found_in(tmp_path).faults] == ["not_a_file"]


def test_a_folder_that_cannot_be_listed_is_told_and_blocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "open" / "a.txt")
    write(tmp_path / "shut" / "b.txt")
    scandir = os.scandir

    def guarded(folder: Path) -> "os._ScandirIterator[str]":
        if Path(folder).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scandir(str(folder))

    monkeypatch.setattr(discovery.os, "scandir", guarded)
    found = found_in(tmp_path)
    assert [file.path for file in found.files] == ["open/a.txt"]
    assert [(fault.path, fault.code) for fault in found.faults] == [("shut", "permission")]
    assert found.blocked == [str(tmp_path / "shut")]
    with pytest.raises(RootError, match="cannot be listed"):
        found_in(tmp_path / "shut")


@pytest.mark.parametrize("root", ["/no/such/folder", "https://star.dk/side", "loop"])
def test_a_root_that_is_not_there_is_refused(root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(RootError):
        scopes_of([root], [])


def test_a_folder_inside_a_known_root_is_that_roots_part(tmp_path: Path) -> None:
    write(tmp_path / "root" / "sub" / "a.txt")
    known = [str(tmp_path / "root"), str(tmp_path / "other")]
    scope = scopes_of([tmp_path / "root" / "sub"], known)
    assert scope == [Scope(known[0], tmp_path / "root", tmp_path / "root" / "sub")]
    assert [file.path for file in survey(scope).files] == ["sub/a.txt"]


def test_a_folder_around_a_known_root_takes_it_over(tmp_path: Path) -> None:
    write(tmp_path / "root" / "a.txt")
    (scope,) = scopes_of([tmp_path], [str(tmp_path / "root")])
    assert scope.root == str(tmp_path)


def test_a_root_given_twice_or_inside_another_counts_once(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt")
    assert [scope.place for scope in scopes_of([tmp_path, tmp_path / "sub", f"{tmp_path}/"], [])] == [tmp_path]


def test_without_roots_all_known_ones_are_meant(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
    known = [str(tmp_path / "b"), str(tmp_path / "a")]
    assert [scope.root for scope in scopes_of([], known)] == sorted(known)


def test_the_bundled_samples_are_known_by_name_wherever_they_lie() -> None:
    (scope,) = scopes_of([SAMPLES], [])
    assert scope.root == SAMPLES
    assert scopes_of([scope.place], []) == [scope]
    assert location_of(SAMPLES, "kurser/a.csv") == str(scope.place / "kurser/a.csv")


def test_a_file_has_one_location_as_root_and_in_its_folder(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt")
    (alone,) = found_in(file).files
    (inside,) = found_in(tmp_path).files
    assert alone.location == inside.location == str(file)


def test_names_are_masked_and_told_apart(tmp_path: Path) -> None:
    for name in ("sag 010203-1234.txt", "sag 020304-4321.txt"):
        write(tmp_path / name)
    assert [file.path for file in found_in(tmp_path).files] == ["sag XXXXXX-XXXX.txt", "sag XXXXXX-XXXX.txt (2)"]


def test_a_name_that_is_no_utf8_is_shown_all_the_same(tmp_path: Path) -> None:
    write(tmp_path / os.fsdecode(b"r\xe6.txt"))
    (file,) = found_in(tmp_path).files
    assert file.path.encode("utf-8")
    assert file.place.read_text(encoding="utf-8") == "Tekst."
