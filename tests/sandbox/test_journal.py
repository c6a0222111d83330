"""The journal: each changed thing once, from any mark, as far back as it remembers."""

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox import SettableClock, World
from sandbox.world import threads
from sandbox.world.journal import KEPT, Journal, Topic
from sandbox.world.kinds import ChannelType


def test_each_thing_once_in_the_order_of_its_first_change() -> None:
    journal = Journal()
    one, two = object(), object()
    for thing in (one, two, one, one, two):
        journal.note(Topic.MESSAGE, thing)
    journal.note(Topic.CLOCK)
    journal.note(Topic.CLOCK)
    assert journal.mark == 7
    assert journal.since(0) == {Topic.MESSAGE: [one, two], Topic.CLOCK: [None]}
    assert journal.since(3) == {Topic.MESSAGE: [one, two], Topic.CLOCK: [None]}
    assert journal.since(4) == {Topic.MESSAGE: [two], Topic.CLOCK: [None]}
    assert journal.since(6) == {Topic.CLOCK: [None]}
    assert journal.since(7) == {}


def test_equal_things_are_different_things() -> None:
    journal = Journal()
    one, two = ["same"], ["same"]
    journal.note(Topic.READ, one)
    journal.note(Topic.READ, two)
    told = journal.since(0)
    assert told is not None
    assert [id(thing) for thing in told[Topic.READ]] == [id(one), id(two)]


def test_topics_are_kept_apart() -> None:
    journal, thing = Journal(), object()
    journal.note(Topic.MESSAGE, thing)
    journal.note(Topic.REQUEST, thing)
    assert journal.since(0) == {Topic.MESSAGE: [thing], Topic.REQUEST: [thing]}


@pytest.mark.parametrize("mark", [-1, 3, 10**30])
def test_a_mark_of_another_journal_says_nothing(mark: int) -> None:
    journal = Journal()
    journal.note(Topic.CLOCK)
    journal.note(Topic.CLOCK)
    assert journal.since(mark) is None


def test_it_remembers_so_many_and_says_when_that_is_too_few() -> None:
    journal = Journal()
    for number in range(KEPT + 5):
        journal.note(Topic.MESSAGE, number)
    assert journal.since(4) is None
    told = journal.since(5)
    assert told is not None
    assert told[Topic.MESSAGE] == list(range(5, KEPT + 5))
    assert journal.since(journal.mark) == {}


@given(st.lists(st.tuples(st.sampled_from(Topic), st.integers(0, 5)), max_size=30), st.data())
def test_a_reader_that_reads_in_parts_misses_nothing(
    notes: list[tuple[Topic, int]], data: st.DataObject
) -> None:
    journal, seen = Journal(), 0
    read: dict[Topic, list[int]] = {}
    for number, (topic, thing) in enumerate(notes):
        journal.note(topic, thing)
        if data.draw(st.booleans()) or number == len(notes) - 1:
            told = journal.since(seen)
            assert told is not None
            for name, things in told.items():
                assert len(things) == len(set(things))
                read.setdefault(name, []).extend(things)
            seen = journal.mark
    expected: dict[Topic, set[int]] = {}
    for topic, thing in notes:
        expected.setdefault(topic, set()).add(thing)
    assert {topic: set(things) for topic, things in read.items()} == expected


async def test_a_note_wakes_its_readers() -> None:
    journal = Journal()
    waiting = asyncio.create_task(
        journal.changes.until(lambda: journal.since(0), timeout=1),
    )
    await asyncio.sleep(0)
    journal.note(Topic.CLOCK)
    assert await waiting == {Topic.CLOCK: [None]}


def test_places_that_change_are_noted() -> None:
    """A deleted guild, and who is in a private thread: clients list other places from then on."""
    world = World(SettableClock())
    ana = world.create_user("Ana")
    guild = world.create_guild("Night owls", owner=ana)
    ben = world.create_user("Ben")
    guild.add_member(ben)
    papers = guild.create_text_channel("papers")
    thread = threads.start(papers, "quiet", ana, type=ChannelType.PRIVATE_THREAD)
    changes: list[Callable[[], None]] = [
        lambda: threads.join(thread, ben),
        lambda: threads.leave(thread, ben),
        guild.delete,
    ]
    for change in changes:
        mark = world.journal.mark
        change()
        told = world.journal.since(mark)
        assert told is not None
        assert Topic.PLACES in told, change
