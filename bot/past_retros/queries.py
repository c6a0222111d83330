"""Reads of retros that are over: as many statements for any number of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.actions.queries import all_actions
from bot.actions.values import Action
from bot.errors import NotFound, UserError
from bot.groups.queries import get_group
from bot.groups.values import InsiderCaller
from bot.inputs.dates import MONTHS
from bot.inputs.search import pick, several
from bot.past_retros.rules.recurring import is_made
from bot.past_retros.values import Archive, PastRetro
from bot.retros.models import CardRow, RetroFactRow, RetroRow
from bot.retros.queries import CARD_COLUMNS, card_from, closed_retros, find_open
from bot.retros.values import Card, Retro
from bot.scheduling import local_date
from bot.themes.models import ThemeCardRow
from bot.themes.queries import themes_by_retro
from bot.themes.rules import by_votes
from bot.themes.values import Theme

_NOT_FOUND = (
    "I do not find that retro among those that are over. `/retro history` has them all, and "
    "`/retro show` suggests them while you type."
)


async def archive(session: AsyncSession, caller: InsiderCaller) -> Archive:
    """All of the group's retros that are over, whole.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await get_group(session, caller.guild_id)
    retros = await closed_retros(session, group.guild_id)
    facts = await _facts(session, group.guild_id)
    themes = await themes_by_retro(session, group.guild_id, [retro.id for retro in retros])
    others = await _cards_in_no_theme(session, group.guild_id)
    actions: dict[int | None, list[Action]] = defaultdict(list)
    for action in await all_actions(session, group.guild_id):
        actions[action.retro_id].append(action)
    found = (
        _past(
            retro,
            local_date(retro.opened_at, group.zone),
            facts=facts[retro.id],
            themes=themes[retro.id],
            others=others[retro.id],
            actions=actions[retro.id],
        )
        for retro in retros
    )
    return Archive(group.guild_id, tuple(found))


async def titles(session: AsyncSession, caller: InsiderCaller) -> list[tuple[str, str]]:
    """Id and title of each retro that is over, the newest first."""
    group = await get_group(session, caller.guild_id)
    return [
        (str(retro.id), title_of(retro, local_date(retro.opened_at, group.zone)))
        for retro in await closed_retros(session, group.guild_id)
    ]


async def id_of(session: AsyncSession, caller: InsiderCaller, typed: str) -> int:
    """The id of the retro that somebody means: by a suggestion, or by its date or format.

    Raises:
        NotFound: none of the group's that are over is it for sure.
        UserError: it is the one that goes on still.
    """
    titled = await titles(session, caller)
    if typed in dict(titled):
        return int(typed)
    if typed == str(await find_open(session, caller.guild_id)):
        raise UserError("That retro goes on still. It will be here once it is closed.")
    # Other numbers are the ids of no retro here; in a date they would stand by chance.
    picked = None if typed.isdecimal() else pick(titled, typed)
    if picked is not None:
        return int(picked)
    fitting = 0 if typed.isdecimal() else len(several(titled, typed))
    if fitting > 1:
        raise NotFound(
            f"{fitting} of your retros fit that. Type more of the date, or pick one of the "
            "suggestions."
        )
    raise NotFound(_NOT_FOUND)


def known(found: Archive, retro_id: int) -> PastRetro:
    """A retro that is over.

    Raises:
        NotFound: the group has none with this id.
    """
    past = found.retro(retro_id)
    if past is None:
        raise NotFound(_NOT_FOUND)
    return past


def title_of(retro: Retro, held_on: date) -> str:
    """What a retro is called: ``2 March 2026 · Worked / adjust``."""
    return f"{held_on.day} {MONTHS[held_on.month - 1]} {held_on.year} · {retro.title}"


async def _facts(session: AsyncSession, guild_id: int) -> dict[int, tuple[str, ...]]:
    rows = await session.execute(
        select(RetroFactRow.retro_id, RetroFactRow.text)
        .where(RetroFactRow.guild_id == guild_id)
        .order_by(RetroFactRow.position)
    )
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        found[row.retro_id] += (row.text,)
    return found


async def _cards_in_no_theme(session: AsyncSession, guild_id: int) -> dict[int, list[Card]]:
    """The cards of retros that are over which are in no theme, by column, and all comments."""
    is_over = CardRow.retro_id.in_(
        select(RetroRow.id).where(RetroRow.guild_id == guild_id, RetroRow.closed_at.is_not(None))
    )
    in_a_theme = exists().where(
        ThemeCardRow.guild_id == CardRow.guild_id, ThemeCardRow.card_id == CardRow.id
    )
    rows = await session.execute(
        select(*CARD_COLUMNS)
        .where(CardRow.guild_id == guild_id, is_over, ~in_a_theme)
        .order_by(CardRow.position, CardRow.added_at, CardRow.id)
    )
    found: dict[int, list[Card]] = defaultdict(list)
    for row in rows:
        found[row.retro_id].append(card_from(row))
    return found


def _past(
    retro: Retro,
    held_on: date,
    *,
    facts: tuple[str, ...],
    themes: tuple[Theme, ...],
    others: list[Card],
    actions: list[Action],
) -> PastRetro:
    alone = (card for theme in themes if not is_made(theme) for card in theme.cards)
    return PastRetro(
        retro=retro,
        held_on=held_on,
        facts=facts,
        themes=tuple(by_votes([theme for theme in themes if is_made(theme)])),
        cards=(*alone, *(card for card in others if not card.is_comment)),
        comments=tuple(card for card in others if card.is_comment),
        actions=tuple(actions),
    )
