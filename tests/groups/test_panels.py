"""The panels at their fullest: Discord takes them whatever names, links and notes hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import discord
import pytest

from bot.groups.channel_uses import CHANNEL_USES as USES
from bot.groups.service import Group
from bot.inputs.date_patterns import EveryWeeks
from bot.inputs.links import MAX_LINK
from bot.milestones.rules import MAX_NOTE, count
from bot.milestones.values import Board, Item, MilestoneChange, Section, Status
from bot.plans.values import Milestone
from bot.scheduling import Unposted
from cogs.common.feature import MeRows, PanelAddition
from cogs.common.permissions import lacking_of, problems_text
from cogs.common.text import stamp
from cogs.features import FEATURES
from cogs.groups.help_panels import Role, help_panel, topic_panel
from cogs.groups.join_panels import first_panel, joined_panel, zone_question_panel
from cogs.groups.member_panels import Standing, leave_panel, left_panel, me_panel
from cogs.groups.setup_panels import setup_panel
from cogs.milestones.me_rows import first_of, rows_of
from tests.groups.people import wordy_member

NOW = datetime(2026, 3, 9, 8, tzinfo=UTC)
NAMES = ["*" * 100, "@everyone " * 10, "\u202e<@1><#2><@&3>", "ש" * 100, "`_`~|>#-" * 12, "\n" * 50]


def full(text: str, length: int) -> str:
    return (text * length)[:length]


def board_of(text: str) -> Board:
    item = Item(
        milestone=Milestone(id="m", title=full(text, 80), text="x"),
        block=1,
        status=Status.DONE,
        due=None,
        waits_for=(),
        change=MilestoneChange(
            1, Status.DONE, NOW, f"https://x.org/{'x' * (MAX_LINK - 14)}", full(text, MAX_NOTE)
        ),
    )
    begun = replace(item, status=Status.IN_PROGRESS, due=NOW.date(), change=None)
    tally = count([Status.DONE] * 5)
    return Board(
        "plan",
        None,
        "UTC",
        NOW.date(),
        (Section(1, "b", "b", tally, (item,) * 5 + (begun,)),),
        tally,
    )


def standing(text: str) -> Standing:
    board = board_of(text)
    member = wordy_member(own_zone=False)
    prompt = MeRows(state=f"Next prompt: {stamp(NOW, 'F')} ({stamp(NOW, 'R')}).")
    return Standing(member, False, (rows_of(member, board, (), now=NOW), prompt))


@pytest.mark.parametrize("name", NAMES)
def test_m6_personal_panels_fit_and_ping_nobody(name: str) -> None:
    member = standing(name).member
    for panel in (
        me_panel(standing(name), name, now=NOW),
        zone_question_panel(member, name, now=NOW),
        first_panel(member, name, [PanelAddition(rows=["*" * 2400])], now=NOW),
        joined_panel(member, name, [first_of(board_of(name))], now=NOW),
        leave_panel(1, name, grace_days=30),
        left_panel(1, name, until=NOW),
    ):
        check(panel)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_set_up", [True, False])
def test_m6_setup_fits_and_pings_nobody(name: str, is_set_up: bool) -> None:
    group = Group(
        guild_id=1,
        zone="America/Argentina/ComodRivadavia",
        start_date=NOW.date(),
        announcements_channel_id=2**62,
        papers_channel_id=2**62,
        retros_channel_id=2**62,
        categories=("cond-mat.mtrl-sci",) * 8,
        papers_open_weekday=2,
        papers_open_at=time(9),
        papers_close_weekday=2,
        papers_close_at=time(17),
        retro_on=EveryWeeks(26, NOW.date()),
        retro_at=time(18),
    )
    needs = [each for feature in FEATURES for each in feature.needs]
    ids = dict.fromkeys(USES, 2**62)
    lacking = [
        each
        for use in USES
        for each in lacking_of(
            use, [need for need in needs if need.channel == use], discord.Permissions.none()
        )
    ]
    titles = [kind.title for feature in FEATURES for kind in feature.data.kinds]
    unposted = [(title, Unposted("kind", NOW, "x" * 200)) for title in titles]
    check(
        setup_panel(
            group,
            server=name,
            is_set_up=is_set_up,
            problems=problems_text(lacking, ids),
            unposted=unposted,
            notes=[],
            about=["*" * 140],
            can_join=True,
            now=NOW,
            said="The invitation goes to <#4611686018427387904> now.",
        )
    )


@pytest.mark.parametrize("role", Role)
def test_help_fits_whatever_one_is(role: Role) -> None:
    topics = [topic for feature in FEATURES for topic in feature.data.help]
    steps = [step for feature in FEATURES if feature.first_steps for step in feature.first_steps(1)]
    commands = {command for topic in topics for command, _ in topic.commands}
    check(help_panel(role, topics, steps, guild_id=1, group_name="@everyone"))
    for topic in topics:
        check(topic_panel(topic, topics, ["*" * 2400], commands=commands))


def check(panel: discord.ui.LayoutView) -> None:
    assert panel.content_length() <= 4000
    assert panel.total_children_count <= 40
    for item in panel.walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            assert "@everyone" not in item.content
            assert "<@" not in item.content.replace("\\<", "")
