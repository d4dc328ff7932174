"""The student: a vector and a learnt weight for each subword; a text is the weighted sum, scaled to unit length.

A plain torch loop over `torch.nn.functional.embedding_bag`, not sentence-transformers' `StaticEmbedding` and trainer:
those know no learnt weight for each token, tokenise every text anew at each step, and take one loss for each data set
in turn, where here all losses of a step share one lookup (several times faster on two cores).
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from knowledge.training.examples import Examples, Pairs
from knowledge.training.tokens import TokenTexts

# Smooth inverse frequency: weight = a / (a + p) (Arora et al. 2017); learnt on from there.
COMMON_SHARE = 1e-3
# Log-weights move slower than vectors would at the same rate: they start at a good place.
WEIGHT_RATE = 0.3
# Cosines of a batch are sharpened by this much before the softmax (1 / temperature).
SHARPNESS = 20.0
WARM_UP = 0.05


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how hard to train; batch sizes are pairs a step."""

    steps: int
    learning_rate: float
    translations: int
    titles: int
    neighbours: int
    questions: int
    words: int


class Student(torch.nn.Module):
    """A static embedding: `vectors` (pieces, dimensions) and `log_weights` (pieces,)."""

    def __init__(self, frequencies: np.ndarray, dimensions: int, seed: int) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        start = torch.randn(len(frequencies), dimensions, generator=generator) / dimensions**0.5
        share = torch.from_numpy(frequencies / frequencies.sum()).float()
        self.vectors = torch.nn.Parameter(start)
        self.log_weights = torch.nn.Parameter(torch.log(COMMON_SHARE / (COMMON_SHARE + share)))

    def forward(self, texts: TokenTexts) -> torch.Tensor:
        """Embeds texts: float32 (texts, dimensions), unit length."""
        ids = torch.from_numpy(texts.ids).long()
        weights = torch.exp(self.log_weights)[ids]
        offsets = torch.from_numpy(texts.starts[:-1])
        summed = functional.embedding_bag(ids, self.vectors, offsets, mode="sum", per_sample_weights=weights)
        return functional.normalize(summed, dim=1)


def train(student: Student, examples: Examples, teacher: np.ndarray, schedule: Schedule, report_every: int) -> None:
    """Trains in place, printing the mean loss every `report_every` steps."""
    groups = [
        {"params": [student.vectors], "lr": schedule.learning_rate},
        {"params": [student.log_weights], "lr": schedule.learning_rate * WEIGHT_RATE},
    ]
    optimiser = torch.optim.Adam(groups)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share_of_rate(step, schedule.steps))
    targets = torch.from_numpy(teacher)
    total = 0.0
    for step in range(1, schedule.steps + 1):
        loss = _step_loss(student, examples, targets, schedule)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rate.step()
        total += loss.item()
        if step % report_every == 0:
            print(f"step {step} of {schedule.steps}: loss {total / report_every:.4f}", flush=True)
            total = 0.0


def _step_loss(student: Student, examples: Examples, targets: torch.Tensor, schedule: Schedule) -> torch.Tensor:
    translated, chosen = examples.translated(schedule.translations)
    teacher = targets[torch.from_numpy(chosen)]
    danish, english = student(translated.left), student(translated.right)
    likeness = 2.0 - (danish * teacher).sum(1).mean() - (english * teacher).sum(1).mean()
    contrasts = [
        _contrast(danish, english),
        *(_contrast(student(pairs.left), student(pairs.right)) for pairs in _retrieval_pairs(examples, schedule)),
    ]
    return likeness + torch.stack(contrasts).mean()


def _retrieval_pairs(examples: Examples, schedule: Schedule) -> list[Pairs]:
    return [
        examples.titled(schedule.titles),
        examples.neighbours(schedule.neighbours),
        examples.questions(schedule.questions),
        examples.thesaurus(schedule.words),
    ]


def _contrast(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Multiple negatives ranking, both ways: each text must be nearest its own partner (arXiv:1705.00652)."""
    scores = SHARPNESS * left @ right.T
    own = torch.arange(len(left))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _share_of_rate(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.0, 1.0 - step / steps)
