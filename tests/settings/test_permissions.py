"""What features need from the server is declared by them, and asked for while in use (M3)."""

from __future__ import annotations

from dataclasses import replace

import discord
import pytest

from bot.feature import FeatureData, export_nothing, forget_nothing
from bot.inputs.date_patterns import MonthDay
from cogs.common.feature import Feature
from cogs.common.permissions import Needs, lacking_of
from cogs.features import FEATURES
from sandbox import Permissions
from tests.live import Study

ON_SQLITE = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
MEETINGS = Feature(
    data=FeatureData(
        name="meetings",
        help=(),
        stored=(),
        forget=forget_nothing,
        export=export_nothing,
        kinds=(),
    ),
    cogs=(),
    routes=(),
    senders={},
    needs=(
        Needs(
            permissions=("create_events",),
            purpose="meeting in the calendar",
            channel=None,
            when=lambda group: group.retro_on == MonthDay(20),
        ),
        Needs(
            permissions=("create_private_threads",),
            purpose="talk of a pair",
            channel="announcements",
            when=lambda group: group.retro_on == MonthDay(20),
        ),
    ),
)


@pytest.fixture
def features() -> tuple[Feature, ...]:
    """All, with one more that is switched on by the retro's day, but no retros' permissions."""
    there = ("retros", "themes")
    without = [replace(f, needs=()) if f.data.name in there else f for f in FEATURES]
    return (*without, MEETINGS)


@ON_SQLITE
async def test_m3_what_a_feature_needs_is_asked_for_once_it_is_switched_on(study: Study) -> None:
    olga, everyone = study.organiser, study.guild.everyone
    everyone.permissions &= ~(Permissions.CREATE_EVENTS | Permissions.CREATE_PRIVATE_THREADS)
    study.guild.role_updated(everyone)
    for command in ("setup", "settings show"):
        seen = await olga.slash(command)
        assert "Missing permissions" not in seen.text
        assert "Create" not in seen.text
    await olga.slash("setup", retro_day="20")
    for command in ("setup", "settings show"):
        text = (await olga.slash(command)).text
        assert "In the server I still need: Create Events. Without that there is no meeting" in text
        assert f"In <#{study.announcements.id}> I still need: Create Private Threads." in text
        assert "no talk of a pair" in text


@ON_SQLITE
async def test_m3_what_no_feature_needs_is_not_asked_for(study: Study) -> None:
    me = study.sandbox.world.application.bot_user
    study.retros.set_overwrite(me, deny=Permissions.SEND_MESSAGES)
    study.papers.set_overwrite(me, deny=Permissions.SEND_MESSAGES)
    seen = await study.organiser.slash("settings show")
    assert f"<#{study.retros.id}> I still need" not in seen.text
    assert (
        f"In <#{study.papers.id}> I still need: Send Messages. Without that there is no weekly "
        "paper with its thread, no published review, no question what came of a paper."
    ) in seen.text


def test_permissions_that_stop_the_same_things_stand_together() -> None:
    needs = [
        Needs(permissions=("view_channel", "send_messages"), purpose="one", channel="papers"),
        Needs(permissions=("send_messages", "attach_files"), purpose="two", channel="papers"),
    ]
    found = lacking_of("papers", needs, discord.Permissions.none())
    assert [(each.permissions, each.purposes) for each in found] == [
        (("View Channel",), ("one",)),
        (("Send Messages",), ("one", "two")),
        (("Attach Files",), ("two",)),
    ]
    assert lacking_of("papers", needs, discord.Permissions.all()) == []


def test_every_declared_permission_has_discords_name() -> None:
    for feature in FEATURES:
        for need in feature.needs:
            assert need.purpose
            found = lacking_of(need.channel, [need], discord.Permissions.none())
            assert sum(len(each.permissions) for each in found) == len(need.permissions)
