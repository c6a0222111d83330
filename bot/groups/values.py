"""A group and a member, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypedDict

from bot.groups.rest import AHEAD, Lighter, Nudges, QuietHours
from bot.inputs.date_patterns import DatePattern, MonthDay
from bot.scheduling.recurrence import Periodic, find_zone, local_date, local_day
from bot.scheduling.skips import Skip, covered, first_open
from bot.voting import Method

# So many direct messages may be refused in a row before I stop trying.
MAX_REFUSALS = 3

WeekdayAt = tuple[int, time]
"""A weekday (0 = Monday) and a wall time in the group's zone."""

RetroOn = tuple[DatePattern, time]
"""The dates on which retros open, and a wall time in the group's zone."""

# What a group begins with: the week's paper from Monday to Friday, a retro on the 1st.
DEFAULT_CATEGORIES = ("cs.LG", "stat.ML", "cs.CL", "cs.CV")
DEFAULT_PAPERS_OPEN: WeekdayAt = (0, time(9))
DEFAULT_PAPERS_CLOSE: WeekdayAt = (4, time(17))
DEFAULT_RETRO: RetroOn = (MonthDay(1), time(18))


class PaperFit(StrEnum):
    """How well a paper must fit a group's taste to be proposed (A6)."""

    ANY = "any"
    USUAL = "usual"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Group:
    """A server that is set up. Weekdays are 0 = Monday … 6 = Sunday, in ``zone``.

    ``support`` are lines on where its people find help, as `bot.groups.support` reads them.

    ``created_at`` is None for settings that are only suggested.
    """

    guild_id: int
    zone: str
    start_date: date
    announcements_channel_id: int
    papers_channel_id: int
    retros_channel_id: int
    categories: tuple[str, ...]
    papers_open_weekday: int
    papers_open_at: time
    papers_close_weekday: int
    papers_close_at: time
    retro_on: DatePattern
    retro_at: time
    created_at: datetime | None = None
    cross_lists: bool = False
    paper_fit: PaperFit = PaperFit.USUAL
    vote_method: Method = Method.APPROVAL
    hides_totals: bool = True
    support: tuple[str, ...] = ()

    @property
    def retro_rule(self) -> Periodic:
        """When its retros open."""
        return Periodic(self.retro_on, self.retro_at, self.zone)

    def today(self, now: datetime) -> date:
        """The group's local date."""
        return local_date(now, self.zone)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a group. ``zone`` is in force; ``own_zone`` tells whether they chose it.

    Their day begins at wall time ``day_start``. A pause lasts from ``paused_from`` (None: long ago)
    until before ``paused_until``, the first date with prompts again, and may lie ahead; ``rests``
    repeat, and ``lighter`` leaves fewer of their weekdays for a while. Target dates count from
    ``started_on``, and ``pace_days`` moves those that are open. ``dm_refusals`` counts direct
    messages that Discord refused in a row, since they last asked for another try; ``dms_refused``
    says that the last one was. ``gone`` says that they are no longer in the server, ``checked_at``
    when Discord was last asked about it.
    """

    guild_id: int
    user_id: int
    zone: str
    own_zone: bool
    prompt_at: time
    weekdays: frozenset[int]
    paused_until: date | None
    started_on: date
    path: str | None
    pace_days: int
    dm_channel_id: int | None
    dms_refused: bool
    dm_refusals: int
    prompts_stopped: bool
    left: bool
    gone: bool
    checked_at: datetime | None
    day_start: time = time()
    quiet: QuietHours | None = None
    nudges: Nudges = Nudges.LIGHT
    paused_from: date | None = None
    rests: tuple[Skip, ...] = ()
    lighter: Lighter | None = None

    def today(self, now: datetime) -> date:
        """The member's local date; before their day's start it is still the one before."""
        return local_day(now, self.zone, self.day_start)

    def paused(self, now: datetime) -> bool:
        """Whether they rest today, by a pause or by rest that repeats; both end by themselves."""
        return self.rests_on(self.today(now))

    def rests_on(self, day: date) -> bool:
        """Whether a date, from today on, lies in a pause or in rest: then nothing is due."""
        return covered(self._resting, day)

    def rest_ends(self, day: date) -> date | None:
        """The first date from ``day`` on without pause or rest; None where none is near."""
        return first_open(self._resting, day, within=AHEAD)

    def pause_on(self, day: date) -> Skip | None:
        """The pause, where it is in force on a date or still to come."""
        pause = self._pause
        return None if pause is None or pause.is_over(day) else pause

    def in_pause(self, day: date) -> bool:
        """Whether a date, from today on, lies in their pause, whatever rest repeats."""
        pause = self._pause
        return pause is not None and pause.covers(day)

    def lighter_on(self, day: date) -> Lighter | None:
        """The lighter weeks, unless they are over."""
        return self.lighter if self.lighter is not None and day < self.lighter.until else None

    def messages_on(self, day: date) -> bool:
        """Whether a date, from today on, is one of their days: planned, and not for rest."""
        return day.weekday() in self.weekdays and not covered(self.skips_from(day), day)

    def next_day(self, day: date) -> date | None:
        """The first date after ``day`` that is one of their days; None where none is near."""
        ahead = (day + timedelta(days=offset) for offset in range(1, AHEAD))
        return next((each for each in ahead if self.messages_on(each)), None)

    def skips_from(self, day: date) -> tuple[Skip, ...]:
        """What leaves out dates from ``day`` on: the pause, rest, and what lighter weeks free."""
        lighter = self.lighter_on(day)
        skips = (*self._resting, *([lighter.skip] if lighter and lighter.skip else []))
        return tuple(skip for skip in skips if not skip.is_over(day))

    def after_quiet(self, instant: datetime) -> datetime:
        """``instant``, or the end of the quiet hours that it lies in."""
        return instant if self.quiet is None else self.quiet.after(instant, self.zone)

    @property
    def _pause(self) -> Skip | None:
        if self.paused_until is None:
            return None
        return Skip(since=self.paused_from, until=self.paused_until)

    @property
    def _resting(self) -> tuple[Skip, ...]:
        pause = self._pause
        return self.rests if pause is None else (pause, *self.rests)

    @property
    def is_here(self) -> bool:
        """Whether they are in the group, and in its server as far as is known."""
        return not self.left and not self.gone

    @property
    def dms_given_up(self) -> bool:
        """Whether direct messages were refused too often to be tried again unasked."""
        return self.dm_refusals >= MAX_REFUSALS

    @property
    def dms_on_trial(self) -> bool:
        """Whether they asked for another try after a refusal, and none was made yet."""
        return self.dms_refused and not self.dm_refusals


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, in which group, and when, as Discord says; never from what a client sends."""

    guild_id: int
    user_id: int
    is_organiser: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class InsiderCaller(Caller):
    """A caller who is in the group, or organises it without being a member."""


