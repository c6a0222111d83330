"""When each block of a plan is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.plans.loader import shipped
from bot.plans.rules import spans

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (
            [(1, 2), (3, 3)],
            [(MONDAY, date(2026, 3, 15)), (date(2026, 3, 16), date(2026, 4, 5))],
        ),
        # A block that rolls on does so beside the others, from the start.
        (
            [(1, 1), None, (1, 1)],
            [
                (MONDAY, date(2026, 3, 8)),
                (MONDAY, None),
                (date(2026, 3, 9), date(2026, 3, 15)),
            ],
        ),
        ([None], [(MONDAY, None)]),
    ],
)
def test_blocks_are_planned_one_after_another(
    weeks: list[tuple[int, int] | None], expected: list[tuple[date, date | None]]
) -> None:
    plan = shipped()
    blocks = [replace(plan.blocks[0], weeks=each) for each in weeks]
    assert spans(replace(plan, blocks=tuple(blocks)), MONDAY) == expected


def test_a_plan_beyond_the_calendar_ends_with_it() -> None:
    plan = shipped()
    blocks = (replace(plan.blocks[0], weeks=(1, 1000)),) * 2
    assert spans(replace(plan, blocks=blocks), date.max)[1][1] is not None
