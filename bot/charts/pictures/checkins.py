"""The trend of check-ins as a picture; what it shows is said in ``bot.charts.checkins``."""

from __future__ import annotations

from bot.charts.checkins import Trend, title
from bot.charts.pictures import lanes


def draw(data: Trend) -> bytes:
    """The picture as PNG."""
    found = lanes.Lanes(
        names=[name for name, _ in data.items],
        days=[check.day for check in data.checks],
        levels=[check.levels for check in data.checks],
        lowest=data.lowest,
        highest=data.highest,
        decimals=0,
    )
    return lanes.draw(title(data), found)
