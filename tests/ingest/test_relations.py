"""Records that name each other: a ring is refused with its file, and an unknown name is told with the nearest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from knowledge.generations import KnowledgeBase
from tests.builders import make_knowledge_base

PROFILE = """\
  - id: {id}
    profilsaet: fiktiv
    version: "1"
    titel: Profil {id}
    hentet: 2026-11-22
    opgaver: [Tale med borgere]
    {more}
"""


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with make_knowledge_base(tmp_path / "data") as base:
        yield base


def write(folder: Path, name: str, **profiles: str) -> None:
    folder.mkdir(exist_ok=True)
    listed = "".join(PROFILE.format(id=one.replace("_", "-"), more=more) for one, more in profiles.items())
    (folder / name).write_text("profiler:\n" + listed, encoding="utf-8")


def known(base: KnowledgeBase) -> list[str]:
    return [one.profile_id for one in base.current().profiles()]


def test_a_ring_within_a_file_refuses_the_whole_file_and_nothing_of_the_others(
    tmp_path: Path, knowledge_base: KnowledgeBase
) -> None:
    write(tmp_path / "k", "ring.yaml", a="bygger_paa: [b]", b="bygger_paa: [Profil a]", c="bygger_paa: []")
    write(tmp_path / "k", "god.yaml", d="bygger_paa: [e]", e="aliasser: [basis]")
    report = ingest([tmp_path / "k"], knowledge_base)
    assert known(knowledge_base) == ["d", "e"]
    told = [(one.path, one.field, one.line, one.code, one.values) for one in report.failed]
    assert told == [
        ("ring.yaml", "bygger_paa", 8, "ring", {"reason": "ring", "ring": "a → b → a"}),
        ("ring.yaml", "bygger_paa", 15, "ring", {"reason": "ring", "ring": "a → b → a"}),
    ]


def test_a_profile_that_builds_on_itself_is_a_ring(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    write(tmp_path / "k", "god.yaml", d="bygger_paa: []")
    write(tmp_path / "k", "selv.yaml", a="bygger_paa: [a]")
    assert [one.code for one in ingest([tmp_path / "k"], knowledge_base).failed] == ["ring"]
    assert known(knowledge_base) == ["d"]


def test_a_change_that_would_close_a_ring_leaves_what_was_known(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    write(tmp_path / "k", "a.yaml", a="afledt_af: b")
    write(tmp_path / "k", "b.yaml", b="opdateret: 2026-01-01")
    assert ingest([tmp_path / "k"], knowledge_base).failed == ()
    write(tmp_path / "k", "b.yaml", b="afledt_af: a")
    report = ingest([tmp_path / "k"], knowledge_base)
    assert [(one.path, one.code) for one in report.failed] == [("b.yaml", "ring")]
    assert [one.derived_from for one in knowledge_base.current().profiles()] == ["b", None]


def test_competences_that_are_broader_than_each_other_are_a_ring(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    first = "kompetencer: [{id: x, navn: X, bredere: y}]"
    write(tmp_path / "k", "ring.yaml", a=first, b="kompetencer: [{id: y, navn: Y, bredere: [X]}]")
    write(tmp_path / "k", "god.yaml", d="bygger_paa: []")
    report = ingest([tmp_path / "k"], knowledge_base)
    assert [(one.field, one.line, one.values) for one in report.failed] == [
        ("bredere", 8, {"reason": "ring", "ring": "x → y → x"}),
        ("bredere", 15, {"reason": "ring", "ring": "x → y → x"}),
    ]
    assert known(knowledge_base) == ["d"]


def test_an_own_profile_may_bear_the_title_of_the_one_it_is_made_from(
    tmp_path: Path, knowledge_base: KnowledgeBase
) -> None:
    write(tmp_path / "k", "p.yaml", a="afledt_af: Konsulent", b="bygger_paa: []")
    text = (tmp_path / "k" / "p.yaml").read_text().replace("Profil a", "Konsulent").replace("Profil b", "Konsulent")
    (tmp_path / "k" / "p.yaml").write_text(text)
    report = ingest([tmp_path / "k"], knowledge_base)
    assert (report.failed, report.notices) == ((), ())


def test_unknown_names_are_told_with_the_nearest_that_is_known(tmp_path: Path, knowledge_base: KnowledgeBase) -> None:
    competence = "kompetencer: [{id: samtale, navn: Samtale, bredere: samtaile, relateret: svejsning}]"
    write(tmp_path / "k", "p.yaml", basis_2019="", a="bygger_paa: [basis-2018]", b="afledt_af: xyz", c=competence)
    (tmp_path / "k" / "k.yaml").write_text(
        "kurser:\n  - titel: Kursus om samtaler\n    hentet: 2026-11-22\n    profiler: [basis-2109, a]\n"
    )
    report = ingest([tmp_path / "k"], knowledge_base)
    assert report.failed == ()
    told = [(one.path, one.field, one.line, one.code, one.values) for one in report.notices]
    assert told == [
        ("k.yaml", "profiler", 4, "unknown_profile", {"value": "basis-2109", "nearest": "basis-2019"}),
        ("p.yaml", "bygger_paa", 15, "unknown_profile", {"value": "basis-2018", "nearest": "basis-2019"}),
        ("p.yaml", "afledt_af", 22, "unknown_profile", {"value": "xyz", "nearest": None}),
        ("p.yaml", "bredere", 29, "unknown_competence", {"value": "samtaile", "nearest": "samtale"}),
        ("p.yaml", "relateret", 29, "unknown_competence", {"value": "svejsning", "nearest": None}),
    ]
