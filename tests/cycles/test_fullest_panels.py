"""Panels of cycles at their fullest: Discord takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from discord import ui

from bot.cycles.rules import freeze
from bot.cycles.values import (
    BegunCycle,
    ClosedCycle,
    ClosingPreview,
    PresentCycle,
    Review,
    ReviewCase,
    ReviewDecision,
    Snapshot,
)
from bot.groups.values import Group
from bot.inputs.date_patterns import MonthDay
from bot.inputs.links import MAX_LINK
from bot.milestones.pace import Move, Shift
from bot.milestones.rules import MAX_NOTE
from bot.milestones.values import BlockProgress, Count, GroupProgress
from cogs.cycles.panels import absent_panel, entry_panel, present_panel, snapshot_panel
from cogs.cycles.review_panels import case_panel, count_panel, decided, page_with, review_panel
from cogs.cycles.start_panels import (
    announcement_marker,
    announcement_panel,
    begun_panel,
    closing_panel,
)
from cogs.features import FEATURES
from tests.groups.people import wordy_member
from tests.milestones.test_fullest_panels import BOARD, LONG, TODAY, check
from tests.milestones.test_panels import NOW

GUILD = 2**62
GROUP = Group(
    guild_id=GUILD,
    zone="America/Argentina/ComodRivadavia",
    start_date=date(2026, 9, 30),
    announcements_channel_id=GUILD,
    papers_channel_id=GUILD,
    retros_channel_id=GUILD,
    categories=("cs.LG",),
    papers_open_weekday=0,
    papers_open_at=time(9),
    papers_close_weekday=4,
    papers_close_at=time(17),
    retro_on=MonthDay(1),
    retro_at=time(18),
)
CLOSED = tuple(ClosedCycle(GUILD, n, TODAY, date(2026, 9, 30), NOW) for n in range(400, 0, -1))
SHIFT = Shift(
    wordy_member(own_zone=True),
    0,
    date(2026, 9, 30),
    tuple(Move(item, TODAY, TODAY + timedelta(days=365)) for item in BOARD.items),
    99,
    date(2027, 9, 30),
    BOARD,
)


def about(number: int) -> list[ui.Button[ui.LayoutView]]:
    """What all features have about a closed cycle."""
    return [
        act
        for feature in FEATURES
        if feature.cycle_buttons is not None
        for act in feature.cycle_buttons(GUILD, number)
    ]


def test_p9_the_present_cycle_and_snapshots_fit() -> None:
    check(present_panel(PresentCycle(GROUP, TODAY, BOARD, CLOSED), about(400)))
    check(present_panel(PresentCycle(GROUP, TODAY, BOARD, ())))
    check(absent_panel(CLOSED[0], about(400)))
    link, note = "https://a/" + "_" * 390, "*" * MAX_NOTE
    assert len(link) == MAX_LINK
    entries = tuple(
        replace(entry, block=n % 20 + 1, block_title=LONG, due=TODAY, at=NOW, link=link)
        for n, entry in enumerate(freeze(BOARD))
    )
    entries += (replace(entries[0], id="noted", note=note),)
    count = Count(done=100, in_progress=9, skipped=99, total=400)
    snapshot = Snapshot(CLOSED[0], LONG, LONG, entries, count, GROUP.zone)
    for page in range(len(entries) // 10 + 2):
        check(snapshot_panel(snapshot, page, about(400)))
    check(snapshot_panel(replace(snapshot, entries=()), 0))
    check(entry_panel(snapshot, "noted"))


def test_p9_every_page_of_a_review_and_every_case_fits() -> None:
    decisions = (None, *ReviewDecision)
    asked = tuple(
        ReviewCase(entry, None if n % 4 == 3 else BOARD.item(entry.id), decisions[n % 4])
        for n, entry in enumerate(freeze(BOARD))
    )
    review = Review(GUILD, 2**31, TODAY + timedelta(days=1), True, asked, BOARD, {})
    for page in range(len(asked) // 8 + 2):
        said = decided(review, asked[page])
        check(review_panel(review, page, said, about(2**31)))
    for case in asked[:40] + asked[-30:]:
        check(case_panel(review, case, said=decided(review, asked[1])))
        check(review_panel(review, page_with(review, case.id)))
    for nothing in (replace(review, number=0), replace(review, was_there=False), review):
        check(review_panel(replace(nothing, cases=()), said=decided(review, asked[2])))
    check(count_panel(SHIFT))


def test_p9_closing_and_its_news_fit() -> None:
    tally = Count(done=30_000, in_progress=1, skipped=0, total=90_000)
    progress = GroupProgress(
        tuple(
            BlockProgress(n, f"b{n}", LONG, tally if n > 1 else None, 480 + n) for n in range(1, 21)
        )
    )
    for members, counts in ((1, None), (500, progress)):
        closing = ClosingPreview(GROUP, 399, date(2027, 9, 30), members, counts)
        for lacking in (None, [], ["View Channel", "Send Messages"]):
            check(closing_panel(closing, lacking))
            begun = BegunCycle(GROUP, CLOSED[0], is_new=members == 1, progress=counts)
            check(begun_panel(begun, lacking))
            news = announcement_panel(begun, about(400))
            check(news)
            ids = {getattr(item, "custom_id", None) for item in news.walk_children()}
            assert announcement_marker(begun) in ids
