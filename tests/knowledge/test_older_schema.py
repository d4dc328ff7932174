"""A data folder that an older version made: read as it is, and brought up to date by the next ingest."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from builders import ingest_texts, make_knowledge_base, make_source

from knowledge.manifest import SCHEMA_VERSION, Manifest, checksums
from knowledge.types import Competence, Profile, SourceKind

ADDED_SINCE_1 = {
    "sources": ("unread_since",),
    "vector_records": ("found",),
    "profiles": ("derived_from", "basis", "details"),
    "competences": ("hidden_labels", "broader", "related", "same_as", "level"),
    "courses": ("details",),
    "runs": ("seats", "said"),
}
PROFILE = Profile(
    "p", "sæt", "1", "Profil", "p", competences=(Competence("k", "Samtale", alt_labels=("Dialog",)),), fictional=True
)


def make_old(data: Path) -> None:
    """Publish a profile, and take away what schema 1 had not."""
    with make_knowledge_base(data) as base, base.writer() as draft:
        draft.put(make_source("p", "Profil", kind=SourceKind.PROFILE), "Profil", (), profile=PROFILE)
        draft.publish()
    generation = data / "generations" / "000001"
    with closing(sqlite3.connect(generation / "knowledge.sqlite")) as database:
        for table, columns in ADDED_SINCE_1.items():
            for column in columns:
                database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        database.execute("DROP INDEX passages_by_hash")
        database.commit()
    values = asdict(Manifest.read(generation)) | {"schema": 1, "checksums": checksums(generation)}
    (generation / "manifest.json").write_text(json.dumps(values))


def test_a_generation_of_the_older_schema_is_read(tmp_path: Path) -> None:
    make_old(tmp_path)
    with make_knowledge_base(tmp_path) as base:
        assert base.current().profiles() == (PROFILE,)
        assert base.check() == []


def test_the_next_ingest_gives_it_the_indexes_of_this_one(tmp_path: Path) -> None:
    make_old(tmp_path)
    with make_knowledge_base(tmp_path) as base:
        ingest_texts(base, a="nyt")
    path = tmp_path / "generations" / "000002" / "knowledge.sqlite"
    with closing(sqlite3.connect(path)) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    assert "passages_by_hash" in names


def test_the_next_ingest_brings_it_up_to_date_and_keeps_what_was_known(tmp_path: Path) -> None:
    make_old(tmp_path)
    with make_knowledge_base(tmp_path) as base:
        assert ingest_texts(base, a="nyt") == 2
        assert base.current().profiles() == (PROFILE,)
        assert base.current().manifest.schema == SCHEMA_VERSION
        assert base.check() == []
