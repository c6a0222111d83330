"""W2: what is said where a figure is there for some blocks, and where it is for none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.cycles.values import ClosingPreview
from bot.milestones.values import BlockProgress, Count, GroupProgress
from bot.voting import Method, Stage, StageKind
from cogs.cycles.start_panels import closing_panel
from cogs.papers.round_text import totals_so_far
from cogs.wins.group_panels import group_panel
from tests.cycles.test_fullest_panels import GROUP
from tests.milestones.circle import texts
from tests.papers.test_panels import a_round

FIRST = BlockProgress(1, "a", "First", Count(done=7, in_progress=1, skipped=0, total=20), 5)
SECOND = BlockProgress(2, "b", "Second", Count(done=3, in_progress=0, skipped=0, total=28), 7)
LACKING = BlockProgress(3, "c", "Third", None, 0)


def closing(progress: GroupProgress | None) -> str:
    return texts(closing_panel(ClosingPreview(GROUP, 1, date(2026, 3, 9), 7, progress), []))


def test_w2_a_block_without_a_figure_says_too_few_and_nothing_else() -> None:
    said = texts(group_panel(GroupProgress((FIRST, SECOND, LACKING)), (), weeks=4))
    assert "5 to 7 members together" in said
    assert "Block 3 · Third\nToo few\n" in said
    assert "7 of 20" in said
    assert "a block is counted anew once 5 have changed something there" in said


def test_w2_together_says_how_many_blocks_it_has() -> None:
    whole = closing(GroupProgress((FIRST, SECOND)))
    assert "10 of 48 milestones done, 38 open, 5 to 7 members taken together\n" in whole
    part = closing(GroupProgress((SECOND, LACKING)))
    assert "3 of 28 milestones done, 25 open, 7 members taken together in 1 of 2 blocks, " in part
    assert "too few in the others" in part
    assert "counts appear from 5 members on" in closing(None)


def test_u5_totals_before_the_close_say_when_they_change_and_leave_out_what_was_withdrawn() -> None:
    listed = a_round("Title", method=Method.APPROVAL, hides_totals=False)
    picks = [
        replace(pick, paper=replace(pick.paper, is_withdrawn=pick is listed.picks[0]))
        for pick in listed.picks
    ]
    withdrawn, *others = picks
    found = replace(listed, picks=tuple(picks))
    stage = Stage(StageKind.APPROVALS, {pick.paper.key: 3 for pick in found.picks})
    said = totals_so_far(found, stage)
    assert f"**{withdrawn.position}.**" not in said
    assert f"**{others[0].position}.** 3" in said
    assert "Counted anew with every 5 ballots that are new or changed." in said
