"""From a group's figures to the chart of their trend."""

from __future__ import annotations

from bot.charts import health as chart
from bot.figures import FLOOR
from bot.health_checks.values import HIGHEST, ITEMS, LOWEST, HealthTrend
from bot.scheduling import local_date

NO_FIGURE = (
    "No health check has a figure yet. The panel of an open retro has the button; means show from "
    f"{FLOOR} answers on."
)


def trend_of(found: HealthTrend) -> chart.Trend:
    """The latest retros, oldest first; without a figure they are gaps."""
    checks = [
        chart.Check(
            local_date(figure.opened_at, found.zone),
            tuple(figure.means.get(item.key) for item in ITEMS),
            (figure.answers, figure.members),
        )
        for figure in found.figures
    ]
    gaps = [
        chart.Check(local_date(at, found.zone), (None,) * len(ITEMS), None) for at in found.unshown
    ]
    return chart.Trend(
        tuple((item.name, item.sentence) for item in ITEMS),
        tuple(sorted((*checks, *gaps), key=lambda each: each.day)),
        LOWEST,
        HIGHEST,
    )
