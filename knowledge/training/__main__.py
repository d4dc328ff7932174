"""Trains, stores in 8 bits and describes the embedding; prints one JSON line of figures at the end."""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from knowledge.embeddings import BUNDLED, load
from knowledge.embeddings.static import TOKENIZER_FILE, WEIGHT_FILE
from knowledge.training.artefact import write_card, write_model
from knowledge.training.compression import cosine_parity, quantise
from knowledge.training.corpus import Corpus, read_corpus
from knowledge.training.field import SEED, Amounts, FieldTexts, field_sets, statements_of
from knowledge.training.fine_tuning import FieldSchedule, FieldStudent
from knowledge.training.general import Size, Trained, corpus_facts, train_general
from knowledge.training.records import Record, read_records

# Paragraphs compared before and after storing in 8 bits.
PARITY_SAMPLE = 5000
# Of so many records one is kept for measuring and never trained on.
ONE_HELD_OUT_IN = 20
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Options:
    """What to train from, where to, and how long."""

    data: Path
    out: Path
    start: str
    base: Path | None
    cache: Path
    size: Size
    field: FieldSchedule
    runs: int
    """Of the field's stage, whose vectors are averaged."""


def main() -> None:
    """Runs the whole recipe."""
    options = _options()
    started = time.monotonic()
    torch.use_deterministic_algorithms(True)
    corpus = read_corpus(options.data)
    general = _started(options.start) if options.start else train_general(corpus, options.size, options.cache, SEED)
    rows, facts = _train_field(general, corpus, options)
    facts |= _store(options.out, general.tokenizer, rows, corpus)
    facts |= dict(corpus_facts(corpus)) | {"origin": general.origin, "seed": SEED}
    facts |= {"minutes": round((time.monotonic() - started) / 60, 1)}
    write_card(options.out, facts)
    print(json.dumps(facts))


def _train_field(general: Trained, corpus: Corpus, options: Options) -> tuple[np.ndarray, dict[str, object]]:
    """The field's own stage, and what it was made of and gave."""
    learnt, kept = _divided(read_records())
    statements = list(statements_of(options.base)) if options.base else []
    paragraphs = [paragraph for document in corpus.documents for paragraph in document.paragraphs]
    texts = FieldTexts(learnt, paragraphs, corpus.translations, statements, corpus.word_pairs)
    before = FieldStudent(general.tokenizer, general.rows).reciprocal_rank(kept)
    rows = []
    for seed in range(SEED, SEED + options.runs):
        sets = field_sets(texts, Amounts(), seed)
        print(json.dumps({name: len(asked) for name, asked in sets.items()}, ensure_ascii=False), flush=True)
        student = FieldStudent(general.tokenizer, general.rows)
        student.train(sets, options.field, seed)
        rows.append(student.rows)
    # What chance makes of one run or another is no more than .03 of recall@10; their mean has less of it.
    mean = FieldStudent(general.tokenizer, np.mean(rows, axis=0))
    facts: dict[str, object] = {
        "field_steps": options.field.steps,
        "field_runs": options.runs,
        "records": len(learnt),
        "record_pairs": len(sets["records"]),
        "wordings": len(sets["wordings"]),
        "statements": len(statements),
        "drawn": sum(len(asked) for name, asked in sets.items() if ", " in name or name == "templates"),
        "held_out": len(kept),
        "rank_before": f"{before:.3f}",
        "rank_after": f"{mean.reciprocal_rank(kept):.3f}",
    }
    return mean.rows, facts


def _divided(records: tuple[Record, ...]) -> tuple[list[Record], list[Record]]:
    """The records that are trained on, and those that measure what was learnt."""
    kept = records[::ONE_HELD_OUT_IN]
    return [record for record in records if record not in kept], list(kept)


def _started(name: str) -> Trained:
    """The subwords and vectors of a static model, bundled or in a folder."""
    folder = BUNDLED / name if (BUNDLED / name).is_dir() else Path(name)
    tables = load_file(folder / WEIGHT_FILE)
    rows = tables["embeddings"].astype(np.float32) * tables["weights"][:, None]
    fingerprint = load(name).fingerprint[:_DIGITS]
    return Trained(Tokenizer.from_file(str(folder / TOKENIZER_FILE)), rows, f"the model {fingerprint}")


def _store(out: Path, tokenizer: Tokenizer, rows: np.ndarray, corpus: Corpus) -> dict[str, object]:
    """Writes the model and measures what storing in 8 bits costs."""
    stored, weights = quantise(rows, np.ones(len(rows), dtype=np.float32))
    write_model(out, tokenizer, stored, weights)
    texts = [paragraph for document in corpus.documents for paragraph in document.paragraphs][:PARITY_SAMPLE]
    coded = [code.ids for code in tokenizer.encode_batch(texts, add_special_tokens=False)]
    exact = np.stack([rows[ids].sum(0) for ids in coded])
    kept = np.stack([(stored[ids] * weights[ids, None]).sum(0) for ids in coded])
    parity = cosine_parity(exact, kept)
    return {
        "pieces": tokenizer.get_vocab_size(),
        "dimensions": rows.shape[1],
        "parity_mean": f"{parity.mean():.6f}",
        "parity_min": f"{parity.min():.6f}",
        "parity_sample": len(texts),
    }


def _options() -> Options:
    parser = argparse.ArgumentParser(prog="python -m knowledge.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the three .jsonl.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder to write the model to")
    parser.add_argument("--start", default="", help="a static model to train on, instead of the general stage")
    parser.add_argument("--base", type=Path, help="a data folder whose passages' words are learnt too")
    parser.add_argument("--cache", type=Path, default=Path(".embedding-cache"), help="where teacher vectors stay")
    parser.add_argument("--pieces", type=int, default=32_000)
    parser.add_argument("--dimensions", type=int, default=256)
    parser.add_argument("--steps", type=int, default=700, help="of the general stage")
    parser.add_argument("--field-steps", type=int, default=500, help="of the field's own stage")
    parser.add_argument("--field-runs", type=int, default=3, help="of that stage, whose vectors are averaged")
    given = parser.parse_args()
    size = Size(given.pieces, given.dimensions, given.steps, learning_rate=0.005)
    field = FieldSchedule(given.field_steps)
    return Options(given.data, given.out, given.start, given.base, given.cache, size, field, given.field_runs)


if __name__ == "__main__":
    main()
