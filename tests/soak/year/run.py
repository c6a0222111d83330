"""Let the engine and the routine's service live through a script."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import UserError
from bot.feature import session_info
from bot.groups import direct_messages, rest_service
from bot.groups.membership import record_back
from bot.groups.rest import Nudges, QuietHours
from bot.inputs.repeats import RepeatedDays
from bot.routine import service as routine
from bot.routine.data import DATA
from bot.routine.schedules import MESSAGES, PROMPT
from bot.routine.values import EntryOutcome
from bot.scheduling import DeliveryEngine, DeliveryStatus
from bot.scheduling.models import DeliveryRow, ScheduleRow
from cogs.features import FEATURES
from tests.groups import acting as groups
from tests.soak.year.discord import Discord
from tests.soak.year.oracle import DAY, HOUR, Life, Message, Settings, Verdict, Year, judge
from tests.soak.year.script import GROUP_ZONE, Happening, Script

GUILD = 4_100_000_000_000_000_077
OUTSIDE = ("close", "gone", "back", "down", "kill")
"""What happens whether or not the bot runs."""
STUCK = 200


class SimulatedClock:
    """Stands where it was put."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def put(self, now: datetime) -> None:
        """Move on; never back."""
        self._now = max(self._now, now)


class Run:
    """One script on one database."""

    def __init__(self, script: Script, url: str) -> None:
        self.script = script
        self.db = Database(url, session_info=session_info(FEATURES))
        self.clock = SimulatedClock(script.start)
        self.discord = Discord(script.seed, self.clock)
        self.lives = {
            user_id: Life([(script.start, settings)])
            for user_id, settings in script.members.items()
        }
        self.follows = set(script.follows)
        self.downtimes: list[tuple[datetime, datetime]] = []
        self._down_until: datetime | None = None
        self._numbers = count()
        self._heap = [(each.at, next(self._numbers), each) for each in script.happenings]
        self._told = 0
        heapq.heapify(self._heap)

    async def live(self) -> Verdict:
        """Everything, from the first instant to the last; then what the oracle says."""
        random.seed(self.script.seed)
        await self._begin()
        engine, still = self._engine(), 0
        while True:
            due = None if self._down_until else await engine.next_due()
            at = min((each for each in (due, self._next()) if each is not None), default=None)
            if at is None or at > self.script.end:
                break
            still = still + 1 if at <= self.clock.now() else 0
            assert still < STUCK, f"no progress at {at}, seed {self.script.seed}"
            self.clock.put(at)
            if (happens := self._next()) is not None and happens <= self.clock.now():
                engine = await self._happen(engine)
            elif await self._works(engine):
                self._answer_some()
            else:
                engine = self._engine()
                await engine.set_right()
        verdict = judge(await self._year())
        await self.db.close()
        return verdict

    def _next(self) -> datetime | None:
        first = self._heap[0][0] if self._heap else None
        return min((each for each in (first, self._down_until) if each is not None), default=None)

    def _engine(self) -> DeliveryEngine:
        engine = DeliveryEngine(self.db, self.clock)
        for kind in DATA.kinds:
            if kind.name not in MESSAGES:
                continue
            sender = partial(self.discord.send, self.db)
            engine.register(kind.name, sender, lateness=kind.lateness, on_failed=kind.on_failed)
        return engine

    async def _works(self, engine: DeliveryEngine) -> bool:
        """Let it send what is due; False when it was killed meanwhile."""
        others = asyncio.all_tasks()
        run = asyncio.ensure_future(engine.run_due())
        killed = asyncio.ensure_future(self.discord.killed.wait())
        await asyncio.wait((run, killed), return_when=asyncio.FIRST_COMPLETED)
        if not self.discord.killed.is_set():
            killed.cancel()
            await run
            return True
        self.discord.killed.clear()
        doomed = asyncio.all_tasks() - others
        for task in doomed:
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)
        return False

    # What happens

    async def _happen(self, engine: DeliveryEngine) -> DeliveryEngine:
        now = self.clock.now()
        if self._down_until is not None and self._down_until <= now:
            self._down_until = None
            engine = self._engine()
            await engine.set_right()
            return engine
        _, _, each = heapq.heappop(self._heap)
        if self._down_until is not None and each.what not in OUTSIDE:
            self._later(replace(each, at=self._down_until + timedelta(seconds=1)))
        elif each.what == "down":
            assert isinstance(each.value, timedelta)
            if self._down_until is None:
                self._down_until = now + each.value
                self.downtimes.append((now, self._down_until))
        elif each.what == "kill":
            assert isinstance(each.value, int)
            self.discord.kill_in(each.value)
        elif each.what == "group moves":
            await self._group_moves(str(each.value))
        else:
            await self._acts(each)
        return engine

    def _later(self, each: Happening) -> None:
        heapq.heappush(self._heap, (each.at, next(self._numbers), each))

    def _answer_some(self) -> None:
        """Of those whose message came, some answer after a while, and some snooze."""
        for message in self.discord.messages[self._told :]:
            rng = random.Random(f"{self.script.seed} {message}")
            drawn = rng.random()
            if message.kind == "prompt" and drawn < 0.4:
                what = "snooze" if drawn < 0.06 else "answer"
                at = message.at + rng.randrange(60, 9 * 3600) * timedelta(seconds=1)
                self._later(Happening(at, message.user_id, what, message.day))
        self._told = len(self.discord.messages)

    async def _acts(self, each: Happening) -> None:
        """A member does something; what is refused changes nothing."""
        life, now = self.lives[each.user_id], self.clock.now()
        settings = life.at(now)
        if each.what not in ("back", "open") and not settings.is_here:
            return
        try:
            changed = await getattr(self, f"_{each.what}")(each, settings)
        except UserError:
            self.discord.happened[f"refused: {each.what}"] += 1
            return
        self.discord.happened[each.what] += 1
        if changed is not None:
            life.settings.append((now, changed))

    async def _as_member(
        self, user_id: int, act: Callable[..., Any], *args: Any, **named: Any
    ) -> Any:
        async with self.db.begin() as session:
            caller = await groups.member(session, GUILD, user_id, now=self.clock.now())
            return await act(session, caller, *args, **named)

    async def _move(self, each: Happening, settings: Settings) -> Settings:
        zone = str(each.value)
        async with self.db.begin() as session:
            await groups.change_member(session, GUILD, each.user_id, zone=zone, now=each.at)
        return replace(settings, zone=zone)

    async def _pause(self, each: Happening, settings: Settings) -> Settings:
        assert isinstance(each.value, tuple)
        ahead, length = each.value
        first: date = settings.day(self.clock.now()) + ahead * DAY
        until = first + length * DAY
        named = {"first": first} if ahead else {}
        await self._as_member(each.user_id, rest_service.pause, until=until, **named)
        return replace(settings, pause=(first, until))

    async def _resume(self, each: Happening, settings: Settings) -> Settings:
        await self._as_member(each.user_id, rest_service.call_off_pause)
        return replace(settings, pause=None)

    async def _lighten(self, each: Happening, settings: Settings) -> Settings:
        assert isinstance(each.value, int)
        kept = frozenset(sorted(settings.weekdays)[:2])
        await self._as_member(each.user_id, rest_service.lighten, kept, each.value)
        until = settings.day(self.clock.now()) + each.value * 7 * DAY
        return replace(settings, lighter=(kept, until))

    async def _close(self, each: Happening, settings: Settings) -> Settings:
        self.discord.closed.add(each.user_id)
        return replace(settings, takes_messages=False)

    async def _open(self, each: Happening, settings: Settings) -> Settings | None:
        self.discord.closed.discard(each.user_id)
        if settings.is_here:
            await self._as_member(each.user_id, direct_messages.try_dms_again)
            return replace(settings, takes_messages=True)
        self._later(replace(each, at=self.clock.now() + HOUR))
        return None

    async def _gone(self, each: Happening, settings: Settings) -> Settings:
        self.discord.gone.add(each.user_id)
        return replace(settings, is_here=False)

    async def _back(self, each: Happening, settings: Settings) -> Settings | None:
        if self._down_until is not None:
            self._later(replace(each, at=self._down_until + timedelta(seconds=1)))
            return None
        self.discord.gone.discard(each.user_id)
        async with self.db.begin() as session:
            await record_back(session, GUILD, each.user_id, now=self.clock.now())
        return replace(settings, is_here=True)

    async def _answer(self, each: Happening, settings: Settings) -> None:
        assert isinstance(each.value, date)
        outcome = random.Random(str(each)).choice(list(EntryOutcome))
        await self._as_member(each.user_id, routine.answer, each.value, outcome)
        self.lives[each.user_id].answered.setdefault(each.value, self.clock.now())

    async def _snooze(self, each: Happening, settings: Settings) -> None:
        assert isinstance(each.value, date)
        await self._as_member(each.user_id, routine.snooze, each.value)
        self.lives[each.user_id].snoozed.append((each.value, self.clock.now()))

    async def _group_moves(self, zone: str) -> None:
        now = self.clock.now()
        async with self.db.begin() as session:
            await groups.change_group(session, GUILD, zone=zone, now=now)
        for user_id in self.follows:
            life = self.lives[user_id]
            life.settings.append((now, replace(life.at(now), zone=zone)))

    # Before and after

    async def _begin(self) -> None:
        now = self.clock.now()
        async with self.db.begin() as session:
            await groups.set_up(
                session,
                GUILD,
                zone=GROUP_ZONE,
                start_date=now.date(),
                announcements_channel_id=11,
                papers_channel_id=12,
                retros_channel_id=13,
                now=now,
            )
            for user_id, each in self.script.members.items():
                await self._join(session, user_id, each)

    async def _join(self, session: AsyncSession, user_id: int, each: Settings) -> None:
        now = self.clock.now()
        zone = None if user_id in self.follows else each.zone
        await groups.join(session, GUILD, user_id, zone=zone, prompt_at=each.prompt_at, now=now)
        await groups.change_member(
            session,
            GUILD,
            user_id,
            now=now,
            weekdays=each.weekdays,
            day_start=each.day_start,
            quiet=None if each.quiet is None else QuietHours(*each.quiet),
            nudges=Nudges.NORMAL if each.follow_ups else Nudges.LIGHT,
        )
        for rest in each.rests:
            days = RepeatedDays(rest.weekdays, rest.months, rest.every, rest.since)
            caller = await groups.member(session, GUILD, user_id, now=now)
            await rest_service.add_rest(session, caller, days)

    async def _year(self) -> Year:
        failed = (DeliveryStatus.UNDELIVERABLE, DeliveryStatus.MISSED)
        async with self.db.read() as session:
            rows = await session.execute(
                select(ScheduleRow.user_id, DeliveryRow.period)
                .join(ScheduleRow, DeliveryRow.schedule_id == ScheduleRow.id)
                .where(ScheduleRow.kind == PROMPT, DeliveryRow.status.in_(failed))
            )
            on_record = {(row.user_id, row.period) for row in rows}
        end = self.clock.now()
        messages: list[Message] = self.discord.messages
        return Year(self.script.start, end, self.lives, self.downtimes, messages, on_record)
