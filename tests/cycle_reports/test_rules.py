"""What of a board and of ratings belongs to a cycle, and what a page makes of it (U8). Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.achievements import Achievement
from bot.competency.values import Change, Level, Rating
from bot.cycle_reports import rules
from bot.cycle_reports.document import document
from bot.cycle_reports.values import (
    MAX_ANSWER,
    Carried,
    Finished,
    LeftOut,
    Moved,
    Reflection,
    Repeated,
    Report,
)
from bot.cycles.values import ClosedCycle, ReviewDecision, SnapshotEntry
from bot.errors import UserError
from bot.milestones.values import Count, Status
from bot.plans.values import Afterwards
from cogs.common.panels import Panel
from cogs.cycle_reports.panels import kept_panel, report_rows
from cogs.cycle_reports.picture import cycle_of
from cogs.cycle_reports.style import ACCENT
from tests.milestones.circle import texts

DAY = date(2026, 3, 1)
FIRST = ClosedCycle(1, 1, DAY, DAY.replace(day=10), datetime(2026, 3, 10, 9, tzinfo=UTC))
SECOND = ClosedCycle(
    1, 2, DAY.replace(day=11), DAY.replace(day=20), datetime(2026, 3, 20, 9, tzinfo=UTC)
)
SPAN = rules.Span(SECOND, FIRST)
MARKED = "**a** [b](c) # <@1>"
PLAIN = "\\*\\*a\\*\\* \\[b\\](c) \\# \\<@1\\>"


def on(day: int) -> date:
    return DAY.replace(day=day)


def entry(name: str, status: Status, day: int = 15, **about: Any) -> SnapshotEntry:
    """A milestone as it stood at the close, in that state since that day."""
    made = SnapshotEntry(
        id=name,
        title=name,
        block=1,
        block_title="Block",
        status=status,
        due=on(14),
        at=datetime(2026, 3, day, 12, tzinfo=UTC),
        link=None,
        note=None,
        is_own=False,
        depth=0,
    )
    return replace(made, **about)


def test_u8_what_was_done_stands_in_its_order_and_without_what_repeats() -> None:
    found = rules.finished(
        [
            entry("late", Status.DONE, 18),
            entry("step", Status.DONE, 16, depth=1),
            entry("early", Status.DONE, 12, due=None),
            entry("again", Status.DONE, 13, period="1 of 4 in March"),
            entry("before", Status.DONE, 9),
            entry("begun", Status.IN_PROGRESS),
        ],
        SPAN,
        "UTC",
        None,
        None,
    )
    assert [(each.title, each.is_step, each.days_late) for each in found] == [
        ("early", False, None),
        ("step", True, 2),
        ("late", False, 4),
    ]


def test_u8_where_the_day_was_not_kept_it_is_that_of_the_zone() -> None:
    entries = [entry("before", Status.DONE, 15), entry("after", Status.SKIPPED, 15)]
    [done_then] = rules.finished(entries, SPAN, "Pacific/Auckland", None, None)
    [left_then] = rules.left_out(entries, SPAN, "Pacific/Auckland", {})
    assert (done_then.day, left_then.day) == (on(16), on(16))
    kept = [replace(entry("kept", Status.DONE, 15), day=on(14))]
    assert rules.finished(kept, SPAN, "Pacific/Auckland", None, None)[0].day == on(14)


def test_u8_what_was_left_out_keeps_what_was_noted_by_the_close() -> None:
    entries = [
        entry("noted", Status.SKIPPED, note="Then"),
        entry("later", Status.SKIPPED),
        entry("again", Status.SKIPPED, period="0 of 4 in March"),
    ]
    found = rules.left_out(entries, SPAN, "UTC", {"noted": "Now", "later": "Now"})
    assert [(each.title, each.planned, each.why) for each in found] == [
        ("noted", on(14), "Then"),
        ("later", on(14), "Now"),
    ]


def test_u8_what_was_open_has_its_steps_and_not_what_repeats() -> None:
    entries = [
        entry("open", Status.NOT_STARTED),
        entry("step", Status.IN_PROGRESS, depth=2),
        entry("again", Status.NOT_STARTED, period="0 of 4 in March"),
    ]
    found = rules.carried(entries, {"open": ReviewDecision.REDATE}, {"open": on(30)})
    assert [(each.title, each.is_step, each.decision, each.due) for each in found] == [
        ("open", False, ReviewDecision.REDATE, on(30)),
        ("step", True, None, None),
    ]


def rating(number: int, day: int | None) -> Rating:
    """A member's rating, finished on that day of March if it was."""
    levels = (Level("axis", "Axis", ("low", "mid", "high", "top"), number),)
    return Rating(number, levels, finished_on=None if day is None else on(day))


@pytest.mark.parametrize(
    ("days", "shown", "beside"),
    [
        ([2, 3, 15], 3, 2),  # the last from before the cycle
        ([3, 12, 15], 3, 1),  # of two in it the last, beside the one from before
        ([12, 15], 2, 1),  # nothing before: its first
        ([12], 1, None),
        ([12, 25], 1, None),  # one after it is of another cycle
        ([3, 25], None, None),
        ([3, None], None, None),
    ],
)
def test_u8_the_last_rating_of_a_cycle_stands_beside_the_one_before(
    days: list[int | None], shown: int | None, beside: int | None
) -> None:
    found = rules.moved([rating(number, day) for number, day in enumerate(days, 1)], SPAN)
    assert (found.rating and found.rating.number) == shown
    assert (found.before and found.before.number) == beside
    assert [each.before for each in found.changes] == ([] if shown is None else [beside])
    assert found.is_open is (None in days)


