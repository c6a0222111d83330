"""Acts of health checks: answer, change, take back; and what the group sees from the reveal on.

Nothing leads from a member to an answer. That somebody has answered is a row of its own; that an
answer is theirs is known to the secret in their own button alone. All rows of both kinds are
written in one transaction with each answer, in random order.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound, UserError
from bot.figures import Answers, may_show
from bot.groups.models import MemberRow, is_here
from bot.groups.values import MemberCaller
from bot.health_checks import rules
from bot.health_checks.models import HealthAnswerRow, HealthFigureRow, HealthMarkRow, HealthTotalRow
from bot.health_checks.queries import OVER, check_of, no_answer
from bot.health_checks.values import ITEMS, Answered, Levels
from bot.retros.models import RetroRow

_CHANCE = secrets.SystemRandom()
_ID_BITS = 62

# The answers by the hash of their secret, as they are stored.
_Stored = dict[str, str]


async def answer(
    session: AsyncSession, caller: MemberCaller, retro_id: int, levels: Levels
) -> Answered:
    """Give the caller's answer, once; what it gives back is the only way to it.

    Raises:
        NotFound: this group has no such retro.
        UserError: they have answered, the check is over, or the group is too small for it.
    """
    await _lock_open(session, caller.guild_id, retro_id)
    check = await check_of(session, caller, retro_id)
    if check.has_answered:
        raise has_answered()
    secret = rules.new_secret()

    def add(stored: _Stored) -> None:
        stored[rules.hash_of(secret)] = rules.written(levels)

    await _write_anew(session, caller.guild_id, retro_id, add, marked=caller.user_id)
    return Answered(retro_id, check.closes_at, secret, levels)


async def change(
    session: AsyncSession, caller: MemberCaller, retro_id: int, secret: str, levels: Levels
) -> Answered:
    """Let the answer that this secret belongs to say something else.

    Raises:
        NotFound: there is none.
        UserError: the check is over.
    """
    await _lock_open(session, caller.guild_id, retro_id)
    check = await check_of(session, caller, retro_id)
    key = rules.hash_of(secret)

    def replace(stored: _Stored) -> None:
        if key not in stored:
            raise no_answer()
        stored[key] = rules.written(levels)

    await _write_anew(session, caller.guild_id, retro_id, replace)
    return Answered(retro_id, check.closes_at, secret, levels)


async def take_back(
    session: AsyncSession, caller: MemberCaller, retro_id: int, secret: str
) -> None:
    """Remove the answer that this secret belongs to, and that the caller has answered.

    Raises:
        NotFound: there is none.
        UserError: the check is over.
    """
    await _lock_open(session, caller.guild_id, retro_id)
    key = rules.hash_of(secret)

    def remove(stored: _Stored) -> None:
        if stored.pop(key, None) is None:
            raise no_answer()

    await _write_anew(session, caller.guild_id, retro_id, remove, unmarked=caller.user_id)


async def publish(session: AsyncSession, guild_id: int, retro_id: int, _now: datetime) -> None:
    """Make the figure of a retro whose cards are revealed, if it has enough answers (a hook).

    The answers, and who answered, are removed either way: what was not shown never will be, and
    what was shown never changes. Those of people who are here count as people.
    """
    key = {"guild_id": guild_id, "retro_id": retro_id}
    marked = await _remove(session, HealthMarkRow, key, HealthMarkRow.user_id)
    answers = [
        rules.read(row[0])
        for row in await _remove(session, HealthAnswerRow, key, HealthAnswerRow.levels)
    ]
    here = set(
        await session.scalars(
            select(MemberRow.user_id).where(MemberRow.guild_id == guild_id, is_here())
        )
    )
    people = sum(row[0] in here for row in marked)
    if not may_show(Answers.once(people)):
        return
    # Answers of people who have gone since are among them: nobody can tell which they are.
    members = len(here) + len(answers) - people
    session.add(HealthFigureRow(**key, answers=len(answers), members=members))
    await session.flush()
    session.add_all(
        HealthTotalRow(**key, item=item.key, total=sum(each[place] for each in answers))
        for place, item in enumerate(ITEMS)
    )
    await session.flush()


def has_answered() -> UserError:
    """What is said to who has answered already."""
    return UserError(
        "You have answered already. The buttons under my answer then change it or take it back: "
        "which one is yours is stored nowhere, so I cannot show it again."
    )


async def _lock_open(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    """Let the reveal, and other answers, wait until the transaction ends."""
    found = await session.execute(
        select(RetroRow.revealed_at)
        .where(RetroRow.guild_id == guild_id, RetroRow.id == retro_id)
        .with_for_update()
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("I do not find that retro in this group.")
    if row.revealed_at is not None:
        raise UserError(OVER)


async def _write_anew(
    session: AsyncSession,
    guild_id: int,
    retro_id: int,
    change: Callable[[_Stored], None],
    *,
    marked: int | None = None,
    unmarked: int | None = None,
) -> None:
    """Change the retro's answers and who has a mark, and write all rows in random order."""
    key = {"guild_id": guild_id, "retro_id": retro_id}
    columns = (HealthAnswerRow.secret_hash, HealthAnswerRow.levels)
    stored: _Stored = dict(
        tuple(row) for row in await _remove(session, HealthAnswerRow, key, *columns)
    )
    people = {row[0] for row in await _remove(session, HealthMarkRow, key, HealthMarkRow.user_id)}
    change(stored)
    people = (people | {marked} if marked is not None else people) - {unmarked}
    await _insert(
        session,
        HealthAnswerRow,
        [
            {**key, "id": secrets.randbits(_ID_BITS) + 1, "secret_hash": secret, "levels": levels}
            for secret, levels in stored.items()
        ],
    )
    await _insert(session, HealthMarkRow, [{**key, "user_id": each} for each in people])


async def _remove(session: AsyncSession, table: Any, key: dict[str, int], *columns: Any) -> Any:
    """Remove the table's rows of a retro; gives what stood in these columns."""
    gone = await session.execute(
        delete(table)
        .where(*(getattr(table, name) == value for name, value in key.items()))
        .returning(*columns)
        .execution_options(synchronize_session=False)
    )
    return gone.all()


async def _insert(session: AsyncSession, table: Any, rows: list[dict[str, Any]]) -> None:
    _CHANCE.shuffle(rows)
    if rows:
        await session.execute(insert(table), rows)
