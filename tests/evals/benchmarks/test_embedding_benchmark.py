"""The arithmetic of the embedding benchmark, and a card that takes its figures."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.benchmarks.embedding import EmbeddingFigures, measure, relevant_ranks, write_into_card


def test_rank_counts_from_one_and_ties_count_against_the_model() -> None:
    passages = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    questions = np.array([[1.0, 0.1], [0.1, 1.0]])
    assert relevant_ranks(questions, passages, np.array([0, 1])).tolist() == [1, 2]


def test_card_takes_the_figures_and_keeps_the_rest(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("# Model\n<!-- benchmark: here -->\nold\n<!-- end of benchmark -->\nLimits\n", encoding="utf-8")
    write_into_card(card, EmbeddingFigures("m", 0.5, 0.25, 0.75, 1234.0, 0.5))
    text = card.read_text(encoding="utf-8")
    assert "| 0.500 |" in text
    assert "old" not in text
    assert text.startswith("# Model\n")
    assert text.endswith("Limits\n")


def test_card_without_marks_is_refused(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("# Model\n", encoding="utf-8")
    with pytest.raises(ValueError, match="substring"):
        write_into_card(card, EmbeddingFigures("m", 0.5, 0.25, 0.75, 1234.0, 0.5))


def test_passage_with_the_words_of_its_question_is_found_first(tmp_path: Path) -> None:
    bench = tmp_path / "bench.json"
    rows = {
        "a": "Prisen på kurset er 5.000 kr.",
        "b": "Katten sover på taget hele natten.",
        "c": "Toget kører til Odense.",
    }
    passages = [{"id": key, "title": "", "text": text} for key, text in rows.items()]
    questions = [{"id": key, "question": text, "passage": key} for key, text in rows.items()]
    bench.write_text(json.dumps({"passages": passages, "questions": questions}), encoding="utf-8")
    figures = measure("danish-static", bench)
    assert figures.ndcg_at_10 == pytest.approx(1.0)
    assert figures.recall_at_1 == 1.0
    assert figures.passages_per_second > 0
    assert figures.seconds_to_first_vector > 0
