"""The field's own stage: sentence-transformers trains a static embedding on, with the ranking loss and hard negatives.

A token's vector is held times its weight, so that both are learnt as one; storing in 8 bits takes them apart again.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from datasets import Dataset
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.sampler import BatchSamplers, MultiDatasetBatchSamplers
from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer

from knowledge.training.field import Sets
from knowledge.training.records import Record

# Cosines of a batch are sharpened by this much before the softmax (1 / temperature).
SHARPNESS = 20.0
WARM_UP = 0.05
REPORT_EVERY = 50
CUT = 10


@dataclass(frozen=True, slots=True)
class FieldSchedule:
    """How long and how hard to train; each step is a batch of one set, the sets taking turns."""

    steps: int
    learning_rate: float = 0.006
    batch: int = 512


class FieldStudent:
    """A static embedding as a sentence-transformers model."""

    def __init__(self, tokenizer: Tokenizer, rows: np.ndarray) -> None:
        """Begin with float32 rows (pieces, dimensions): each token's vector times its weight."""
        self._embedding = StaticEmbedding(tokenizer, embedding_weights=np.array(rows, dtype=np.float32))
        self._model = SentenceTransformer(modules=[self._embedding], device="cpu")

    @property
    def rows(self) -> np.ndarray:
        """The vectors as they are now."""
        return self._embedding.embedding.weight.detach().numpy().copy()

    def train(self, sets: Sets, schedule: FieldSchedule, seed: int) -> None:
        """Train on; each question must be nearest its own statement (arXiv:1705.00652), and far from its near miss."""
        with tempfile.TemporaryDirectory() as folder:
            arguments = SentenceTransformerTrainingArguments(
                output_dir=folder,
                max_steps=schedule.steps,
                per_device_train_batch_size=schedule.batch,
                learning_rate=schedule.learning_rate,
                warmup_steps=int(schedule.steps * WARM_UP),
                # Not the same statement twice in a batch: it would be its own contrast.
                batch_sampler=BatchSamplers.NO_DUPLICATES,
                multi_dataset_batch_sampler=MultiDatasetBatchSamplers.ROUND_ROBIN,
                save_strategy="no",
                report_to="none",
                logging_steps=REPORT_EVERY,
                disable_tqdm=True,
                seed=seed,
                use_cpu=True,
            )
            loss = MultipleNegativesRankingLoss(self._model, scale=SHARPNESS)
            data = {name: _dataset(sets[name]) for name in sets}
            SentenceTransformerTrainer(model=self._model, args=arguments, train_dataset=data, loss=loss).train()

    def reciprocal_rank(self, records: Sequence[Record]) -> float:
        """MRR@10 of the records' questions against all their statements and near misses, 0 to 1."""
        texts = dict.fromkeys(text for record in records for text in (record.statement, *record.near_misses))
        ids = {text: str(number) for number, text in enumerate(texts)}
        asked = [(question, record.statement) for record in records for question in record.asked]
        evaluator = InformationRetrievalEvaluator(
            queries={str(number): question for number, (question, _) in enumerate(asked)},
            corpus={number: text for text, number in ids.items()},
            relevant_docs={str(number): {ids[statement]} for number, (_, statement) in enumerate(asked)},
            mrr_at_k=[CUT],
            write_csv=False,
        )
        measured = evaluator(self._model)
        return float(measured[f"cosine_mrr@{CUT}"])


def _dataset(asked: Sequence) -> Dataset:
    columns = {"anchor": [one.question for one in asked], "positive": [one.statement for one in asked]}
    if asked[0].near_miss:
        columns["negative"] = [one.near_miss for one in asked]
    return Dataset.from_dict(columns)
