"""Which papers of earlier shortlists may come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.papers.rules.memory import Listing, Opinions, passed_over, rested, runner_ups
from tests.papers.group import CLOSES, DAY, OPENS, WEEK

NOW = OPENS + WEEK
SECOND = Listing("1", OPENS, CLOSES, ballots=10, approvals=3, is_winner=False)


@pytest.mark.parametrize(
    ("listing", "now", "returns"),
    [
        (SECOND, NOW, True),
        (replace(SECOND, ballots=11), NOW, False),
        (replace(SECOND, approvals=10), NOW, True),
        (replace(SECOND, is_winner=True), NOW, False),
        (replace(SECOND, approvals=None), NOW, False),
        (replace(SECOND, ballots=0, approvals=0), NOW, False),
        (replace(SECOND, closed_at=None, ballots=0, approvals=None), NOW, False),
        (SECOND, CLOSES + 14 * DAY, False),
        (SECOND, CLOSES + 14 * DAY - timedelta(seconds=1), True),
    ],
)
def test_a6_a_runner_up_with_three_of_ten_ballots_comes_back(
    listing: Listing, now: object, returns: bool
) -> None:
    assert runner_ups([listing], now) == ({"1"} if returns else set())  # type: ignore[arg-type]


def test_a6_a_runner_up_comes_back_once_and_never_twice() -> None:
    again = replace(SECOND, opened_at=NOW, closed_at=CLOSES + WEEK)
    assert runner_ups([again, SECOND], NOW + WEEK) == set()


def test_a6_a_paper_of_the_plan_has_two_chances_four_weeks_apart() -> None:
    assert rested(["1", "2"], [], NOW) == {"1", "2"}
    assert rested(["1", "2"], [SECOND], OPENS + 28 * DAY) == {"1", "2"}
    assert rested(["1", "2"], [SECOND], OPENS + 27 * DAY) == {"2"}
    twice = [SECOND, replace(SECOND, opened_at=OPENS - 30 * WEEK)]
    assert rested(["1"], twice, OPENS + 300 * DAY) == set()


NOBODY = replace(SECOND, approvals=0)
LATER = replace(NOBODY, opened_at=NOW, closed_at=CLOSES + WEEK)


@pytest.mark.parametrize(
    ("listings", "said", "is_over"),
    [
        ([NOBODY], Opinions(), False),
        ([NOBODY, LATER], Opinions(), True),
        ([NOBODY, replace(LATER, approvals=1)], Opinions(), False),
        ([NOBODY, replace(LATER, ballots=0)], Opinions(), False),
        ([NOBODY], Opinions(known=1), True),
        ([], Opinions(off_topic=1, known=1), True),
        ([], Opinions(off_topic=1, too_long=3, dislikes=4), False),
        ([NOBODY], Opinions(off_topic=5, likes=1), False),
        ([SECOND], Opinions(off_topic=5), False),
    ],
)
def test_a6_what_is_passed_over_twice_does_not_come_back(
    listings: list[Listing], said: Opinions, is_over: bool
) -> None:
    assert passed_over(listings, {"1": said}) == ({"1"} if is_over else set())
