"""What other features add to the plan reaches it by their declaration, none by its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feature import FeatureData, export_nothing, forget_nothing
from bot.groups.values import MemberCaller
from cogs import common, groups, plans
from cogs.common.feature import Feature
from cogs.common.panels import button
from cogs.common.routes import Route
from tests.live import Study

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

STREAK = Route("trial:streak", str)


class Sections(NamedTuple):
    done: int
    total: int


async def counts(session: AsyncSession, caller: MemberCaller) -> Mapping[str, Sections]:
    return {"theory": Sections(3, 4 + caller.member.pace_days)}


def feature(name: str) -> Feature:
    return Feature(
        data=FeatureData(
            name=name,
            help=(),
            stored=(),
            forget=forget_nothing,
            export=export_nothing,
            kinds=(),
        ),
        cogs=(),
        routes=(),
        senders={},
        plan_counts=counts,
        plan_buttons=lambda is_member: [button("Streak" if is_member else "Look", STREAK(name))],
    )


@pytest.fixture
def features() -> tuple[Feature, ...]:
    """The plan without any of the features that usually stand above it."""
    basics = (common.FEATURE, groups.FEATURE, plans.FEATURE)
    return (*basics, feature("streaks"), feature("runs"))


async def test_counts_and_buttons_of_other_features_stand_in_the_plan(study: Study) -> None:
    ana = await study.person("Ana")
    seen = await ana.slash("plan show")
    assert "Theoretical foundations** · 3 of 4\n" in seen.text
    assert seen.text.count(" of 4\n") == 1
    assert seen.buttons[-2:] == ["Streak", "Streak"]
    await ana.click(seen, custom_id="plan:block:1")
    assert "· 3 of 4\n" in seen.text
    await ana.click(seen, "All blocks")
    assert seen.buttons[-2:] == ["Streak", "Streak"]


async def test_somebody_outside_the_group_has_no_counts(study: Study) -> None:
    otto = await study.person("Otto", joined=False)
    seen = await otto.slash("plan show")
    assert " of 4" not in seen.text
    assert seen.buttons[-2:] == ["Look", "Look"]
