"""The daily message to a member: what features add to it, and how to show it again.

One feature sends it and declares how it reads (`Feature.daily_message`). Any may say what its day
is for (`Feature.daily_topics`) or add lines to it (`Feature.daily_lines`). Order and number of the
lines are the sender's to decide.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from typing import Any, Final, Generic, Literal, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot.client import Syllabot
from bot.groups.values import Member, MemberCaller
from cogs.common.panels import Items, Panel

Key = TypeVar("Key")
Found = TypeVar("Found")

ON_TODAY = 0
"""What stands for a delivery on buttons of ``/today``, which shows again what is due."""


IDEA: Final = "idea"
"""What an optional day of the plan is for that names no topic: something open-ended."""

Topic = Literal["news", "paper", "build", "community", "reflect", "idea"]
"""What a day is for: the topics that a plan knows, and `IDEA`."""


class Urgency(IntEnum):
    """How much a line presses; the smaller, the more. `ONCE` is what no later message offers."""

    ONCE = 0
    AHEAD = 1
    PAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyMessage:
    """The daily message that goes out to a member now, for their local date ``day``.

    ``next_day`` is the next date on which one can come, None where none is planned. ``asks`` says
    that it holds the day's prompt.
    """

    member: Member
    delivery_id: int
    day: date
    next_day: date | None
    asks: bool
    now: datetime
    _read: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_today(self) -> bool:
        """Whether it is for the member's date now; one that is answered late is not."""
        return self.member.today(self.now) == self.day

    async def once(
        self, session: AsyncSession, read: Callable[[AsyncSession, Member], Awaitable[Found]]
    ) -> Found:
        """What ``read`` gives of the member; where several features ask for it, it is read once."""
        if read not in self._read:
            self._read[read] = await read(session, self.member)
        return cast(Found, self._read[read])


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords(Generic[Key]):
    """What a day is for, tied to the member: one idea.

    ``text`` stands beside the title of the plan's prompt, in place of what the plan says there
    (None keeps that), and the plan's question below it: both are what a phone shows first. ``rows``
    follow, at most three. ``key`` is what the feature keeps of it once it was sent. A line that is
    ``about`` the same thing is left out: the day is for it already.
    """

    text: str | None
    rows: Items = field(default_factory=list)
    key: Key
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyTopic(Generic[Key]):
    """What a feature has to say on a topic of the plan's days.

    ``words`` reads it in the transaction that builds the message, also when it is shown again;
    None leaves it to the next feature, at last to the plan. One that ``comes_first`` is asked
    before those of features below it. ``on_sent`` gets the key of what went out, in a transaction
    after the sending; it may run again.
    """

    words: Callable[[AsyncSession, DailyMessage], Awaitable[DayWords[Key] | None]]
    on_sent: Callable[[AsyncSession, DailyMessage, Key], Awaitable[None]] | None = None
    comes_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyLine(Generic[Key]):
    """A thing that a daily message names: its text, and buttons that act on it.

    ``key`` is what is kept of it once it was sent. The most urgent come first, by ``due``
    where that is equal; lines of one ``heading`` stand together, most need none. Those that do not
    fit are counted; ``more_in`` says where they are. ``worth_a_message`` lets it go out even on a
    day that asks nothing. ``about`` names the thing, as in `DayWords`.
    """

    key: Key
    rows: Items
    urgency: Urgency
    due: date
    more_in: str
    worth_a_message: bool
    heading: str = ""
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyLines(Generic[Key]):
    """What a feature adds to daily messages.

    ``to_send`` reads the lines of a message in the transaction that builds it. The keys of those
    that went out, counted ones too, are kept with the message; they are of ``kind`` alone.
    ``again`` reads the lines with these keys to the caller, by the message's delivery, as they
    stand now.
    """

    kind: str
    to_send: Callable[[AsyncSession, DailyMessage], Awaitable[Sequence[DailyLine[Key]]]]
    again: Callable[
        [AsyncSession, MemberCaller, int, Sequence[Key]], Awaitable[Sequence[DailyLine[Key]]]
    ]


ShowDailyMessage = Callable[[AsyncSession, MemberCaller, Syllabot, int], Awaitable[Panel]]
"""``(session, caller, bot, delivery_id)``: a message with lines, or ``/today``, as it stands now.

Raises:
    NotFound: no message to the caller had lines for this delivery.
"""


async def daily_message(
    session: AsyncSession, caller: MemberCaller, bot: Syllabot, delivery_id: int
) -> Panel:
    """The daily message of this delivery to the caller, as it stands after a line was acted on.

    Raises:
        NotFound: it is not known any more which message that was, or it was not theirs.
    """
    show = next(each.daily_message for each in bot.features if each.daily_message is not None)
    return await show(session, caller, bot, delivery_id)
