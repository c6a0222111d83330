"""What talks may say, when their feedback shows, how they count in the plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.errors import UserError
from bot.figures import Answers, may_show, may_split
from bot.inputs.text import visible_line, visible_text
from bot.milestones.rules.counting import takes_on
from bot.milestones.values import Item
from bot.talks.values import (
    HIGHEST,
    LOWEST,
    Feedback,
    FeedbackResult,
    Listener,
    Means,
    Talk,
    TalkCount,
)

MAX_TITLE, MAX_ABOUT, MAX_KEEP = 100, 500, 500
MINUTES = (5, 10, 15, 20, 30)
MOST_WAITING = 5
"""So many proposals a member has waiting at most."""

MOST_ON_EVENING = 8
EVENING_TOPIC = "Lightning talks"
FEEDBACK_FOR = timedelta(days=7)
"""How long after an evening feedback is taken."""

LEADS = (60, 7, 1, 0)
"""How many days before it the daily message names a speaker's own talk."""


def clean_title(text: str) -> str:
    """A talk's title.

    Raises:
        UserError: nothing can be seen, or it is too long.
    """
    title = visible_line(text)
    if not title:
        raise UserError("A talk needs a title, in a few words.", typed=text)
    return _fits(title, MAX_TITLE, "title")


def clean_about(text: str) -> str | None:
    """What a talk is about, or None.

    Raises:
        UserError: it is too long.
    """
    return _fits(visible_text(text), MAX_ABOUT, "text") or None


def read_minutes(text: str) -> int:
    """How long a talk is, as a form has it.

    Raises:
        UserError: it is none of the choices.
    """
    known = {str(each): each for each in MINUTES}
    if text in known:
        return known[text]
    raise UserError(f"Choose how long it is: {', '.join(map(str, MINUTES))} minutes.")


def read_feedback(listener: str, clarity: str, impact: str, keep: str) -> Feedback:
    """What a listener says, as a form has it.

    Raises:
        UserError: something was not chosen, or the text is too long; it carries the text.
    """
    known = {str(level): level for level in range(LOWEST, HIGHEST + 1)}
    views = {each.value: each for each in Listener}
    if listener not in views or clarity not in known or impact not in known:
        raise UserError(
            f"Choose who you are to the topic, and a number from {LOWEST} to {HIGHEST} for clarity "
            "and for impact.",
            typed=keep or None,
        )
    text = _fits(visible_text(keep), MAX_KEEP, "text") or None
    return Feedback(views[listener], known[clarity], known[impact], text)


def taken_until(ends_at: datetime) -> datetime:
    """Until when feedback is taken on the talks of an evening."""
    return ends_at + FEEDBACK_FOR


def is_enough(people: int) -> bool:
    """Whether the anonymous feedback of so many may be shown, once and for all."""
    return may_show(Answers.once(people))


def result_of(given: Sequence[Feedback]) -> FeedbackResult | None:
    """What a speaker sees of anonymous feedback; None: it is too few.

    By kinds of listeners only where each is enough: what the one says would else follow from what
    all say and what the other does.
    """
    if not is_enough(len(given)):
        return None
    by_listener = {view: [each for each in given if each.listener is view] for view in Listener}
    apart = may_split(map(len, by_listener.values()))
    return FeedbackResult(
        _means(given),
        {view: _means(each) for view, each in by_listener.items()} if apart else {},
        tuple(each.keep for each in given if each.keep),
    )


def fitting(waiting: Iterable[Talk], minutes: int) -> list[Talk]:
    """The proposals that fit an evening of so many minutes, in their order."""
    found: list[Talk] = []
    for talk in waiting:
        left = minutes - sum(each.minutes for each in found)
        if talk.minutes <= left and len(found) < MOST_ON_EVENING:
            found.append(talk)
    return found


def count_on(item: Item, held_on: date, counted: tuple[str, int] | None) -> TalkCount:
    """How a talk of that date stands with the milestone that counts talks (P11).

    ``counted`` is the milestone and the change by which the talk was counted.
    """
    is_counted = counted is not None and item.counts_at(*counted)
    return TalkCount(item, is_counted, not is_counted and takes_on(item, held_on))


def _means(given: Sequence[Feedback]) -> Means:
    count = len(given)
    clarity, impact = (
        sum(each.clarity for each in given) / count,
        sum(each.impact for each in given) / count,
    )
    return Means(count, clarity, impact)


def _fits(text: str, limit: int, what: str) -> str:
    if len(text) <= limit:
        return text
    raise UserError(f"That {what} has {len(text):,} characters, and {limit:,} fit.", typed=text)
