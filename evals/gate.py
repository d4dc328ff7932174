"""What does not get through: figures beyond their margin against the baseline, and promises that are never relaxed."""

from collections.abc import Mapping
from typing import Any

# Of the planted faults (issue: caught at least so often, honest answers accused at most so often).
LEAST_CAUGHT = 0.98
MOST_FALSE_ALARMS = 0.03
GATED_FAULTS = "planted"

ALWAYS: Mapping[str, float] = {"quotation_exactness": 1.0, "citation_recall": 1.0, "wrong_learner": 0.0}
"""The promises, as the mean over all cases."""


def shortcomings(record: Mapping[str, Any]) -> list[str]:
    """One sentence for each thing that closes the gate, of a run as JSON; empty when it may pass."""
    return [*_broken_promises(record["metrics"]), *_faults(record["faults"]), *_beyond(record["against_baseline"])]


def _broken_promises(metrics: Mapping[str, Mapping[str, float]]) -> list[str]:
    return [
        f"{name} is {metrics[name]['value']:.4f}, and must be {bound:.1f}."
        for name, bound in ALWAYS.items()
        if name in metrics and metrics[name]["value"] != bound
    ]


def _faults(faults: Mapping[str, Any]) -> list[str]:
    planted = faults.get(GATED_FAULTS)
    if planted is None:
        return []
    found = []
    if planted["catch_rate"] < LEAST_CAUGHT:
        found.append(f"Of the planted faults {planted['catch_rate']:.3f} are caught, and must be {LEAST_CAUGHT:.2f}.")
    if planted["false_alarm_rate"] > MOST_FALSE_ALARMS:
        rate = planted["false_alarm_rate"]
        found.append(f"Of the honest answers {rate:.3f} are accused, and may be {MOST_FALSE_ALARMS:.2f}.")
    return found


def _beyond(comparison: Mapping[str, Any] | None) -> list[str]:
    if comparison is None:
        return []
    groups = {"all": comparison["metrics"], **comparison["suites"]}
    return [
        f"{suite}: {name} went from {one['before']:.3f} to {one['after']:.3f}, "
        f"beyond its margin of {one['margin']:.3f}."
        for suite, differences in groups.items()
        for name, one in differences.items()
        if one["verdict"] == "beyond"
    ]
