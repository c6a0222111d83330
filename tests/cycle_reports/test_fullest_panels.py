"""Panels of cycle reports at their fullest: Discord takes them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import discord
from discord import ui

from bot.achievements import Achievement
from bot.charts import cycle as chart
from bot.competency.rules import changes
from bot.competency.values import Level, Rating
from bot.cycle_reports.document import document
from bot.cycle_reports.values import (
    MAX_ANSWER,
    Carried,
    Finished,
    GroupPage,
    LeftOut,
    Moved,
    Reflection,
    Repeated,
    Report,
)
from bot.cycles.values import ClosedCycle, Review, ReviewDecision
from bot.facts import Fact
from bot.files import markdown_file
from bot.milestones.rules import MAX_NOTE
from bot.milestones.values import Count
from bot.milestones.values.group import BlockProgress, GroupProgress
from bot.plans.values import Afterwards
from bot.wins.values import SharedWin
from cogs.common.attachments import attachments
from cogs.common.panels import ONLY_YOU, Items, Panel, text_length
from cogs.cycle_reports.group_panels import group_panel
from cogs.cycle_reports.panels import (
    absent_panel,
    adjust_panel,
    answer_form,
    kept_panel,
    report_rows,
)
from cogs.cycle_reports.picture import cycle_of
from cogs.cycle_reports.style import ACCENT
from cogs.cycles.review_panels import adjust_rows
from tests.milestones.circle import texts
from tests.milestones.test_fullest_panels import BOARD, LONG, TODAY, check
from tests.milestones.test_panels import EVIL, NOW

GUILD = 2**62
CLOSED = ClosedCycle(GUILD, 2**31, TODAY, date(2026, 9, 30), NOW)
EVIL_LINE = (EVIL * 30)[:MAX_ANSWER]
LEVELS = tuple(Level(f"axis-{n}", LONG, (LONG,) * 10, 10) for n in range(12))
BEFORE = tuple(replace(each, level=1) for each in LEVELS)
RATING = Rating(2, LEVELS, quarter=date(2026, 7, 1), finished_on=TODAY)
FULL = Report(
    cycle=CLOSED,
    plan_title=LONG,
    path_title=LONG,
    zone="America/Argentina/ComodRivadavia",
    count=Count(done=100, in_progress=9, skipped=99, total=400),
    blocks=tuple((n, LONG) for n in range(1, 21)),
    finished=tuple(
        Finished(LONG, n % 20 + 1, TODAY, date(2026, 4, 1), date(2026, 9, 1), True, n % 7 == 0)
        for n in range(300)
    ),
    left_out=tuple(LeftOut(LONG, TODAY, TODAY, EVIL_LINE[:MAX_NOTE]) for _ in range(90)),
    carried=tuple(
        Carried(LONG, None, TODAY, decision, TODAY, is_step=False)
        for decision in (None, *ReviewDecision)
        for _ in range(40)
    ),
    repeated=tuple(Repeated(LONG, 99) for _ in range(9)),
    moved=Moved(RATING, None, changes(RATING, replace(RATING, levels=BEFORE)), is_open=True),
    achievements=tuple(
        Achievement(kind=kind, counts="x", title=LONG, day=TODAY)
        for kind in ("share", "talk", "review", "project")
        for _ in range(200)
    ),
    questions=Afterwards("*" * 45, "_" * 45, "`" * 45),
    reflection=Reflection(EVIL_LINE, EVIL_LINE, EVIL_LINE),
)


def shown(report: Report) -> Panel:
    """The page as its answer has it, the picture apart."""
    data = cycle_of(report)
    columns = f"```\n{chart.table(data)}\n```\n{chart.in_words(data)}"
    files = attachments([markdown_file("cycle", "x")])
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery()
    gallery.add_item(media=discord.File(io.BytesIO(), filename="picture.png"))
    below: Items = [*report_rows(report), *(ui.File[ui.LayoutView](file) for file in files)]
    assert len(columns) + text_length(below) < 3700, "no word of the finding is cut"
    return Panel(ACCENT, gallery, columns, *below, small_print=ONLY_YOU)


def test_u8_a_members_page_fits_with_everything_and_with_nothing() -> None:
    check(shown(FULL))
    check(shown(replace(FULL, moved=Moved(None, None, (), is_open=True))))
    bare = replace(
        FULL,
        finished=(),
        left_out=(),
        carried=(),
        repeated=(),
        achievements=(),
        moved=Moved(None, None, (), is_open=False),
        reflection=Reflection(),
        path_title=None,
    )
    check(shown(bare))
    check(kept_panel(FULL))
    check(kept_panel(bare))
    check(absent_panel(CLOSED))
    for report in (FULL, bare):
        form = answer_form(GUILD, 2**31, report.questions, report.reflection)
        assert len(form.title) <= 45
        assert len(form.custom_id) <= 100


def test_u8_the_file_has_everything_without_markup_of_peoples_own() -> None:
    text = document(FULL)
    assert text.count("\n- ") >= 300 + 90 + 120
    assert "\n# " not in text.removeprefix("# "), "no heading of anybody's own"
    assert len(text.encode()) < 1_000_000


def test_u8_the_groups_page_fits() -> None:
    tally = Count(done=30_000, in_progress=1, skipped=9_000, total=90_000)
    wins = tuple(
        SharedWin(GUILD, f"m-{n}", LONG, n, "https://a/" + "_" * 90, NOW) for n in range(300)
    )
    facts = tuple(Fact(9_999, "paper discussed", "papers discussed") for _ in range(12))
    sums = GroupProgress(tuple(BlockProgress(n, f"b{n}", LONG, tally, 490 + n) for n in range(20)))
    page = GroupPage(CLOSED, "UTC", sums, True, facts, wins)
    check(group_panel(page))
    assert "… and 292 more; `/win list` has the latest" in texts(group_panel(page))
    for link, is_shown in (("https://a.example/b", True), ("https://a.example/" + "b" * 90, False)):
        few = tuple(replace(each, title=EVIL, link=link) for each in wins[:8])
        said = texts(group_panel(replace(page, wins=few)))
        assert "more; `/win list`" not in said
        assert "@everyone" not in said
        assert ("a.example" in said) is is_shown
    for has_sums in (True, False):
        check(group_panel(replace(page, sums=None, has_sums=has_sums, facts=(), wins=())))


def test_u8_what_next_fits() -> None:
    review = Review(GUILD, 2**31, date(2026, 3, 5), True, (), BOARD, {})
    check(adjust_panel(adjust_rows(review, is_organiser=True)))
