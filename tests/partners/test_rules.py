"""What members may say of themselves as partners, and when they are asked."""

from __future__ import annotations

import functools
import operator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.competency.values import Level
from bot.errors import UserError
from bot.groups.rest import QuietHours
from bot.partners import rules
from bot.partners.matching_values import Role
from bot.partners.values import MAX_TOPICS
from bot.partners.waking import QUARTER_MINUTES, longest_together, waking_hours

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("roles", "capacity", "topics", "said"),
    [
        ([], "1", "", "Pick at least one"),
        (["boss"], "1", "", "Pick what you would be"),
        (["peer"], "many", "", "Pick what you would be"),
        (["mentor"], "0", "", "1 to 5 partners"),
        (["mentor"], "6", "", "1 to 5 partners"),
        (["peer"], "1", "a,b,c,d,e,f,g,h,i", "9 topics, and 8 fit"),
        (["peer"], "1", "x" * 151, "151 characters, and 150 fit"),
    ],
)
def test_c1_what_cannot_be_is_refused_with_what_was_typed(
    roles: list[str], capacity: str, topics: str, said: str
) -> None:
    with pytest.raises(UserError, match=said) as refused:
        rules.entry(roles, capacity, topics, shows_axes=False)
    assert refused.value.typed == topics


def test_c1_roles_topics_and_room_as_they_are_kept() -> None:
    found = rules.entry(["peer", "mentor"], "3", " MLOps,, mlops , Graph  nets\n", shows_axes=True)
    assert found.roles == (Role.MENTOR, Role.PEER)
    assert found.topics == ("MLOps", "Graph nets")
    assert found.capacity == 3
    assert rules.entry(["mentee"], "4", "", shows_axes=False).capacity == 1


@given(st.text(max_size=400))
def test_c1_whatever_is_typed_as_topics_fits_and_is_read_again_or_refused(text: str) -> None:
    try:
        topics = rules.read_topics(text)
    except UserError:
        return
    written = rules.write_topics(topics)
    assert len(topics) <= rules.MOST_TOPICS
    assert len(written) <= MAX_TOPICS
    assert rules.read_topics(written) == topics


@pytest.mark.parametrize(
    ("roles", "taken", "room"),
    [
        (["peer"], 0, (["peer"], 1)),
        (["peer"], 1, None),
        (["mentor", "peer"], 0, (["mentor", "peer"], 3)),
        (["mentor", "peer"], 2, (["mentor"], 1)),
        (["mentor"], 3, None),
    ],
)
def test_c1_between_rounds_a_mentor_alone_has_room_for_more(
    roles: list[str], taken: int, room: tuple[list[str], int] | None
) -> None:
    found = rules.room(rules.entry(roles, "3", "", shows_axes=False), taken)
    assert found == (room and (frozenset(map(Role, room[0])), room[1]))


def test_c2_strong_is_one_of_the_two_highest_levels_and_focus_the_weakest() -> None:
    scale = ("a", "b", "c", "d")
    levels = [Level(str(name), "", scale, level) for name, level in enumerate((4, 3, 1, 2, 2))]
    assert rules.strong_and_focus(levels) == (frozenset("01"), frozenset("234"))
    few = [Level("p", "p", ("a", "b"), 1), Level("q", "q", ("a", "b"), 2)]
    assert rules.strong_and_focus(few) == (frozenset("pq"), frozenset()), "nobody is both"


def test_c3_the_question_comes_half_way_and_after_ten_days_at_the_latest() -> None:
    assert [(rules.asks_on(DAY, weeks) - DAY).days for weeks in (2, 3, 8, None)] == [7, 10, 10, 10]


@pytest.mark.parametrize("weeks", [1, 9, -2, 100])
def test_rounds_come_every_two_to_eight_weeks_or_not_by_themselves(weeks: int) -> None:
    assert [rules.check_weeks(each) for each in (0, 2, 8)] == [0, 2, 8]
    with pytest.raises(UserError, match="every 2 to 8 weeks"):
        rules.check_weeks(weeks)


def test_c2_the_longest_time_in_which_all_are_awake() -> None:
    """Berlin and New York share their afternoon; who never wakes together has none."""
    berlin, york = waking_hours(DAY, "Europe/Berlin"), waking_hours(DAY, "America/New_York")
    begins, ends = longest_together([berlin, york], DAY) or (None, None)
    assert begins == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert ends == datetime(2026, 3, 2, 22, tzinfo=UTC)
    day = waking_hours(DAY, "UTC", quiet=QuietHours(time(12), time(0)))
    night = waking_hours(DAY, "UTC", quiet=QuietHours(time(0), time(12)))
    assert longest_together([day, night], DAY) is None


def awake(found: int) -> set[int]:
    """The full hours of the UTC day that begin awake."""
    return {hour for hour in range(24) if found >> hour * 4 & 1}


@pytest.mark.parametrize(
    ("day", "zone", "day_start", "quiet", "asleep"),
    [
        (DAY, "UTC", time(), None, {23, 0, 1, 2, 3, 4, 5, 6}),
        (DAY, "Asia/Tokyo", time(), None, {14, 15, 16, 17, 18, 19, 20, 21}),
        (DAY, "Europe/Berlin", time(), None, {22, 23, 0, 1, 2, 3, 4, 5}),
        (date(2026, 7, 1), "Europe/Berlin", time(), None, {21, 22, 23, 0, 1, 2, 3, 4}),
        (DAY, "UTC", time(2), None, {1, 2, 3, 4, 5, 6, 7, 8}),
        (DAY, "UTC", time(6), None, {2, 3, 4, 5, 6, 7, 8, 9}),
        (DAY, "UTC", time(), QuietHours(time(20), time(8)), {*range(20, 24), *range(8)}),
    ],
)
def test_c2_waking_hours_are_those_that_are_not_quiet_or_else_not_night(
    day: date, zone: str, day_start: time, quiet: QuietHours | None, asleep: set[int]
) -> None:
    found = awake(waking_hours(day, zone, day_start, quiet))
    assert found == set(range(24)) - asleep


@given(st.lists(st.integers(0, (1 << 96) - 1), min_size=1, max_size=3))
def test_c2_that_time_is_of_all_and_never_longer_than_what_they_share(waking: list[int]) -> None:
    found = longest_together(waking, DAY)
    shared = functools.reduce(operator.and_, waking).bit_count()
    if found is None:
        assert shared == 0
        return
    length = found[1] - found[0]
    assert (
        timedelta(minutes=QUARTER_MINUTES) <= length <= shared * timedelta(minutes=QUARTER_MINUTES)
    )
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    quarter = int((found[0] - midnight) / timedelta(minutes=QUARTER_MINUTES))
    for step in range(int(length / timedelta(minutes=QUARTER_MINUTES))):
        assert all(each >> ((quarter + step) % 96) & 1 for each in waking)
