"""The trend of health checks as a picture; what it shows is said in ``bot.charts.health``."""

from __future__ import annotations

from bot.charts.health import Trend, title
from bot.charts.pictures import lanes


def draw(data: Trend) -> bytes:
    """The picture as PNG."""
    found = lanes.Lanes(
        names=[name for name, _ in data.items],
        days=[check.day for check in data.checks],
        levels=[check.means for check in data.checks],
        lowest=data.lowest,
        highest=data.highest,
        decimals=1,
    )
    return lanes.draw(title(data), found)
