"""The coverage as a picture: competences down, profiles across, how many courses in each cell; PNG or SVG."""

import io
import threading
import unicodedata
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.channels.covering import SHADES, coverage_heading, coverage_notes, rule_sentence, shade_bounds, shade_of
from knowledge.coverage import Cell, Coverage, Supply
from prompts.wording import Wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Inches: a cell that holds two digits at 9 points, and lines of a label at the same size.
CELL_WIDTH, ROW_HEIGHT = 0.62, 0.27
# Longer labels are cut: 52 letters at 9 points are about four inches.
LONGEST_LABEL, LABEL_WIDTH = 52, 4.1
LONGEST_PROFILE, PROFILE_HEIGHT = 46, 2.5
LONGEST_NOTE = 160
HEAD, FOOT, EDGE = 0.75, 1.0, 0.3
# Sharp on a screen of double density and in print on a page.
DOTS_PER_INCH = 160
FONT_SIZE = 9
# The colours of the page in its light appearance; on the last one the ink is light.
GROUND, TEXT, SOFT, LINE = "#faf9f5", "#1b2321", "#55605d", "#e2dfd5"
NONE_GROUND, NONE_TEXT, MUCH = "#f6d9d4", "#972020", "#694700"
SHADE_COLOURS = ("#dcebe8", "#b5d6d0", "#86bdb4", "#4f9b91", "#0f5e57")
# matplotlib keeps fonts and settings for the whole process.
_DRAWING = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is drawn, and with which words."""

    coverage: Coverage
    wording: Wording
    language: str
    profiles: tuple[tuple[str, str], ...]
    """Id and title."""
    cells: Mapping[tuple[str, str], Cell]
    """By the key of the competence and the id of the profile."""
    bounds: tuple[int, ...]

    @property
    def columns(self) -> int:
        """The profiles, and how many courses in all."""
        return len(self.profiles) + 1


def draw_coverage(coverage: Coverage, form: str, wording: Wording, language: str) -> bytes:
    """Draw the coverage as `png` or `svg`; the same coverage gives the same bytes."""
    # Here, since it costs start-up time that nobody else need pay.
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    settings: dict[Any, Any] = {"svg.hashsalt": "fagkompas", "font.family": "DejaVu Sans", "font.size": FONT_SIZE}
    with _DRAWING, matplotlib.rc_context(settings), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box, which needs no telling.
        warnings.simplefilter("ignore", UserWarning)
        cells = {(cell.key, cell.profile_id): cell for cell in coverage.cells}
        figure = _figure(
            _Sheet(coverage, wording, language, tuple(asking_profiles(coverage)), cells, shade_bounds(coverage))
        )
        canvas = FigureCanvasSVG(figure) if form == "svg" else FigureCanvasAgg(figure)
        drawn = io.BytesIO()
        title = coverage_heading(coverage, wording, language)
        # Without the day, so that two pictures of the same can be compared.
        metadata = {"Title": title, "Date": None} if form == "svg" else {"Title": title, "Software": None}
        canvas.print_figure(drawn, format=form, dpi=DOTS_PER_INCH, metadata=metadata, facecolor=GROUND)
    return drawn.getvalue()


def asking_profiles(coverage: Coverage) -> list[tuple[str, str]]:
    """Id and title of the profiles that ask for something, in their order; set and version tell equal titles apart."""
    asking = {cell.profile_id for cell in coverage.cells}
    shown = [profile for profile in coverage.profiles if profile.profile_id in asking]
    titles = [profile.title for profile in shown]
    return [
        (one.profile_id, f"{one.title} ({one.version})" if titles.count(one.title) > 1 else one.title) for one in shown
    ]


def _figure(sheet: _Sheet) -> "Figure":
    from matplotlib.figure import Figure

    rows = max(1, len(sheet.coverage.competences))
    width = EDGE + LABEL_WIDTH + CELL_WIDTH * sheet.columns + PROFILE_HEIGHT * 0.6 + EDGE
    height = HEAD + PROFILE_HEIGHT + ROW_HEIGHT * rows + FOOT
    figure = Figure((max(width, 8.5), height))
    axes = figure.add_axes(
        (
            (EDGE + LABEL_WIDTH) / figure.get_figwidth(),
            FOOT / height,
            CELL_WIDTH * sheet.columns / figure.get_figwidth(),
            ROW_HEIGHT * rows / height,
        )
    )
    axes.set_xlim(0, sheet.columns)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()
    _draw_profiles(axes, sheet)
    for row, competence in enumerate(sheet.coverage.competences):
        _draw_row(axes, row, competence.key, sheet)
    _draw_words(figure, sheet)
    return figure


def _draw_profiles(axes: "Axes", sheet: _Sheet) -> None:
    say = sheet.wording.say(sheet.language, "coverage.courses")
    for column, name in enumerate([*(title for _, title in sheet.profiles), say]):
        last = column == sheet.columns - 1
        _write(axes, (column + 0.4, -0.35), _cut(name, LONGEST_PROFILE), rotation=45, va="bottom", ha="left",
               rotation_mode="anchor", weight="bold" if last else "normal")  # fmt: skip


def _draw_row(axes: "Axes", row: int, key: str, sheet: _Sheet) -> None:
    from matplotlib.patches import Rectangle

    competence = sheet.coverage.competences[row]
    colour = {Supply.UNCOVERED: NONE_TEXT, Supply.OVERSUPPLIED: MUCH}.get(competence.supply, TEXT)
    _write(axes, (-0.12, row + 0.5), _cut(competence.label, LONGEST_LABEL), ha="right", va="center", color=colour)
    axes.plot([0, sheet.columns], [row, row], color=LINE, linewidth=0.5, zorder=0)
    for column, (profile_id, _) in enumerate(sheet.profiles):
        cell = sheet.cells.get((key, profile_id))
        if cell is None:
            continue
        ground, ink = colours_of(shade_of(cell.courses, sheet.bounds))
        axes.add_patch(Rectangle((column + 0.03, row + 0.06), 0.94, 0.88, facecolor=ground, linewidth=0))
        _write(axes, (column + 0.5, row + 0.5), str(cell.courses), ha="center", va="center", color=ink)
    weight = "bold" if competence.supply is not Supply.COVERED else "normal"
    total = (sheet.columns - 0.5, row + 0.5)
    _write(axes, total, str(len(competence.courses)), ha="center", va="center", color=colour, weight=weight)


def colours_of(shade: int) -> tuple[str, str]:
    """The ground and the ink of a cell; dark ink on light, light on the darkest."""
    if shade == 0:
        return NONE_GROUND, NONE_TEXT
    return SHADE_COLOURS[shade - 1], "#ffffff" if shade == SHADES else TEXT


def _draw_words(figure: "Figure", sheet: _Sheet) -> None:
    left, height = EDGE / figure.get_figwidth(), figure.get_figheight()
    heading = coverage_heading(sheet.coverage, sheet.wording, sheet.language)
    figure.text(left, 1 - 0.3 / height, heading, size=14, weight="bold", color=TEXT, va="center", parse_math=False)
    notes = [*coverage_notes(sheet.coverage, sheet.wording, sheet.language)]
    notes.append(rule_sentence(sheet.coverage, sheet.wording, sheet.language))
    shown = "\n".join(_cut(note, LONGEST_NOTE) for note in notes)
    figure.text(left, (FOOT - 0.2) / height, shown, size=8, color=SOFT, va="top", parse_math=False)


def _write(axes: "Axes", place: tuple[float, float], text: str, **look: Any) -> None:
    # A dollar sign in a title is no formula.
    axes.text(*place, text, parse_math=False, **{"color": TEXT, **look})


def _cut(text: str, longest: int) -> str:
    """A label on one line, without signs that no font draws."""
    plain = " ".join("".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"
