"""Writes a trained embedding as a model2vec folder, with the card that says what it is made of."""

import json
from pathlib import Path
from string import Template

import numpy as np
from safetensors.numpy import save
from tokenizers import Tokenizer

CARD = Path(__file__).with_name("card.md")


def write_model(folder: Path, tokenizer: Tokenizer, stored: np.ndarray, weights: np.ndarray) -> None:
    """Writes `model.safetensors` (int8 rows, float32 weights), `tokenizer.json` and `config.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    # Not `save_file`: it keeps the file from everybody but its owner.
    (folder / "model.safetensors").write_bytes(save({"embeddings": stored, "weights": weights}))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "normalize": True,
        # No limit: a long passage counts to its end.
        "max_length": None,
        "embedding_dtype": "int8",
        "hidden_dim": int(stored.shape[1]),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")


def write_card(folder: Path, facts: dict[str, object]) -> None:
    """Writes `README.md` from the card's template; raises KeyError where a fact is missing."""
    card = Template(CARD.read_text(encoding="utf-8")).substitute(facts)
    (folder / "README.md").write_text(card, encoding="utf-8")