@pytest.mark.parametrize("place", range(3))
def test_u8_each_answer_has_a_length(place: int) -> None:
    said = ["a", "b", "c"]
    said[place] = "x" * MAX_ANSWER
    assert not rules.reflection(*said).is_empty
    said[place] += "x"
    with pytest.raises(UserError) as refused:
        rules.reflection(*said)
    assert refused.value.typed == "\n\n".join(said)


def done(title: str, planned: int | None, day: int, **about: Any) -> Finished:
    due = None if planned is None else on(planned)
    made = Finished(title, 1, due, None, on(day), is_shared=False, is_step=False)
    return replace(made, **about)


def page(report: Report) -> str:
    """What stands below the picture."""
    return texts(Panel(ACCENT, *report_rows(report)))


REPORT = Report(
    cycle=SECOND,
    plan_title="Plan",
    path_title=None,
    zone="UTC",
    count=Count(done=3, in_progress=1, skipped=1, total=9),
    blocks=((1, "Block"),),
    finished=(
        done(MARKED, 14, 13, is_shared=True),
        done("on its day", 14, 14, block=None),
        done("late", 14, 15),
        done("undated", None, 15),
        done("step", 14, 13, is_step=True, is_shared=True),
    ),
    left_out=(LeftOut(MARKED, on(15), on(14), MARKED), LeftOut("No why", on(15), None, None)),
    carried=(
        Carried("missed", 1, on(20), None, None, is_step=False),
        Carried("ahead", 1, on(21), ReviewDecision.DROP, None, is_step=False),
        Carried(MARKED, 1, on(14), ReviewDecision.REDATE, on(30), is_step=True),
    ),
    repeated=(Repeated(MARKED, 4),),
    moved=Moved(None, None, (), is_open=True),
    achievements=(Achievement(kind="share", counts="shares", title=MARKED, day=on(12)),),
    questions=Afterwards(MARKED, "Drained?", "Cake?"),
    reflection=Reflection(f"{MARKED}\nsecond", None, "# b"),
)


def test_u8_the_numbers_of_a_page_are_of_milestones_with_a_date_by_its_end() -> None:
    assert (len(REPORT.done), REPORT.dated, REPORT.kept) == (4, 4, 2)
    picture = cycle_of(REPORT)
    assert (picture.done, picture.dated, picture.kept) == (4, 4, 2)
    block, own = picture.lanes
    assert (own.name, [mark.done for mark in own.marks]) == ("Own", [on(14)])
    assert [(mark.planned, mark.done) for mark in block.marks] == [
        (on(14), on(13)),
        (on(14), on(15)),
        (None, on(15)),
        (on(20), None),
    ]


def test_u8_the_file_has_every_part_and_no_markup_of_peoples_own() -> None:
    found = document(REPORT)
    for line in (
        f"- {PLAIN}: planned 2026-03-14, done 2026-03-13, 1 day early",
        "- on its day: planned 2026-03-14, done 2026-03-14, on its day",
        "- late: planned 2026-03-14, done 2026-03-15, 1 day late",
        "- step: step: planned 2026-03-14",
        f"- {PLAIN}: skipped 2026-03-15, planned 2026-03-14: {PLAIN}",
        "- No why: skipped 2026-03-15: no reason noted",
        "- missed: planned 2026-03-20; open, carried as it is",
        "- ahead: planned 2026-03-21; dropped",
        f"- step: {PLAIN}: planned 2026-03-14; new date 2026-03-30",
        f"- {PLAIN}: 4 times",
        f"- {PLAIN}, shared with the group",
        f"- share: {PLAIN}, 2026-03-12",
        f"**{PLAIN}**\n\n> {PLAIN}\n> second\n",
        "**Cake?**\n\n> \\# b\n",
    ):
        assert line in found, line
    assert found.count("shared with the group") == 1
    assert MARKED not in found
    assert "Drained?" not in found


def test_u8_a_level_that_is_not_compared_says_why() -> None:
    level = rating(2, 12).levels[0]
    changes = (Change(level, None, is_rewritten=True), Change(level, None), Change(level, 1))
    told = replace(REPORT, moved=Moved(rating(2, 12), None, changes, is_open=False))
    assert [line for line in document(told).splitlines() if line.startswith("- Axis")] == [
        "- Axis: 2 of 4 (edited since, not compared), mid",
        "- Axis: 2 of 4, mid",
        "- Axis: 1 → 2 of 4, mid",
    ]


def test_u8_the_page_says_the_first_few_and_where_the_others_are() -> None:
    many = tuple(done(f"done {number}", 14, 13) for number in range(6))
    said = page(replace(REPORT, finished=(*REPORT.finished, *many)))
    assert "**Planned and done** · 11\n" in said
    assert "… and 7 more in the file" in said
    assert "No why · no reason noted; `/milestone note` adds one" in said
    assert (
        "**Open at the close** · 3: 1 with a new date, 1 dropped, 1 not decided, so carried" in said
    )
    assert said.count("◐") == 1, "the one with a new date"
    assert "The one you began counts in the cycle in which you finish it" in said
    assert "**Wins** · 1 win shared, 1 share, " in said
    assert "×4" in said
    assert "[b](c)" not in said
    rated = replace(REPORT, moved=Moved(rating(2, 12), None, (), is_open=False))
    assert "**Competencies**, the first one" in page(rated)


def test_u8_with_no_answer_left_that_is_said() -> None:
    assert "**Kept.**" in texts(kept_panel(REPORT))
    nothing = texts(kept_panel(replace(REPORT, reflection=Reflection())))
    assert "**Nothing is kept**" in nothing
    assert "**Kept.**" not in nothing
