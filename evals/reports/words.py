"""Says what the reports say, in one language: headings, figures, changes and dates."""

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evals.reports.figures import Change, Figure
from evals.reports.headings import ShownAs, metric_of
from prompts.dates import written_date
from prompts.wording import Wording

SECTION = "evaluation"

# A share of 600 cases moves by 0.17 of a hundredth a case: one decimal tells a case, two would be noise.
DECIMALS_OF_PER_CENT = 1
# As ranking measures are written everywhere.
DECIMALS_OF_NUMBER = 3
# From here on a number counts things (tokens, milliseconds) and its decimals say nothing.
LEAST_WHOLE = 100

UNITS = {ShownAs.PER_CENT: "per_cent", ShownAs.MILLISECONDS: "milliseconds"}
UNITS_OF_CHANGE = {ShownAs.PER_CENT: "points", ShownAs.MILLISECONDS: "milliseconds"}


@dataclass(frozen=True, slots=True)
class Words:
    """The wording in a language."""

    wording: Wording
    language: str

    def say(self, key: str, **values: object) -> str:
        """A sentence of the section `evaluation`."""
        return self.wording.say(self.language, f"{SECTION}.{key}", **values)

    def label(self, section: str, name: str) -> str:
        """What a section of the wording calls it; the name itself where it does not."""
        key = f"{section}.{name}"
        return self.wording.say(self.language, key) if self.wording.knows(self.language, key) else name

    def heading(self, metric: str) -> str:
        """A metric's heading."""
        return self.label("metric", metric)

    def meaning(self, metric: str) -> str:
        """What a metric says; empty for one unknown."""
        told = self.label("metric_meaning", metric)
        return "" if told == metric else told

    def value(self, metric: str, value: float) -> str:
        """`93.4%`, `12 ms` or `0.873`, as the metric is shown."""
        unit = UNITS.get(metric_of(metric).shown_as)
        number = self._bare(metric, value)
        return self.say(unit, value=number) if unit else number

    def interval(self, metric: str, low: float | None, high: float | None) -> str:
        """`91.0–95.2`, in the unit of the value; empty where there is none, or none to speak of."""
        if low is None or high is None or low == high:
            return ""
        return self.say("from_to", low=self._bare(metric, low), high=self._bare(metric, high))

    def figure(self, metric: str, figure: Figure | None) -> str:
        """A value and its interval in brackets; a dash for none."""
        if figure is None:
            return "–"
        interval = self.interval(metric, figure.low, figure.high)
        return self.value(metric, figure.value) + (f" ({interval})" if interval else "")

    def change(self, metric: str, change: Change) -> str:
        """`+1.2 points (-0.4 to +2.8)` and the like."""
        ends = self.ends_of_change(metric, change)
        return self.signed(metric, change.difference) + (f" ({ends})" if ends else "")

    def ends_of_change(self, metric: str, change: Change) -> str:
        """`-0.4 … +2.8`, in the unit of the change; empty where there is none."""
        if change.low is None or change.high is None or change.low == change.high:
            return ""
        return f"{self._signed_number(metric, change.low)} … {self._signed_number(metric, change.high)}"

    def signed(self, metric: str, difference: float) -> str:
        """A difference with its sign and unit."""
        unit = UNITS_OF_CHANGE.get(metric_of(metric).shown_as)
        number = self._signed_number(metric, difference)
        return self.say(unit, value=number) if unit else number

    def margin(self, metric: str, margin: float | None) -> str:
        """The margin a metric may lose, in the unit of its change; a dash for none."""
        return "–" if margin is None else self._bare(metric, margin)

    def verdict(self, verdict: str) -> str:
        """`better`, `worse`, `same` or `beyond` in the language."""
        return self.label(SECTION, f"verdict_{verdict}").removeprefix("verdict_")

    def number(self, value: float, decimals: int) -> str:
        """A number with the language's marks for decimals and thousands, and a true minus sign."""
        written = f"{abs(value):,.{decimals}f}"
        marks = str.maketrans({",": self.say("thousands_mark"), ".": self.say("decimal_mark")})
        return ("−" if float(f"{value:.{decimals}f}") < 0 else "") + written.translate(marks)

    def moment(self, created: object) -> str:
        """An ISO date and time as people read them; what is none, as it stands."""
        try:
            at = datetime.datetime.fromisoformat(str(created))
        except ValueError:
            return str(created)
        return self.say("date_and_time", date=written_date(at.date(), self.language), time=f"{at:%H:%M}")

    def day(self, date: object) -> str:
        """An ISO date as people read it; `undated` for none."""
        try:
            return written_date(datetime.date.fromisoformat(str(date)), self.language)
        except ValueError:
            return self.say("undated") if date is None else str(date)

    def plain(self, value: object) -> str:
        """Any value of a configuration or a summary, in short."""
        if isinstance(value, bool):
            return self.say("yes" if value else "no")
        if isinstance(value, int | float):
            whole = float(value).is_integer() or abs(value) >= LEAST_WHOLE
            return self.number(value, 0 if whole else DECIMALS_OF_NUMBER)
        if isinstance(value, Mapping):
            return ", ".join(f"{name}: {self.plain(item)}" for name, item in value.items())
        if isinstance(value, Iterable) and not isinstance(value, str):
            return ", ".join(self.plain(item) for item in value)
        return "–" if value is None else str(value)

    def _bare(self, metric: str, value: float) -> str:
        shown_as = metric_of(metric).shown_as
        if shown_as is ShownAs.PER_CENT:
            return self.number(100 * value, 0 if value in (0.0, 1.0) else DECIMALS_OF_PER_CENT)
        if shown_as is ShownAs.NUMBER:
            return self.number(value, DECIMALS_OF_NUMBER)
        return self.number(value, 0 if abs(value) >= LEAST_WHOLE or float(value).is_integer() else 1)

    def _signed_number(self, metric: str, difference: float) -> str:
        written = self._bare(metric, difference)
        is_signed = written.startswith("−") or not re.search("[1-9]", written)
        return written if is_signed else f"+{written}"
