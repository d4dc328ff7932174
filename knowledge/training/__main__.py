"""Trains, stores in 8 bits and describes the embedding; prints one JSON line of figures at the end."""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from knowledge.training.artefact import write_card, write_model
from knowledge.training.compression import cosine_parity, quantise
from knowledge.training.corpus import Corpus, all_texts, read_corpus
from knowledge.training.examples import Examples
from knowledge.training.student import Schedule, Student, train
from knowledge.training.subwords import kept_subwords
from knowledge.training.teacher import principal_components, teacher_vectors

# Any fixed number: two runs on one machine give the same files.
SEED = 20261122
REPORT_EVERY = 50
# Paragraphs compared before and after storing in 8 bits.
PARITY_SAMPLE = 5000


@dataclass(frozen=True, slots=True)
class Options:
    """What to train from, where to, and how large."""

    data: Path
    out: Path
    cache: Path
    pieces: int
    dimensions: int
    steps: int
    learning_rate: float


def main() -> None:
    """Runs the whole recipe."""
    options = _options()
    started = time.monotonic()
    torch.use_deterministic_algorithms(True)
    corpus = read_corpus(options.data)
    teacher = teacher_vectors([pair.right for pair in corpus.translations], options.cache)
    tokenizer = kept_subwords(all_texts(corpus), options.pieces, options.cache)
    print(f"{tokenizer.get_vocab_size()} subwords after {time.monotonic() - started:.0f} s", flush=True)
    examples = Examples(corpus, tokenizer, SEED)
    student = Student(examples.frequencies(tokenizer.get_vocab_size()), options.dimensions, SEED)
    train(student, examples, principal_components(teacher, options.dimensions), _schedule(options), _print_loss)
    facts = _store(options, tokenizer, student, examples)
    facts |= _corpus_facts(corpus) | {"minutes": round((time.monotonic() - started) / 60, 1)}
    write_card(options.out, facts)
    print(json.dumps(facts))


def _print_loss(step: int, loss: float) -> None:
    if step % REPORT_EVERY == 0:
        print(f"step {step}: loss {loss:.4f}", flush=True)


def _store(options: Options, tokenizer: Tokenizer, student: Student, examples: Examples) -> dict[str, object]:
    """Writes the model and measures what storing in 8 bits costs."""
    vectors = student.vectors.detach().numpy()
    weights = student.log_weights.detach().exp().numpy()
    stored, stored_weights = quantise(vectors, weights)
    write_model(options.out, tokenizer, stored, stored_weights)
    count = min(PARITY_SAMPLE, len(examples.paragraphs))
    texts = [examples.paragraphs.text(index).ids for index in range(count)]
    exact = np.stack([(vectors[ids] * weights[ids, None]).sum(0) for ids in texts])
    kept = np.stack([(stored[ids] * stored_weights[ids, None]).sum(0) for ids in texts])
    parity = cosine_parity(exact, kept)
    return {
        "pieces": tokenizer.get_vocab_size(),
        "dimensions": options.dimensions,
        "steps": options.steps,
        "parity_mean": f"{parity.mean():.6f}",
        "parity_min": f"{parity.min():.6f}",
        "parity_sample": count,
        "seed": SEED,
    }


def _corpus_facts(corpus: Corpus) -> dict[str, object]:
    return {
        "documents": len(corpus.documents),
        "paragraphs": sum(len(document.paragraphs) for document in corpus.documents),
        "translations": len(corpus.translations),
        "word_pairs": len(corpus.word_pairs),
        "field_pairs": len(corpus.field_pairs),
    }


def _schedule(options: Options) -> Schedule:
    return Schedule(
        steps=options.steps,
        learning_rate=options.learning_rate,
        translations=192,
        titles=128,
        neighbours=128,
        questions=384,
        english_questions=96,
        words=256,
        field_words=48,
    )


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m knowledge.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the three .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--cache", type=Path, default=Path(".embedding-cache"), help="where teacher vectors stay")
    parser.add_argument("--pieces", type=int, default=32_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--steps", type=int, default=700)
    parser.add_argument("--learning-rate", type=float, default=0.005)
    return Options(**vars(parser.parse_args()))


if __name__ == "__main__":
    main()
