"""The student: a vector and a learnt weight for each subword; a text is the weighted sum, scaled to unit length.

A plain torch loop over `torch.nn.functional.embedding_bag`, not sentence-transformers' `StaticEmbedding` and trainer:
those know no learnt weight for each token, tokenise every text anew at each step, and take one loss for each data set
in turn, where here all losses of a step share one lookup (several times faster on two cores).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from knowledge.training.examples import Examples, Pairs
from knowledge.training.tokens import TokenTexts, joined

# Smooth inverse frequency: weight = a / (a + p) (Arora et al. 2017); learnt on from there. Untrained vectors reach
# nDCG@10 .397, .457 and .478 on Danish SQuAD with a = 1e-2, 1e-3 and 1e-4.
COMMON_SHARE = 1e-4
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
    english_questions: int
    words: int
    field_words: int


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


def train(
    student: Student, examples: Examples, teacher: np.ndarray, schedule: Schedule, report: Callable[[int, float], None]
) -> None:
    """Trains in place; `report` gets each step's number, from 1, and its loss."""
    groups = [
        {"params": [student.vectors], "lr": schedule.learning_rate},
        {"params": [student.log_weights], "lr": schedule.learning_rate * WEIGHT_RATE},
    ]
    optimiser = torch.optim.Adam(groups, fused=True)
    rate = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _share_of_rate(step, schedule.steps))
    targets = torch.from_numpy(teacher)
    for step in range(1, schedule.steps + 1):
        loss = _step_loss(student, examples, targets, schedule)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        rate.step()
        report(step, loss.item())


def _step_loss(student: Student, examples: Examples, targets: torch.Tensor, schedule: Schedule) -> torch.Tensor:
    translated, chosen = examples.translated(schedule.translations)
    drawn = [
        translated,
        examples.titled(schedule.titles),
        examples.neighbours(schedule.neighbours),
        examples.questions(schedule.questions),
        examples.english_questions(schedule.english_questions),
        examples.thesaurus(schedule.words),
        examples.field(schedule.field_words),
    ]
    pairs = _embedded(student, drawn)
    teacher = targets[torch.from_numpy(chosen)]
    danish, english = pairs[0]
    likeness = 2.0 - (danish * teacher).sum(1).mean() - (english * teacher).sum(1).mean()
    return likeness + torch.stack([_contrast(left, right) for left, right in pairs]).mean()


def _embedded(student: Student, drawn: Sequence[Pairs]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Embeds all texts of a step in one lookup: each further one would add a whole gradient matrix."""
    sides = [side for pairs in drawn for side in (pairs.left, pairs.right)]
    parts = torch.split(student(joined(sides)), [len(side) for side in sides])
    return list(zip(parts[::2], parts[1::2], strict=True))


def _contrast(left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """Multiple negatives ranking, both ways: each text must be nearest its own partner (arXiv:1705.00652)."""
    scores = SHARPNESS * left @ right.T
    own = torch.arange(len(left))
    return (functional.cross_entropy(scores, own) + functional.cross_entropy(scores.T, own)) / 2


def _share_of_rate(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.0, 1.0 - step / steps)