@dataclass(frozen=True, slots=True)
class OrganiserCaller(InsiderCaller):
    """A caller whom the server lets organise. They need not be a member of the group."""


@dataclass(frozen=True, slots=True)
class MemberCaller(InsiderCaller):
    """A caller who is in the group, as their row reads in the transaction that serves them."""

    member: Member

    @property
    def today(self) -> date:
        """Their local date."""
        return self.member.today(self.now)

    @property
    def zone(self) -> tzinfo:
        """The zone in which they read dates."""
        return find_zone(self.member.zone)


class GroupFields(TypedDict, total=False):
    """What ``/setup`` can change; see :func:`set_up`."""

    zone: str
    start_date: date
    announcements_channel_id: int
    papers_channel_id: int
    retros_channel_id: int
    categories: tuple[str, ...]
    papers_open: WeekdayAt
    papers_close: WeekdayAt
    retro: RetroOn


class GroupChanges(GroupFields, total=False):
    """All that organisers can change of a group; see :func:`change_group`."""

    cross_lists: bool
    paper_fit: PaperFit
    vote_method: Method
    hides_totals: bool
    support: tuple[str, ...]


class MemberFields(TypedDict, total=False):
    """What a member can change. ``zone`` None means the server's."""

    zone: str | None
    prompt_at: time
    weekdays: frozenset[int]
    path: str | None
    started_on: date
    pace_days: int
    prompts_stopped: bool
    day_start: time
    quiet: QuietHours | None
    nudges: Nudges
