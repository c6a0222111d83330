"""The card that every picture is drawn on, measured in points."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Literal

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.text import Text

from bot.charts import style
from bot.charts.pictures import fonts
from bot.inputs.text import first_characters

_POINTS_PER_INCH = 72
_CORNER = 10.0
_TITLE_ROOM = 14.0
_HAN = r"\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef"
# A word, or a character that stands for one, with the space before it.
_UNIT = re.compile(rf"\s*(?:[{_HAN}]|[^\s{_HAN}]+)")


class Card:
    """A rounded card with a title, ``height`` points high below it; heights count from there."""

    def __init__(self, height: float, *titles: str) -> None:
        """Start with nothing but the first of ``titles`` that can be shown whole."""
        # A matplotlibrc on the machine must not change pictures.
        matplotlib.rcdefaults()
        matplotlib.rcParams["hatch.linewidth"] = 1.2
        fonts.use_only_ours()
        self._layers = 0
        self._figure = Figure(dpi=_POINTS_PER_INCH * style.PIXELS_PER_POINT)
        self._canvas = FigureCanvasAgg(self._figure)
        self._figure.patch.set_alpha(0)
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.axis("off")
        lines = self._title_lines(list(filter(None, map(fonts.printable, titles))))
        above = _TITLE_ROOM + style.TITLE_LINE * max(len(lines), 1)
        self._figure.set_size_inches(
            style.WIDTH / _POINTS_PER_INCH, round(above + height) / _POINTS_PER_INCH
        )
        self._axes.set_xlim(0, style.WIDTH)
        self._axes.set_ylim(height, -above)
        self._add(
            FancyBboxPatch(
                (0.75, 0.75 - above),
                style.WIDTH - 1.5,
                above + height - 1.5,
                boxstyle=f"round,pad=0,rounding_size={_CORNER}",
                facecolor=style.GROUND,
                edgecolor=style.EDGE,
                linewidth=1.0,
            )
        )
        for at, line in enumerate(lines):
            y = _TITLE_ROOM * 0.8 - above + style.TITLE_LINE * (at + 0.5)
            self.text(style.MARGIN, y, line, size=style.TITLE_SIZE, bold=True)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = style.TEXT_SIZE,
        color: str = style.INK,
        align: Literal["left", "center", "right"] = "left",
        bold: bool = False,
    ) -> None:
        """Write on one line around the height ``y``."""
        self._add(
            Text(
                x,
                y,
                text,
                color=color,
                fontproperties=_font(size, bold=bold),
                horizontalalignment=align,
                verticalalignment="center_baseline",
                parse_math=False,
            )
        )

    def measure(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width of ``text`` in points."""
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]
        width, _, _ = renderer.get_text_width_height_descent(text, _font(size, bold=bold), False)
        return float(width) / style.PIXELS_PER_POINT

    def clip(self, text: str, room: float, size: float, *, bold: bool = False) -> str:
        """As much of ``text`` as fits ``room`` points, with … where it was cut."""
        if self.measure(text, size, bold=bold) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure(first_characters(text, middle).rstrip() + "…", size, bold=bold) <= room:
                low = middle
            else:
                high = middle - 1
        return first_characters(text, low).rstrip() + "…"

    def wrap(
        self, text: str, room: float, size: float, lines: int, *, bold: bool = False
    ) -> list[str]:
        """``text`` on at most that many lines of ``room`` points, broken between words.

        Chinese and Japanese break between any two characters.
        """
        rest = _UNIT.findall(text)
        done: list[str] = []
        while rest and len(done) < lines - 1:
            taken = 1
            while (
                taken < len(rest)
                and self.measure("".join(rest[: taken + 1]).strip(), size, bold=bold) <= room
            ):
                taken += 1
            done.append(self.clip("".join(rest[:taken]).strip(), room, size, bold=bold))
            rest = rest[taken:]
        if rest:
            done.append(self.clip("".join(rest).strip(), room, size, bold=bold))
        return done

    def _title_lines(self, titles: list[str]) -> list[str]:
        room = style.WIDTH - 2 * style.MARGIN
        wrapped = [self.wrap(title, room, style.TITLE_SIZE, 2, bold=True) for title in titles]
        whole = (
            lines
            for lines, title in zip(wrapped, titles, strict=True)
            if "".join(lines).replace(" ", "") == title.replace(" ", "")
        )
        return next(whole, wrapped[0] if wrapped else [])

    def box(self, x: float, y: float, width: float, height: float, **looks: Any) -> None:
        """A rectangle from its upper left corner; ``looks`` are matplotlib's."""
        self._add(Rectangle((x, y), width, height, **looks))

    def shape(self, points: list[tuple[float, float]], **looks: Any) -> None:
        """A closed polygon."""
        self._add(Polygon(points, closed=True, **looks))

    def line(self, points: list[tuple[float, float]], **looks: Any) -> None:
        """A line through the points."""
        xs, ys = zip(*points, strict=True)
        self._add(Line2D(xs, ys, **looks))

    def dot(self, x: float, y: float, radius: float, **looks: Any) -> None:
        """A disc."""
        self._add(Circle((x, y), radius, **looks))

    def png(self) -> bytes:
        """The picture; the same bytes for the same strokes."""
        out = BytesIO()
        self._figure.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_clip_on(False)
        # What is added later lies above, whatever its kind.
        self._layers += 1
        artist.set_zorder(self._layers)
        self._axes.add_artist(artist)


def diamond(x: float, y: float, size: float) -> list[tuple[float, float]]:
    """The corners of a diamond around a point."""
    return [(x, y - size), (x + size, y), (x, y + size), (x - size, y)]


def _font(size: float, *, bold: bool) -> FontProperties:
    return FontProperties(
        family=list(fonts.FAMILIES), size=size, weight="bold" if bold else "normal"
    )
