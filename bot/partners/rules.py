"""What partners may say of themselves, when they are asked, and what pairs share. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from bot.competency.rules import weakest
from bot.competency.values import Level
from bot.errors import UserError
from bot.groups.values import Member
from bot.inputs.text import comparable, visible_line
from bot.partners.matching_values import MOST_PARTNERS, Pair, Role, pair
from bot.partners.values import (
    FEWEST_WEEKS,
    MAX_TOPICS,
    MOST_WEEKS,
    Entry,
    Partnership,
    Together,
)
from bot.plans.values import Plan

MOST_TOPICS = 8
BETWEEN = timedelta(days=7)
"""A round that would come sooner after the last one is left out."""
BY_HAND_AFTER = timedelta(days=1)
"""So long after the last round an organiser can start another one."""
LATELY = 3
"""Rounds whose partners count as what somebody had to do lately."""
_ASKS_AFTER = timedelta(days=10)


def entry(roles: Sequence[str], capacity: str, topics: str, *, shows_axes: bool) -> Entry:
    """What a form gave, as it is kept. One who mentors nobody takes one partner at a time.

    Raises:
        UserError: no role was picked or one that there is not, the number is none that can be, or
            the topics are too many or too long; it carries what was typed.
    """
    try:
        picked = tuple(role for role in Role if role in {Role(each) for each in roles})
        count = int(capacity)
    except ValueError:
        raise UserError("Pick what you would be, and for how many.", typed=topics) from None
    if not picked:
        raise UserError("Pick at least one: mentor, mentee or peer.", typed=topics)
    if not 1 <= count <= MOST_PARTNERS:
        raise UserError(f"One takes 1 to {MOST_PARTNERS} partners at a time.", typed=topics)
    return Entry(picked, count if Role.MENTOR in picked else 1, read_topics(topics), shows_axes)


def read_topics(text: str) -> tuple[str, ...]:
    """Topics that are separated by commas, each once.

    Raises:
        UserError: they are too many or too long; it carries them.
    """
    found: dict[str, str] = {}
    for each in text.replace("\n", ",").split(","):
        topic = visible_line(each)
        if topic:
            found.setdefault(comparable(topic), topic)
    if len(found) > MOST_TOPICS:
        raise UserError(
            f"That is {len(found)} topics, and {MOST_TOPICS} fit. Keep those you want most.",
            typed=text,
        )
    topics = tuple(found.values())
    if len(write_topics(topics)) > MAX_TOPICS:
        raise UserError(
            f"The topics have {len(write_topics(topics))} characters, and {MAX_TOPICS} fit.",
            typed=text,
        )
    return topics


def write_topics(topics: Sequence[str]) -> str:
    """Topics as they are kept and shown in a form."""
    return ", ".join(topics)


def columns(entry: Entry) -> dict[str, str | int | bool]:
    """What a member says of themselves, as its table keeps it."""
    return {
        "roles": ",".join(entry.roles),
        "capacity": entry.capacity,
        "topics": write_topics(entry.topics),
        "shows_axes": entry.shows_axes,
    }


def check_weeks(weeks: int) -> int:
    """How many weeks lie between rounds; 0 for no rounds by themselves.

    Raises:
        UserError: it cannot be.
    """
    if weeks and not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        raise UserError(f"Rounds can come every {FEWEST_WEEKS} to {MOST_WEEKS} weeks.")
    return weeks


def asks_on(made: date, weeks: int | None) -> date:
    """The date on which those of a pair are asked whether they met: when half of it is over."""
    half = timedelta(days=7 * weeks // 2) if weeks else _ASKS_AFTER
    return made + min(half, _ASKS_AFTER)


def is_asked_daily(member: Member, pair: Partnership) -> bool:
    """Whether the day's message asks a member if they met, so that no second one comes with it.

    So it is where the date is one of their weekdays, however late; else a message of its own asks.
    """
    return pair.asks_on.weekday() in member.weekdays


def room(entry: Entry, taken: int) -> tuple[frozenset[Role], int] | None:
    """As what somebody is free, and for how many; None: not at all."""
    roles = frozenset(entry.roles)
    if not taken:
        return roles, entry.capacity
    if Role.MENTOR in roles and taken < entry.capacity:
        return frozenset({Role.MENTOR}), entry.capacity - taken
    return None


def load(together: Collection[Together], number: int) -> Counter[int]:
    """How many pairs each was in lately, in the rounds before the one with this number."""
    return Counter(each for made, people in together if number - made <= LATELY for each in people)


def last_together(together: Collection[Together], number: int) -> dict[Pair, int]:
    """How many rounds ago two were last together; 0 is this one."""
    found: dict[Pair, int] = {}
    for made, people in together:
        for place, one in enumerate(people):
            for other in people[place + 1 :]:
                key = pair(one, other)
                found[key] = min(number - made, found.get(key, number))
    return found


def waiting(waits: Iterable[tuple[int, int]], together: Collection[Together]) -> Counter[int]:
    """In how many rounds in a row each had no partner at last.

    ``waits`` are who had none in the round of which number, each once.
    """
    paired: dict[int, int] = {}
    for number, people in together:
        for each in people:
            paired[each] = max(number, paired.get(each, 0))
    return Counter(user_id for user_id, number in waits if number > paired.get(user_id, 0))


def strong_and_focus(levels: Sequence[Level]) -> tuple[frozenset[str], frozenset[str]]:
    """The axes in which somebody is strong, and those with the most room to grow.

    Strong is who chose one of the two highest levels.
    """
    strong = frozenset(each.axis for each in levels if each.level >= len(each.scale) - 1)
    return strong, frozenset(each.axis for each in weakest(levels)) - strong


def topics_of_all(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The topics that all of them named, in the words and the order of the first."""
    first, *others = entries
    theirs = [set(map(comparable, each.topics)) for each in others]
    return tuple(
        topic for topic in first.topics if all(comparable(topic) in each for each in theirs)
    )


def question_of(plan: Plan, pair_id: int) -> str | None:
    """A question of the plan for a pair to begin with, for the next pair another one."""
    questions = [
        question
        for block in plan.blocks
        for component in block.components
        for question in component.questions
    ]
    return questions[pair_id % len(questions)] if questions else None
