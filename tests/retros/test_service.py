"""Opening, closing and revealing, once each, whoever does it and however often."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import NotFound, NotSetUp, UserError
from bot.groups.queries import get_group
from bot.public_panels import PostedMessage
from bot.retros import card_service, queries, service, steering
from bot.retros.data import DATA
from bot.retros.models import RetroRow
from bot.retros.rules import WORKED_ADJUST
from bot.retros.values import OPEN, PHASE, Anonymity, Phase, PhaseEnd, Plan, Retro, RetroOutcome
from bot.scheduling import Delivery, DeliveryFailure, DeliveryStatus, upcoming
from tests.retros.circle import ANA, GUILD, NOW, OTHER_GUILD, member, organiser, set_up_circle

PERIOD = date(2026, 4, 1)
THREE_DAYS = timedelta(days=3)
KINDS = [OPEN, PHASE]


@pytest.fixture(autouse=True)
async def _circle(db: Database) -> None:
    await set_up_circle(db)


async def open_one(db: Database, guild_id: int = GUILD, now: datetime = NOW) -> RetroOutcome:
    async with db.begin() as session:
        return await service.open_retro(session, organiser(guild_id, now))


async def close_one(db: Database, now: datetime = NOW) -> RetroOutcome:
    async with db.begin() as session:
        return await steering.close_retro(session, organiser(now=now))


def over(retro: Retro, phase: Phase = Phase.FACTS) -> str:
    """The subject of the delivery with which a phase ends."""
    return str(PhaseEnd(retro.id, phase))


async def end(db: Database, retro: Retro, phase: Phase, now: datetime) -> Retro | None:
    """As the delivery does that is due at the end of a phase."""
    async with db.begin() as session:
        return await steering.phase_over(session, GUILD, PhaseEnd(retro.id, phase), now=now)


async def due(db: Database) -> list[tuple[str, str, datetime]]:
    async with db.read() as session:
        ahead = await upcoming(session, GUILD, kinds=KINDS, limit=8)
        return [(u.kind, u.subject, u.at) for u in ahead]


def failure(
    kind: str,
    subject: str = "",
    status: Literal[
        DeliveryStatus.UNDELIVERABLE, DeliveryStatus.MISSED
    ] = DeliveryStatus.UNDELIVERABLE,
) -> DeliveryFailure:
    delivery = Delivery(1, GUILD, None, kind, subject, PERIOD, NOW, 1, "once")
    return DeliveryFailure(delivery, status, "the channel is gone")


async def tell(session: AsyncSession, failed: DeliveryFailure, now: datetime = NOW) -> None:
    """As the delivery engine does, by what the feature declares."""
    (kind,) = (kind for kind in DATA.kinds if kind.name == failed.delivery.kind)
    assert kind.on_failed is not None
    await kind.on_failed(session, failed, now)


async def test_t1_a_retro_has_the_columns_of_its_format(db: Database) -> None:
    """T1: worked / adjust, with the level of anonymity that was chosen at the opening."""
    outcome = await open_one(db)
    retro = outcome.retro
    assert not outcome.again
    assert [column.title for column in retro.columns] == ["Worked", "Adjust"]
    assert (retro.is_open, retro.is_anonymous, retro.cards) == (True, True, 0)
    async with db.begin() as session:
        with pytest.raises(UserError, match="worked-adjust"):
            await service.open_retro(session, organiser(), format_key="sailboat")
        with pytest.raises(NotSetUp):
            await service.open_retro(session, organiser(999))


async def test_t1_a_changed_format_leaves_former_retros_as_they_were(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T1: a retro keeps its own copy of the columns."""
    retro = (await open_one(db)).retro
    monkeypatch.setattr("bot.retros.rules.FORMATS", ())
    async with db.read() as session:
        again = await queries.get_retro(session, GUILD, retro.id)
    assert [column.title for column in again.columns] == [c.title for c in WORKED_ADJUST.columns]


