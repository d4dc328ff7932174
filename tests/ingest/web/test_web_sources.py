"""Sources as `fagkompas.toml` writes them: read, or refused with the field that is wrong."""

import json
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web.addresses import normal
from ingest.web.sources import ConnectedSource, SourceError, read_sources, restored

GOOD: dict[str, Any] = {"name": "kurser", "sections": ["https://x.dk/kurser"], "every": "2h", "depth": 2, "rate": 0.5}


def test_a_source_is_read() -> None:
    (source,) = read_sources([GOOD])
    assert source == ConnectedSource("kurser", sections=("https://x.dk/kurser",), every=7200, depth=2, rate=0.5)
    assert restored(json.loads(json.dumps([asdict(source)]))) == (source,)
    assert read_sources(()) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Kurser Øst"}, "name"),
        ({"name": None}, "name"),
        ({"fjern": 1}, "fjern"),
        ({"sections": "https://x.dk"}, "sections"),
        ({"sections": ["ftp://x.dk"]}, "sections"),
        ({"sections": ["https://bruger:kode@x.dk"]}, "sections"),
        ({"sections": ["https://"]}, "sections"),
        ({"sections": []}, "folder"),
        ({"folder": "/mappe"}, "folder"),
        ({"folder": 3}, "folder"),
        ({"every": "30s"}, "every"),
        ({"every": 30}, "every"),
        ({"every": "60d"}, "every"),
        ({"depth": -1}, "depth"),
        ({"depth": "to"}, "depth"),
        ({"depth": True}, "depth"),
        ({"rate": 0}, "rate"),
        ({"rate": float("nan")}, "rate"),
        ({"most": 0}, "most"),
        ({"allow": [1]}, "allow"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(SourceError) as refused:
        read_sources([{**GOOD, **change}])
    assert refused.value.field == field


@pytest.mark.parametrize("values", [{"name": "x"}, "kurser", 3, [3], [GOOD, GOOD]])
def test_a_list_that_is_none_is_refused(values: object) -> None:
    with pytest.raises(SourceError):
        read_sources(values)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("HTTPS://X.dk:443/Kurser#top", "https://x.dk/Kurser"),
        ("http://x.dk", "http://x.dk/"),
        ("http://x.dk:8080/å b?utm_source=y&b=2", "http://x.dk:8080/%C3%A5%20b?b=2"),
        ("http://x.dk/a%2Fb", "http://x.dk/a%2Fb"),
    ],
)
def test_one_page_has_one_address(written: str, address: str) -> None:
    assert normal(written) == address


@given(st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="[]"), max_size=30))
def test_writing_an_address_once_is_enough(text: str) -> None:
    try:
        once = normal(f"https://x.dk/{text}")
    except ValueError:
        return
    assert normal(once) == once
