"""Everything that may befall a data folder: `python -m evals.benchmarks.mishaps [FAMILY…] [--kills N] [--seed N]`.

The real command over a data folder of its own while a reader asks all the time: every answer is of one whole
generation, every command ends in order or says in one sentence what is wrong, what was published stays, and what the
sentence says mends it. Prints a line for each mishap; exit code 1 where something was amiss.
"""

import argparse
import shutil
import tempfile
from functools import partial
from pathlib import Path

from evals.benchmarks.mishaps import damage, folders, full_disk, kills, large, models, sources
from evals.benchmarks.mishaps.stage import Mishap


def main() -> int:
    """Carry out the families, all of them by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("families", nargs="*", metavar="FAMILY")
    parser.add_argument("--kills", type=int, default=kills.KILLS)
    parser.add_argument("--seed", type=int, default=kills.SEED)
    given = parser.parse_args()
    families: dict[str, Mishap] = {
        "damage": damage.carried_out,
        "full-disk": full_disk.carried_out,
        "folders": folders.carried_out,
        "large": large.carried_out,
        "models": models.carried_out,
        "sources": sources.carried_out,
        "kills": partial(kills.carried_out, kills=given.kills, seed=given.seed),
    }
    amiss = 0
    for name in given.families or families:
        if name not in families:
            parser.error(f"there is no family {name}; there are {', '.join(families)}")
        workplace = Path(tempfile.mkdtemp(prefix="fagkompas-mishaps-"))
        try:
            for outcome in families[name](workplace):
                told = outcome.said.replace("\n", " ")
                print(f"{outcome.name}: {outcome.answers} answers; {told}", flush=True)
                for one in outcome.amiss:
                    print(f"  AMISS: {one}", flush=True)
                amiss += len(outcome.amiss)
        finally:
            shutil.rmtree(workplace, ignore_errors=True)
    print(f"{amiss} amiss")
    return 1 if amiss else 0


if __name__ == "__main__":
    raise SystemExit(main())
