"""Panels of own milestones, pace, path and the group at their fullest: Discord takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from discord import ui

from bot.milestones.own import DroppedOwn
from bot.milestones.pace import Move, Shift
from bot.milestones.rules import MAX_NOTE, build_board
from bot.milestones.rules.collisions import Cause, Collision, Offer
from bot.milestones.values import (
    BlockProgress,
    Board,
    Count,
    GroupProgress,
    MilestoneChange,
    MilestoneOutcome,
    Override,
    OwnMilestone,
    Status,
    StoredMilestones,
)
from bot.plans.values import Path
from bot.wins.values import RoundUp, SharedWin, UnpostedWin
from cogs.common.panels import Panel
from cogs.milestones.collision_panels import collision_row, collisions_panel, item_rows, moved_text
from cogs.milestones.item_panels import item_panel, next_panel, outcome_panel
from cogs.milestones.listing import Show, View
from cogs.milestones.own_panels import (
    added_panel,
    ask_drop_panel,
    dated_panel,
    dropped_panel,
    hidden_panel,
)
from cogs.milestones.pace_panels import path_chosen_panel, path_panel, preview_panel, shifted_panel
from cogs.milestones.panels import list_panel
from cogs.wins.group_panels import group_panel
from cogs.wins.panels import round_up_panel, shareable_panel, wins_panel
from tests.groups.people import wordy_member
from tests.milestones.circle import (
    texts,
)
from tests.milestones.test_panels import EVIL, LARGEST, NOW, custom_ids

TODAY = date(2026, 3, 2)
LONG = (EVIL * 10)[:80]


def full_board() -> Board:
    """The largest plan, with paths, the longest own ones, some hidden, a finished path."""
    paths = tuple(
        Path(
            id=f"path-{n}" + "x" * 30,
            title=LONG,
            short="*" * 20,
            study=("~" * 200,) * 12,
            practice=(),
            datasets=(),
            challenge=("`" * 200,) * 12,
        )
        for n in range(10)
    )
    block = LARGEST.blocks[0]
    first, second, *rest = block.components
    components = (
        replace(first, milestones=(replace(first.milestones[0], path=paths[0].id),)),
        replace(second, milestones=(replace(second.milestones[0], path=paths[1].id),)),
        *rest,
    )
    blocks = (replace(block, components=components), *LARGEST.blocks[1:])
    plan = replace(LARGEST, blocks=blocks, paths=paths)
    names = [milestone.id for milestone in plan.milestones]
    begun = tuple(MilestoneChange(n, Status.IN_PROGRESS, NOW) for n in range(1, 30))
    done = MilestoneChange(30, Status.DONE, NOW, "https://example.org/" + "a" * 100, "*" * MAX_NOTE)
    own = [OwnMilestone(n, LONG, block=block.id) for n in range(1, 40)]
    own += [
        OwnMilestone(n, LONG, under=names[2] if n < 60 else f"own-{n - 1}") for n in range(40, 62)
    ]
    stored = StoredMilestones(
        history=dict.fromkeys((names[0], names[2], "own-40"), (*begun, done)),
        own=tuple(own),
        overrides={
            **{name: Override(hidden=True) for name in names[20:40]},
            names[3]: Override(own_due=TODAY),
        },
    )
    return build_board(plan, stored, path=paths[0].id, start=TODAY, today=TODAY, zone="Asia/Tokyo")


BOARD = full_board()
UNPOSTED = (UnpostedWin(LONG, "*" * 200),) * 20


def full_collisions() -> tuple[Collision, ...]:
    """Of every cause, with the longest texts and two offers each."""
    found = []
    for number, item in enumerate(BOARD.items[5:20]):
        dated = replace(item, due=TODAY)
        offers = (Offer(dated, TODAY), Offer(dated, TODAY + timedelta(days=300)))
        cause = list(Cause)[number % 3]
        found.append(Collision(cause, dated, TODAY, offers, title=LONG, other=dated))
    return tuple(found)


FOUND = full_collisions()


def check(panel: Panel) -> None:
    assert panel.content_length() <= 4000
    assert panel.total_children_count <= 40
    ids = custom_ids(panel)
    assert len(ids) == len(set(ids))
    assert all(len(each) <= 100 for each in ids)
    said = texts(panel)
    assert "@everyone" not in said
    assert "\u202e" not in said
    panel.to_components()  # type: ignore[no-untyped-call]  # discord.py has no types here


@pytest.mark.parametrize("show", list(Show))
def test_p7_u13_the_list_fits_with_hidden_ones_and_a_proposal(show: Show) -> None:
    assert BOARD.rotation is not None
    assert len(BOARD.hidden) == 20
    for block in (0, 1, 2, 99):
        for page in (0, 1, 50):
            check(list_panel(BOARD, View(block, show, page)))


def test_p7_every_own_one_and_hidden_one_fits_its_panels() -> None:
    picked = [BOARD.find(name) for name in ("own-1", "own-40", "own-61")]
    picked += [BOARD.items[0], BOARD.items[1], BOARD.hidden[0]]
    for item in picked:
        outcome = MilestoneOutcome(BOARD, item, BOARD.sections[item.block - 1], changed=True)
        dropped = DroppedOwn(item, 61, BOARD)
        for panel in (
            item_panel(BOARD, item),
            outcome_panel(outcome),
            added_panel(outcome, item_rows(2**62, item, FOUND, BOARD)),
            dated_panel(outcome, item_rows(2**62, item, FOUND, BOARD)),
            hidden_panel(outcome),
            ask_drop_panel(dropped),
            dropped_panel(dropped),
        ):
            check(panel)
    check(next_panel(BOARD, collision_row(2**62, FOUND)))


def test_u14_collisions_fit() -> None:
    member = wordy_member(own_zone=True)
    check(collisions_panel(member, FOUND, board=BOARD, said=moved_text(FOUND[0].item, BOARD)))
    check(collisions_panel(member, FOUND[:1], board=BOARD))
    check(collisions_panel(member, (), board=BOARD))


def test_p6_p8_pace_and_path_fit() -> None:
    member = wordy_member(own_zone=True)
    moves = tuple(
        Move(item, TODAY, TODAY + timedelta(days=365)) for item in BOARD.items if not item.change
    )
    for shift in (
        Shift(member, -180, TODAY, moves, 99, TODAY, BOARD),
        Shift(member, 0, TODAY, (), 0, TODAY, BOARD),
    ):
        check(preview_panel(shift))
        check(shifted_panel(shift, collision_row(2**62, FOUND)))
    check(path_panel(2**62, BOARD))
    check(path_chosen_panel(member, BOARD))


def test_w2_the_group_fits() -> None:
    tally = Count(done=3, in_progress=1, skipped=0, total=9)
    blocks = tuple(BlockProgress(n, f"b{n}", LONG, tally, 499 + n // 20) for n in range(1, 21))
    wins = (SharedWin(2**62, "x", LONG, None, "https://example.org/" + "_" * 80, NOW),) * 50
    check(group_panel(GroupProgress(blocks), wins, weeks=4))
    check(group_panel(None, [], weeks=4))
    check(round_up_panel(RoundUp(1, wins), 10**18))
    for page in (0, 3, 99):
        check(wins_panel(wins, UNPOSTED, page, weeks=4))


def test_c7_what_one_could_share_fits() -> None:
    done = (MilestoneChange(1, Status.DONE, NOW),)
    stored = StoredMilestones(history={milestone.id: done for milestone in LARGEST.milestones})
    board = build_board(LARGEST, stored, path=None, start=TODAY, today=TODAY, zone="UTC")
    full = shareable_panel(board, UNPOSTED, "x" * 300)
    check(full)
    said = [item.content for item in full.walk_children() if isinstance(item, ui.TextDisplay)]
    left = len(LARGEST.milestones) - 8
    assert f"and {left} more: `/win share` takes any of them" in said
    check(shareable_panel(BOARD))
