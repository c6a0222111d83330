"""Use cases of themes: put cards together, take them apart, vote; and what each phase does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import insert as upsert
from bot.errors import UserError
from bot.groups.queries import get_group
from bot.groups.values import MemberCaller
from bot.retros.phases import Act, allows
from bot.retros.queries import lock_retro, revealed_cards
from bot.retros.values import Phase, Retro
from bot.scheduling import drop, put_now
from bot.themes.models import ThemeCardRow, ThemeRow, VoteRow
from bot.themes.queries import ballot_in, known, themes_of
from bot.themes.rules import check_vote, merged_title, not_now, theme_title, to_discuss
from bot.themes.values import DISCUSS, Ballot, Grouped


async def merge(
    session: AsyncSession, caller: MemberCaller, retro_id: int, numbers: Sequence[int]
) -> Grouped:
    """Make one theme of several: their cards and names come together under the first.

    Raises:
        NotFound: there is no such retro, or one of the themes is gone.
        UserError: it is not the time for that, there are fewer than two, or too long names.
    """
    found = await _lock_grouping(session, caller, retro_id)
    themes = [known(found.theme(number)) for number in dict.fromkeys(numbers)]
    if len(themes) < 2:
        raise UserError("It takes two themes to make one of them. Pick another one too.")
    first, *others = themes
    title = merged_title(theme.title for theme in themes)
    gone = [theme.number for theme in others]
    key = _key(caller.guild_id, retro_id)
    await session.execute(
        update(ThemeCardRow)
        .where(*_cards(*key), ThemeCardRow.number.in_(gone))
        .values(number=first.number)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        delete(ThemeRow)
        .where(*_themes(*key), ThemeRow.number.in_(gone))
        .execution_options(synchronize_session=False)
    )
    await _set(session, *key, first.number, title=title)
    return await _again(session, found.retro)


async def rename(
    session: AsyncSession, caller: MemberCaller, retro_id: int, number: int, title: str
) -> Grouped:
    """Give a theme a name.

    Raises:
        NotFound: there is no such retro, or the theme is gone.
        UserError: it is not the time for that, or the name is empty or too long.
    """
    title = theme_title(title)
    found = await _lock_grouping(session, caller, retro_id)
    known(found.theme(number))
    await _set(session, *_key(caller.guild_id, retro_id), number, title=title)
    return await _again(session, found.retro)


async def split(
    session: AsyncSession,
    caller: MemberCaller,
    retro_id: int,
    number: int,
    card_ids: Collection[int],
) -> Grouped:
    """Take cards out of a theme; together they become a new one, without a name.

    Raises:
        NotFound: there is no such retro, or the theme is gone.
        UserError: it is not the time for that, or no card or all of them are picked.
    """
    found = await _lock_grouping(session, caller, retro_id)
    theme = known(found.theme(number))
    picked = {card.id for card in theme.cards} & set(card_ids)
    if not picked:
        raise UserError("Those cards are in another theme by now. Look at it again.")
    if len(picked) == len(theme.cards):
        raise UserError("Those are all its cards. Leave one of them in.")
    key = _key(caller.guild_id, retro_id)
    new = max(each.number for each in found.themes) + 1
    session.add(ThemeRow(guild_id=key[0], retro_id=key[1], number=new))
    await session.flush()
    await session.execute(
        update(ThemeCardRow)
        .where(*_cards(*key), ThemeCardRow.card_id.in_(picked))
        .values(number=new)
        .execution_options(synchronize_session=False)
    )
    return await _again(session, found.retro)


async def cast(
    session: AsyncSession, caller: MemberCaller, retro_id: int, number: int, votes: int
) -> Ballot:
    """Give a theme so many of one's votes, in place of those that it had; 0 takes them back.

    Raises:
        NotFound: there is no such retro, or the theme is gone.
        UserError: it is not the time for that, or it does not fit the retro's caps.
    """
    retro = await lock_retro(session, caller.guild_id, retro_id)
    mine = await ballot_in(session, caller, retro)
    theme = known(next((each for each in mine.themes if each.number == number), None))
    check_vote(retro.ballot, mine.given, theme, votes, caller.user_id)
    key = {
        "guild_id": caller.guild_id,
        "retro_id": retro_id,
        "user_id": caller.user_id,
        "number": number,
    }
    given = {**mine.given, number: votes}
    if votes:
        await session.execute(
            upsert(session, VoteRow)
            .values(**key, votes=votes)
            .on_conflict_do_update(index_elements=list(key), set_={"votes": votes})
        )
    else:
        given.pop(number)
        await session.execute(
            delete(VoteRow).filter_by(**key).execution_options(synchronize_session=False)
        )
    return Ballot(retro, mine.themes, given)


async def phase_entered(
    session: AsyncSession, guild_id: int, retro_id: int, phase: str, now: datetime
) -> None:
    """What a phase does to themes (a hook of `bot.feature`): they come, are counted, are ranked.

    Votes are counted when their phase has ended, and who gave them is kept until the retro closes,
    so that the vote can go on. Grouping anew begins it anew.
    """
    key = _key(guild_id, retro_id)
    match Phase(phase):
        case Phase.FACTS | Phase.COLLECT:
            await session.execute(
                delete(ThemeRow).where(*_themes(*key)).execution_options(synchronize_session=False)
            )
        case Phase.GROUP:
            await _begin(session, *key)
            await _forget_votes(session, *key)
            await _set_all(session, *key, votes=None, rank=None)
        case Phase.VOTE:
            await drop(session, guild_id, kind=DISCUSS, subject=str(retro_id))
            await _set_all(session, *key, votes=None, rank=None)
        case Phase.DISCUSS:
            await _count(session, *key)
            zone = (await get_group(session, guild_id)).zone
            await put_now(
                session, guild_id, kind=DISCUSS, zone=zone, now=now, subject=str(retro_id)
            )
        case Phase.CLOSED:
            if await _voted(session, *key):
                await _count(session, *key)
            await _forget_votes(session, *key)


async def note_place(
    session: AsyncSession, guild_id: int, retro_id: int, number: int, **values: Any
) -> None:
    """Record where a theme is discussed, or why it is not."""
    await _set(session, guild_id, retro_id, number, **values)


async def _begin(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    """Make each card a theme by itself, unless that was done before."""
    if await themes_of(session, guild_id, retro_id):
        return
    _retro, revealed = await revealed_cards(session, guild_id, retro_id)
    cards = [card for card in revealed if not card.is_comment]
    if not cards:
        return
    rows = [
        {"guild_id": guild_id, "retro_id": retro_id, "number": number}
        for number, _card in enumerate(cards)
    ]
    await session.execute(insert(ThemeRow), rows)
    held = [{**row, "card_id": card.id} for row, card in zip(rows, cards, strict=True)]
    await session.execute(insert(ThemeCardRow), held)


async def _count(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    """Note how many votes each theme has, and which are discussed in what order."""
    totals = (
        select(func.coalesce(func.sum(VoteRow.votes), 0))
        .where(
            VoteRow.guild_id == ThemeRow.guild_id,
            VoteRow.retro_id == ThemeRow.retro_id,
            VoteRow.number == ThemeRow.number,
        )
        .scalar_subquery()
    )
    await _set_all(session, guild_id, retro_id, votes=totals, rank=None)
    themes = await themes_of(session, guild_id, retro_id)
    for rank, theme in enumerate(to_discuss(themes), start=1):
        await _set(session, guild_id, retro_id, theme.number, rank=rank)


async def _voted(session: AsyncSession, guild_id: int, retro_id: int) -> bool:
    """Whether votes wait to be counted: the retro closes while the vote goes on."""
    uncounted = select(ThemeRow.number).where(
        *_themes(guild_id, retro_id), ThemeRow.votes.is_(None)
    )
    given = select(VoteRow.number).where(*_votes(guild_id, retro_id))
    return (await session.scalar(uncounted.where(given.exists()).limit(1))) is not None


async def _forget_votes(session: AsyncSession, guild_id: int, retro_id: int) -> None:
    await session.execute(
        delete(VoteRow)
        .where(*_votes(guild_id, retro_id))
        .execution_options(synchronize_session=False)
    )


async def _lock_grouping(session: AsyncSession, caller: MemberCaller, retro_id: int) -> Grouped:
    retro = await lock_retro(session, caller.guild_id, retro_id, alone=True)
    if not allows(retro.phase, Act.GROUPING):
        raise not_now(retro, Act.GROUPING)
    return await _again(session, retro)


async def _again(session: AsyncSession, retro: Retro) -> Grouped:
    return Grouped(retro, await themes_of(session, retro.guild_id, retro.id))


async def _set(
    session: AsyncSession, guild_id: int, retro_id: int, number: int, **values: Any
) -> None:
    await session.execute(
        update(ThemeRow)
        .where(*_themes(guild_id, retro_id), ThemeRow.number == number)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def _set_all(session: AsyncSession, guild_id: int, retro_id: int, **values: Any) -> None:
    await session.execute(
        update(ThemeRow)
        .where(*_themes(guild_id, retro_id))
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _key(guild_id: int, retro_id: int) -> tuple[int, int]:
    return guild_id, retro_id


def _themes(guild_id: int, retro_id: int) -> tuple[Any, Any]:
    return ThemeRow.guild_id == guild_id, ThemeRow.retro_id == retro_id


def _cards(guild_id: int, retro_id: int) -> tuple[Any, Any]:
    return ThemeCardRow.guild_id == guild_id, ThemeCardRow.retro_id == retro_id


def _votes(guild_id: int, retro_id: int) -> tuple[Any, Any]:
    return VoteRow.guild_id == guild_id, VoteRow.retro_id == retro_id
