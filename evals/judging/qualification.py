"""Whether a judge may be believed: it must pass the same planted faults as the verifier before its scores count."""

from collections.abc import Iterable

from evals.judging.agreement import agreement
from evals.judging.judge import Judge
from evals.judging.types import Judgement, PlantedItem, Qualification

# What the verifier is held to, and so whoever judges it.
LEAST_CATCH_RATE = 0.98
MOST_FALSE_ALARMS = 0.03


def qualify(judge: Judge, items: Iterable[PlantedItem]) -> Qualification:
    """Judge every claim of every item; raises `JudgeFailedError`.

    A claim without a verdict neither catches a fault nor bears out an honest item, so that a failure never makes a
    judge look better. A faulty item without statements is found without a judge (`evals.judging.planted`): it is not
    asked about, and not counted as caught. Without faulty or without honest items the rate is None, and the judge has
    not passed.
    """
    given = list(items)
    planted = [item for item in given if item.statements or not item.faulty]
    judgements = list(judge.supports_each(statement for item in planted for statement in item.statements))
    of_item = _grouped(planted, judgements)
    faulty = [item.id for item in planted if item.faulty]
    honest = [item.id for item in planted if not item.faulty]
    missed = tuple(name for name in faulty if not any(one.supported is False for one in of_item[name]))
    alarmed = tuple(name for name in honest if not all(one.supported for one in of_item[name]))
    catch_rate = (len(faulty) - len(missed)) / len(faulty) if faulty else None
    false_alarm_rate = len(alarmed) / len(honest) if honest else None
    return Qualification(
        model=judge.usage.model,
        catch_rate=catch_rate,
        false_alarm_rate=false_alarm_rate,
        agreement=agreement(judgement.votes for judgement in judgements),
        unasked=len(given) - len(planted),
        failures=sum(any(one.supported is None for one in group) for group in of_item.values()),
        missed=missed,
        alarmed=alarmed,
        passed=_passes(catch_rate, false_alarm_rate),
    )


def _grouped(items: list[PlantedItem], judgements: list[Judgement]) -> dict[str, list[Judgement]]:
    """The judgements of each item by its id; ids are unique."""
    following = iter(judgements)
    return {item.id: [next(following) for _ in item.statements] for item in items}


def _passes(catch_rate: float | None, false_alarm_rate: float | None) -> bool:
    if catch_rate is None or false_alarm_rate is None:
        return False
    return catch_rate >= LEAST_CATCH_RATE and false_alarm_rate <= MOST_FALSE_ALARMS
