"""The general stage: subwords and vectors of office Danish from documents, translations and a thesaurus of words."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from knowledge.training.corpus import Corpus, all_texts
from knowledge.training.examples import Examples
from knowledge.training.student import Schedule, Student, train
from knowledge.training.subwords import kept_subwords
from knowledge.training.teacher import principal_components, teacher_vectors

REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class Size:
    """How large the model is, and how long and hard it is trained."""

    pieces: int
    dimensions: int
    steps: int
    learning_rate: float


@dataclass(frozen=True, slots=True)
class Trained:
    """Subwords and float32 rows (pieces, dimensions): each token's vector times its weight; and what to say of them."""

    tokenizer: Tokenizer
    rows: np.ndarray
    origin: str


def train_general(corpus: Corpus, size: Size, cache: Path, seed: int) -> Trained:
    """Learn subwords and vectors from nothing; the teacher's vectors and the subwords are kept in `cache`."""
    teacher = teacher_vectors([pair.right for pair in corpus.translations], cache)
    tokenizer = kept_subwords(all_texts(corpus), size.pieces, cache)
    print(f"{tokenizer.get_vocab_size()} subwords", flush=True)
    examples = Examples(corpus, tokenizer, seed)
    student = Student(examples.frequencies(tokenizer.get_vocab_size()), size.dimensions, seed)
    train(student, examples, principal_components(teacher, size.dimensions), _schedule(size), _print_loss)
    weights = student.log_weights.detach().exp().numpy()
    rows = student.vectors.detach().numpy() * weights[:, None]
    return Trained(tokenizer, rows, f"from nothing, {size.steps} steps")


def _print_loss(step: int, loss: float) -> None:
    if step % REPORT_EVERY == 0:
        print(f"step {step}: loss {loss:.4f}", flush=True)


def corpus_facts(corpus: Corpus) -> Mapping[str, object]:
    """How much text of each kind there is, as the card says it."""
    return {
        "documents": len(corpus.documents),
        "paragraphs": sum(len(document.paragraphs) for document in corpus.documents),
        "translations": len(corpus.translations),
        "word_pairs": len(corpus.word_pairs),
    }


def _schedule(size: Size) -> Schedule:
    return Schedule(
        steps=size.steps,
        learning_rate=size.learning_rate,
        translations=192,
        titles=128,
        neighbours=128,
        questions=384,
        english_questions=96,
        words=256,
        field_words=48,
    )
