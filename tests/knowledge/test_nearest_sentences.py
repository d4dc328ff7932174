from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from builders import FakeEmbedding, ingest_texts, make_knowledge_base, make_passage
from hypothesis import given
from hypothesis import strategies as st

from knowledge import nearest_sentences
from knowledge.nearest_sentences import NearestSentences, sentences
from knowledge.types import SearchQuery


class Counting(FakeEmbedding):
    """Counts the texts that it embeds."""

    def __init__(self) -> None:
        super().__init__(is_instant=True)
        object.__setattr__(self, "embedded", [])

    embedded: list[str]

    def embed_array(self, texts: Sequence[str]) -> Any:
        self.embedded.extend(texts)
        return super().embed_array(texts)


def test_the_nearest_sentence_of_a_passage_counts_and_not_their_sum() -> None:
    compare = NearestSentences(FakeEmbedding())
    said = make_passage("Kurset varer tre dage. Frokost er med i prisen. Tilmeld jer i god tid.", "a")
    other = make_passage("Vejret er godt.", "b")
    near, far = compare("frokost er med i prisen.", [said, other])
    assert near == pytest.approx(1.0) or near > 0.9
    assert far < near


def test_a_passage_is_embedded_once_until_others_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearest_sentences, "MOST_KEPT", 2)
    model = Counting()
    compare = NearestSentences(model)
    first, second, third = (make_passage(f"Den {name} sætning.", name) for name in ("første", "anden", "tredje"))
    assert compare("spørgsmål", [first, second]) == compare("spørgsmål", [first, second])
    assert model.embedded == ["Den første sætning.", "Den anden sætning."]
    compare("spørgsmål", [second, third])
    compare("spørgsmål", [first])
    assert model.embedded[2:] == ["Den tredje sætning.", "Den første sætning."]
    assert compare("spørgsmål", []) == []


@given(st.text(min_size=1))
def test_every_text_has_a_sentence_and_each_is_part_of_it(text: str) -> None:
    assert sentences(text)
    assert all(part in text for part in sentences(text))


def test_the_search_says_what_a_sentence_added_where_the_model_is_instant(tmp_path: Path) -> None:
    texts = {"a": "Kurset varer tre dage. Frokost er med.", "b": "Kurset koster penge. Frokost koster ekstra."}
    for is_instant in (True, False):
        base = make_knowledge_base(tmp_path / str(is_instant), FakeEmbedding(is_instant=is_instant))
        ingest_texts(base, **texts)
        hits = base.current().search(SearchQuery("frokost er med.")).hits
        assert any("sentence" in hit.parts for hit in hits) is is_instant
        assert hits[0].passage.passage_id == "a#0"