async def test_t1_the_group_hook_keeps_the_monthly_opening(db: Database) -> None:
    """T1: monthly at the group's day and wall time; running the hook again changes nothing."""
    async with db.begin() as session:
        group = await get_group(session, GUILD)
        for _ in range(2):
            await service.schedule_openings(session, group, NOW)
    berlin_summer = datetime(2026, 4, 1, 16, 0, tzinfo=UTC)
    assert (await due(db))[0] == (OPEN, "", berlin_summer)
    async with db.read() as session:
        assert len(await upcoming(session, OTHER_GUILD, kinds=KINDS)) == 0


async def test_t7_deadlines_keep_their_wall_time_over_a_change_of_clocks(db: Database) -> None:
    """T7: facts for a day, cards until the third."""
    before_change = datetime(2026, 3, 27, 17, 0, tzinfo=UTC)
    retro = (await open_one(db, now=before_change)).retro
    assert retro.reveal_at == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
    facts_end = datetime(2026, 3, 28, 17, 0, tzinfo=UTC)
    assert (PHASE, over(retro), facts_end) in await due(db)
    assert (OPEN, str(retro.id), before_change) in await due(db)
    collecting = await end(db, retro, Phase.FACTS, facts_end)
    assert collecting is not None
    assert (collecting.phase, collecting.phase_ends_at) == (Phase.COLLECT, retro.reveal_at)
    assert (PHASE, over(retro, Phase.COLLECT), retro.reveal_at) in await due(db)


