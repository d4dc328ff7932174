"""Learns the subwords: a unigram tokenizer in which nothing is unknown, since the rest is spelled in bytes."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "<unk>"
BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))
# A soft hyphen only marks where a line may break; zero-width signs mark nothing at all.
INVISIBLE = Regex("[\u00ad\u200b\u200c\u2060\ufeff]")
# Longer pieces are whole compounds seen once or twice, which are better met through their parts.
LONGEST_PIECE = 14
# Unigram scores have a magnitude of about 10; four decimals keep every ranking and halve the file.
SCORE_DECIMALS = 4


def kept_subwords(texts: Iterable[str], pieces: int, cache: Path) -> Tokenizer:
    """Gives the tokenizer that `learn_subwords` trains, kept in `cache` under a hash of texts and size."""
    held = list(texts)
    digest = hashlib.sha256("\0".join([str(pieces), str(LONGEST_PIECE), *held]).encode()).hexdigest()
    kept = cache / f"subwords-{digest[:16]}.json"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        learn_subwords(held, pieces).save(str(kept), pretty=False)
    return Tokenizer.from_file(str(kept))


def learn_subwords(texts: Iterable[str], pieces: int) -> Tokenizer:
    """Trains a unigram tokenizer of `pieces` entries, the 256 bytes included (Kudo 2018, arXiv:1804.10959)."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(INVISIBLE, ""), normalizers.Lowercase()]
    )
    # No mark where a word begins: "udvikling" is one and the same piece in "kompetenceudvikling".
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.UnigramTrainer(
        vocab_size=pieces - len(BYTES),
        special_tokens=[UNKNOWN],
        unk_token=UNKNOWN,
        max_piece_length=LONGEST_PIECE,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return _with_bytes(tokenizer)


def _with_bytes(tokenizer: Tokenizer) -> Tokenizer:
    """Adds the bytes below every learnt piece in score, so that they are used only where no piece fits."""
    plan: dict[str, Any] = json.loads(tokenizer.to_str())
    unknown, *learnt = ((piece, round(score, SCORE_DECIMALS)) for piece, score in plan["model"]["vocab"])
    # The trainer leaves equal scores in any order; a fixed one makes two runs alike.
    vocabulary = [unknown, *sorted(learnt, key=lambda entry: (-entry[1], entry[0]))]
    lowest = min(score for _, score in vocabulary) - 1.0
    plan["model"]["vocab"] = vocabulary + [(byte, lowest) for byte in BYTES]
    plan["model"]["byte_fallback"] = True
    plan["added_tokens"] = []
    return Tokenizer.from_str(json.dumps(plan))
