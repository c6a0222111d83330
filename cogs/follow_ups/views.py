"""What the buttons and forms of what follows a chosen paper do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import NotFound
from bot.follow_ups import offers, queries, ratings
from bot.follow_ups.values import PANEL
from bot.groups.values import InsiderCaller, MemberCaller
from bot.papers.chosen import chosen_in
from cogs.common import public_panels
from cogs.common.access import require_server
from cogs.common.callers import as_member
from cogs.common.feature import MeRows, PanelAddition, ShownPanel
from cogs.common.panels import Items
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction, whole
from cogs.follow_ups import panels
from cogs.follow_ups.routes import DECLINE, OFFERS, PLAN, RATE, STARS, TAKE


@RATE.press
async def rate(interaction: Interaction, round_id: int) -> None:
    """Show how one rates the reading, for oneself."""
    found = await as_member(interaction).read(ratings.mine, round_id)
    await reply(interaction, panels.rating_panel(found))


@STARS.press
async def give(interaction: Interaction, round_id: int, stars: int) -> None:
    """Note a rating, or take it back. The group is locked before its members."""
    if stars:
        acting = as_member(interaction, with_group=True)
        found = await acting.act(ratings.rate, round_id, stars)
    else:
        found = await as_member(interaction).act(ratings.take_back, round_id)
    await rerender(interaction, panels.rating_panel(found))


@PLAN.press
async def ask(interaction: Interaction, round_id: int) -> None:
    """Open the form of what will be done."""
    require_server(interaction)
    await as_member(interaction).read(_check, round_id)
    await open_form(interaction, panels.plan_form(round_id))


@PLAN.form
async def plan(interaction: Interaction, fields: Fields, round_id: int) -> None:
    """Note what will be done, and show it in the thread."""
    guild_id = require_server(interaction)
    try:
        owners = [whole(each) for each in fields.get("owner", [])]
    except ValueError:
        raise NotFound("I do not find that person. Pick the owner again.") from None
    planned = await as_member(interaction).create(
        offers.plan,
        round_id,
        text=fields.get("text", ""),
        due=fields.get("due", ""),
        owner_id=owners[0] if owners else None,
    )
    await reply(interaction, panels.planned_panel(planned))
    await _bring_up_to_date(interaction, guild_id, round_id)


@OFFERS.press
async def show_offers(interaction: Interaction, guild_id: int) -> None:
    found = await as_member(interaction, guild_id).read(queries.offers_to)
    await reply(interaction, panels.offers_panel(found, guild_id))


@TAKE.press
async def take(interaction: Interaction, guild_id: int, offer_id: int) -> None:
    """Take on what one was asked to do, and show it in the thread."""
    acting = as_member(interaction, guild_id)
    planned = await acting.act(offers.take, offer_id)
    assert planned.action is not None, "what is taken on is an action"
    left = await acting.read(queries.offers_to)
    said = f"Yours now.\n{panels.action_line(planned.action)}"
    await rerender(interaction, panels.offers_panel(left, guild_id, said))
    await _bring_up_to_date(interaction, guild_id, planned.chosen.round_id)


@DECLINE.press
async def decline(interaction: Interaction, guild_id: int, offer_id: int) -> None:
    """Put away what one was asked to do."""
    acting = as_member(interaction, guild_id)
    gone = await acting.act(offers.decline, offer_id)
    left = await acting.read(queries.offers_to)
    said = "Put away. Nobody is told whose it was."
    await rerender(interaction, panels.offers_panel(left, guild_id, said))
    await _bring_up_to_date(interaction, guild_id, gone.round_id)


async def show_question(
    session: AsyncSession, guild_id: int, round_id: int, _addition: PanelAddition, _now: datetime
) -> ShownPanel:
    """The question in a thread as it stands in the database."""
    found = await queries.follow_up(session, guild_id, round_id)
    return ShownPanel(panels.question_panel(found), found.message)


async def about_paper(session: AsyncSession, caller: InsiderCaller, key: str) -> PanelAddition:
    """What a paper's page says of what followed; nothing of one that was not chosen."""
    found = await queries.newest_choice(session, caller, key)
    if found is None:
        return PanelAddition()
    return panels.about_paper(*found, is_organiser=caller.is_organiser)


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """What the caller was asked to do; nothing in a pause."""
    if caller.member.paused(caller.now):
        return []
    return panels.offer_rows(await queries.offers_to(session, caller), caller.guild_id)


async def me_rows(session: AsyncSession, caller: MemberCaller) -> MeRows:
    """How much the caller was asked to do."""
    text = panels.standing(await queries.offers_to(session, caller))
    return MeRows(standing=(text,) if text else ())


async def _check(session: AsyncSession, caller: MemberCaller, round_id: int) -> None:
    await chosen_in(session, caller.guild_id, round_id)


async def _bring_up_to_date(interaction: Interaction, guild_id: int, round_id: int) -> None:
    """Show in the thread what is done now."""
    await public_panels.refresh(interaction.client, PANEL, guild_id, round_id)
