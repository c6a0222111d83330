"""U14: which dates collide, and where they could move instead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.rules import build_board
from bot.milestones.rules.collisions import Cause, Collision, DeadlineDay, collisions
from bot.milestones.values import Board, MilestoneChange, Override, Status, StoredMilestones
from bot.plans import loader
from tests.milestones.circle import (
    NOW,
    present,
)
from tests.plans.strategies import entry, milestone_text, small_plan

# Three heavy ones and a light one; the plan sets the first two on one day, 16 March.
PLAN = loader.load(
    small_plan(
        milestone_text("train", hours=[12, 24]),
        milestone_text("deploy", hours=[8, 12]),
        milestone_text("audit", hours=[8, 8]),
        milestone_text("talk", hours=[7, 30]),
        tail=entry("flow", id="point", title="Point", week=2, milestones=["train", "deploy"]),
    )
)
TODAY = date(2026, 3, 2)
PLANNED = date(2026, 3, 16)


def march(day: int) -> date:
    return date(2026, 3, 1) + timedelta(days=day - 1)


def board(dates: dict[str, date], *, done: str | None = None, today: date = TODAY) -> Board:
    stored = StoredMilestones(
        history={done: (MilestoneChange(1, Status.DONE, NOW, due_on=PLANNED),)} if done else {},
        overrides={name: Override(own_due=day) for name, day in dates.items()},
    )
    return build_board(PLAN, stored, path=None, start=TODAY, today=today, zone="UTC")


def found(
    dates: dict[str, date],
    *,
    paused_until: date | None = None,
    deadlines: tuple[DeadlineDay, ...] = (),
    today: date = TODAY,
    done: str | None = None,
) -> list[Collision]:
    def rests_on(day: date) -> bool:
        return paused_until is not None and day < paused_until

    shown = board(dates, today=today, done=done)
    return list(collisions(shown, rests_on=rests_on, deadlines=deadlines))


def offers(each: Collision) -> list[tuple[str, date]]:
    return [(offer.item.id, offer.on) for offer in each.offers]


def test_u14_what_the_plan_sets_on_one_day_belongs_together() -> None:
    assert found({}) == []
    assert found({"talk": PLANNED}) == [], "a light one is no burden"
    [moved] = found({"train": PLANNED})
    assert (moved.cause, moved.item.id) == (Cause.HEAVY, "deploy")


def test_u14_two_heavy_ones_within_a_week_collide_and_either_may_move() -> None:
    [only] = found({"audit": march(19)}, done="deploy")
    assert (only.item.id, present(only.other).id, only.on) == ("audit", "train", PLANNED)
    assert offers(only) == [("train", march(12)), ("audit", march(23))]
    assert found({"audit": march(23)}, done="deploy") == []
    assert found({"audit": march(10)}, done="deploy")[0].item.id == "train"
    # No room before: the first one would have to lie in the past.
    [late] = found({"audit": march(19)}, done="deploy", today=march(13))
    assert offers(late) == [("audit", march(23))]


def test_u14_a_date_in_a_pause_moves_by_what_is_left_of_it() -> None:
    [only] = found({"talk": march(5)}, paused_until=march(12))
    assert (only.cause, only.item.id, only.on) == (Cause.PAUSE, "talk", march(12))
    assert offers(only) == [("talk", march(15))]
    assert found({"talk": march(12)}, paused_until=march(12)) == []
    assert found({"talk": march(5)}, paused_until=TODAY) == [], "a pause that is over"
    assert found({"talk": march(1)}, paused_until=march(12)) == [], "what is past collides no more"
    both = {"train": march(6), "audit": march(12)}
    [first] = found(both, paused_until=march(12), done="deploy")
    assert (first.cause, first.item.id) == (Cause.PAUSE, "train"), "what moves anyway is no burden"


@pytest.mark.parametrize(("day", "collides"), [(4, False), (5, True), (11, True), (12, False)])
def test_u14_the_week_up_to_a_deadline_is_taken(day: int, collides: bool) -> None:
    known = (DeadlineDay("A conference", march(11)),)
    seen = found({"talk": march(day)}, deadlines=known)
    assert [each.title for each in seen] == (["A conference"] if collides else [])
    if collides:
        assert offers(seen[0]) == [("talk", march(4)), ("talk", march(18))]


def test_u14_an_offer_goes_around_everything_else() -> None:
    known = (DeadlineDay("One", march(20)), DeadlineDay("Two", march(27)))
    [only] = [
        each
        for each in found({"audit": march(5)}, paused_until=march(12), deadlines=known)
        if each.item.id == "audit"
    ]
    # 15 March is within a week of the two on the 16th, then come two deadlines.
    assert offers(only) == [("audit", march(28))]


_DATES = st.dictionaries(
    st.sampled_from(["train", "deploy", "audit", "talk"]),
    st.integers(-5, 60).map(lambda days: TODAY + timedelta(days=days)),
)


@given(_DATES, st.integers(0, 40), st.lists(st.integers(0, 60), max_size=4))
def test_u14_whatever_takes_an_offer_collides_no_more(
    dates: dict[str, date], pause: int, days: list[int]
) -> None:
    paused_until = TODAY + timedelta(days=pause)
    known = tuple(DeadlineDay(f"D{n}", TODAY + timedelta(days=n)) for n in days)
    for each in found(dates, paused_until=paused_until, deadlines=known):
        assert each.due >= TODAY
        for item, on in offers(each):
            assert on > TODAY
            after = found({**dates, item: on}, paused_until=paused_until, deadlines=known)
            touching = [{c.item.id, c.other.id if c.other else ""} for c in after]
            assert not any(item in names for names in touching), (each, item, on)


def test_dates_at_the_calendars_end_are_left_alone() -> None:
    assert found({"talk": date.max}, deadlines=(DeadlineDay("Last", date.max),)) == []