async def test_one_open_retro_a_group(db: Database) -> None:
    """Two organisers at once: one opens it, the other is told; other groups are not concerned."""
    results = await asyncio.gather(*(open_one(db) for _ in range(3)), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == [
        "RetroOutcome",
        "UserError",
        "UserError",
    ]
    await open_one(db, OTHER_GUILD)
    with pytest.raises(IntegrityError):
        async with db.begin() as session:
            session.add(
                RetroRow(
                    guild_id=GUILD,
                    format="worked-adjust",
                    title="Second",
                    anonymity=Anonymity.NAMED,
                    opened_at=NOW,
                    reveal_at=NOW,
                    phase=Phase.COLLECT,
                    phase_began_at=NOW,
                    phase_ends_at=NOW,
                    is_quick=False,
                    is_extended=False,
                    votes=3,
                    votes_per_theme=1,
                    own_votes=True,
                )
            )


async def test_two_organisers_close_at_once(db: Database) -> None:
    """One closes; the other hears that nothing is open. The summary is due once."""
    retro = (await open_one(db)).retro
    results = await asyncio.gather(*(close_one(db) for _ in range(3)), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == [
        "NotFound",
        "NotFound",
        "RetroOutcome",
    ]
    assert [item for item in await due(db) if item[0] == PHASE] == [(PHASE, over(retro), NOW)]


async def test_closing_before_the_deadline_moves_the_reveal_to_now(db: Database) -> None:
    retro = (await open_one(db)).retro
    closing = NOW + timedelta(hours=5)
    closed = (await close_one(db, closing)).retro
    assert (closed.id, closed.closed_at, closed.is_open) == (retro.id, closing, False)
    ends = [item for item in await due(db) if item[0] == PHASE]
    assert ends == [(PHASE, over(retro), closing)]


async def test_closing_at_the_deadline_leaves_the_delivery_that_is_due(db: Database) -> None:
    """A second one would post a second summary."""
    retro = (await open_one(db)).retro
    assert retro.phase_ends_at is not None
    await close_one(db, retro.phase_ends_at)
    assert (PHASE, over(retro), retro.phase_ends_at) in await due(db)
    long_after = await open_one(db, now=retro.phase_ends_at)
    overdue = retro.phase_ends_at + timedelta(days=90)
    await close_one(db, overdue)
    assert (PHASE, over(long_after.retro), overdue) in await due(db)


async def test_t1_the_schedule_opens_one_retro_a_period_however_often_it_is_tried(
    db: Database,
) -> None:
    """T1: a killed and repeated delivery finds the retro that it opened."""
    async with db.begin() as session:
        first = await service.open_on_schedule(session, GUILD, PERIOD, now=NOW)
    async with db.begin() as session:
        again = await service.open_on_schedule(session, GUILD, PERIOD, now=NOW + THREE_DAYS)
    assert first is not None
    assert first == again
    await close_one(db)
    async with db.begin() as session:
        assert await service.open_on_schedule(session, GUILD, PERIOD, now=NOW) is None
        assert await session.scalar(select(func.count()).select_from(RetroRow)) == 1


async def test_t1_the_schedule_rests_while_a_retro_is_open(db: Database) -> None:
    await open_one(db)
    async with db.begin() as session:
        assert await service.open_on_schedule(session, GUILD, PERIOD, now=NOW) is None


async def test_t7_too_few_cards_wait_once_for_three_days_and_then_close(db: Database) -> None:
    """T7: however often each deadline is told of."""
    retro = (await open_one(db)).retro
    await end(db, retro, Phase.FACTS, NOW + timedelta(days=1))
    for _ in range(2):
        waits = await end(db, retro, Phase.COLLECT, retro.reveal_at)
        assert waits is not None
        assert (waits.is_open, waits.is_extended) == (True, True)
        assert waits.reveal_at == waits.phase_ends_at
    assert waits is not None
    later = waits.reveal_at
    assert later == datetime(2026, 3, 8, 18, 0, tzinfo=UTC)
    assert (PHASE, over(retro, Phase.COLLECT), later) in await due(db)
    for hours in (0, 5):
        closed = await end(db, retro, Phase.COLLECT, later + timedelta(hours=hours))
        assert closed is not None
        assert (closed.closed_at, closed.phase) == (later, Phase.CLOSED)
    async with db.begin() as session:
        which = PhaseEnd(retro.id, Phase.COLLECT)
        assert await steering.phase_over(session, OTHER_GUILD, which, now=NOW) is None


@pytest.mark.parametrize("is_quick", [False, True])
async def test_t7_nobody_leads_a_retro_on_with_fewer_than_two_cards(
    db: Database, is_quick: bool
) -> None:
    """T7: it can be given more time, or closed; with the second card it goes on."""
    async with db.begin() as session:
        retro = (await service.open_retro(session, organiser(), plan=Plan(is_quick))).retro
        if not is_quick:
            await steering.go_on(session, organiser(), retro.id, Phase.FACTS)
        ana = await member(session, ANA)
        for text in ("Pairing", "Calls"):
            with pytest.raises(UserError, match="Two cards are the least"):
                await steering.go_on(session, organiser(), retro.id, Phase.COLLECT)
            await card_service.add_card(session, ana, retro.id, 0, text)
        on = await steering.go_on(session, organiser(), retro.id, Phase.COLLECT)
    assert on.phase is (Phase.ACT if is_quick else Phase.GROUP)


async def test_t7_an_act_on_a_phase_that_is_over_changes_nothing(db: Database) -> None:
    """T7: of two organisers who press the same button, the second skips no phase."""
    retro = (await open_one(db)).retro
    async with db.begin() as session:
        on = await steering.go_on(session, organiser(), retro.id, Phase.FACTS)
        for act in (
            steering.go_on(session, organiser(), retro.id, Phase.FACTS),
            steering.go_back(session, organiser(), retro.id, Phase.FACTS),
            steering.extend(session, organiser(), retro.id, Phase.FACTS, 3),
        ):
            with pytest.raises(UserError, match="gone on meanwhile"):
                await act
        assert await queries.get_retro(session, GUILD, retro.id) == on


async def test_what_could_not_be_posted_is_posted_again_on_request(db: Database) -> None:
    """The next organiser who opens (or closes) brings the panel (or the summary) on its way."""
    retro = (await open_one(db)).retro
    subject, later = str(retro.id), NOW + timedelta(hours=1)

    async def fails(kind: str, about: str) -> None:
        async with db.begin() as session:
            await tell(session, failure(kind, about))

    await fails(OPEN, subject)
    opened = await open_one(db, now=later)
    assert opened.again
    assert opened.retro.id == retro.id
    assert (OPEN, subject, later) in await due(db)
    with pytest.raises(UserError, match="open already"):
        await open_one(db, now=later)

    await close_one(db, now=later)
    await fails(PHASE, over(retro))
    async with db.read() as session:
        assert (await queries.get_retro(session, GUILD, retro.id)).trouble == "the channel is gone"
    assert (await close_one(db, now=later + THREE_DAYS)).again
    assert (PHASE, over(retro, Phase.CLOSED), later + THREE_DAYS) in await due(db)
    async with db.begin() as session:
        await service.summary_posted(session, GUILD, retro.id, PostedMessage(13, 77))
        assert (await queries.get_retro(session, GUILD, retro.id)).summary == PostedMessage(13, 77)
    with pytest.raises(NotFound, match="/retro open"):
        await close_one(db)


async def test_what_the_schedule_could_not_post_is_noted_on_its_retro(db: Database) -> None:
    async with db.begin() as session:
        opened = await service.open_on_schedule(session, GUILD, PERIOD, now=NOW)
        await tell(session, failure(OPEN))
    assert opened is not None
    assert (await open_one(db)).again


async def test_a_missed_reveal_closes_the_retro_and_is_posted_with_the_next_one(
    db: Database,
) -> None:
    """Open for ever it would keep the next ones from opening, and its cards from everyone."""
    retro = (await open_one(db)).retro
    later = NOW + timedelta(days=70)
    async with db.begin() as session:
        await tell(session, failure(PHASE, over(retro), DeliveryStatus.MISSED), later)
        missed = await queries.get_retro(session, GUILD, retro.id)
    assert (missed.closed_at, missed.trouble) == (later, "the channel is gone")
    async with db.begin() as session:
        next_one = await service.open_on_schedule(session, GUILD, PERIOD, now=later)
    assert next_one is not None
    assert (PHASE, over(retro, Phase.CLOSED), later) in await due(db)

    async with db.begin() as session:
        await tell(session, failure(PHASE, over(retro)), later)
    closed = await close_one(db, later)
    assert (closed.retro.id, closed.again, closed.summaries) == (next_one.id, False, 1)
    async with db.begin() as session:
        await tell(session, failure(PHASE, over(retro), DeliveryStatus.MISSED), later)
    opened = await open_one(db, now=later)
    assert (opened.again, opened.summaries) == (False, 1)
    assert (await open_one(db, OTHER_GUILD)).summaries == 0


async def test_a_summary_that_stands_is_not_called_missed(db: Database) -> None:
    """Such as when the process was killed between posting it and marking its delivery."""
    retro = (await open_one(db)).retro
    await close_one(db)
    async with db.begin() as session:
        await service.summary_posted(session, GUILD, retro.id, PostedMessage(13, 77))
        await tell(session, failure(PHASE, over(retro), DeliveryStatus.MISSED))
        assert (await queries.get_retro(session, GUILD, retro.id)).trouble is None
    with pytest.raises(NotFound):
        await close_one(db)


async def test_a_missed_opening_of_an_open_retro_is_noted_until_it_closes(db: Database) -> None:
    retro = (await open_one(db)).retro
    missed = failure(OPEN, str(retro.id), DeliveryStatus.MISSED)
    async with db.begin() as session:
        await tell(session, missed)
        assert (await queries.get_retro(session, GUILD, retro.id)).trouble is not None
    assert (await open_one(db)).again
    async with db.begin() as session:
        await tell(session, missed)
        closed = await steering.close_retro(session, organiser(now=retro.reveal_at))
        assert closed.retro.trouble is None
        # Too late for the panel, which nobody needs any more: the summary is on its way.
        await tell(session, missed)
        assert (await queries.get_retro(session, GUILD, retro.id)).trouble is None
    with pytest.raises(NotFound):
        await close_one(db)
