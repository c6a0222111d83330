"""Use cases of a group's feeds: the categories that ``/setup`` lists too, one at a time."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.arxiv import feed_queries
from bot.errors import NotFound, UserError
from bot.feeds.values import FeedsChanged, Followed
from bot.groups import service as groups
from bot.groups.values import Group, InsiderCaller, OrganiserCaller, PaperFit
from bot.inputs.categories import named, parse_categories
from bot.inputs.search import pick


async def followed(session: AsyncSession, caller: InsiderCaller) -> Followed:
    """The feeds that the group follows, with how each is, in its own order.

    Raises:
        NotSetUp: the server has no group.
    """
    return await _followed_by(session, await groups.get_group(session, caller.guild_id))


async def add(session: AsyncSession, caller: OrganiserCaller, typed: str) -> FeedsChanged:
    """Follow one more category, or several; those that are followed already stay as they are.

    Raises:
        NotSetUp: the server has no group.
        UserError: arXiv has no such category, or there is no room; it carries what was typed.
    """
    wanted = parse_categories(typed)
    group = await groups.lock_group(session, caller.guild_id)
    new = tuple(category for category in wanted if category not in group.categories)
    if new:
        try:
            group = await groups.change_group(session, caller, categories=(*group.categories, *new))
        except UserError as error:
            error.typed = typed
            raise
    return FeedsChanged(
        await _followed_by(session, group),
        added=new,
        known=tuple(category for category in wanted if category not in new),
    )


async def remove(session: AsyncSession, caller: OrganiserCaller, typed: str) -> FeedsChanged:
    """Follow the category that ``typed`` means no longer; what it brought stays.

    Raises:
        NotSetUp: the server has no group.
        NotFound: the group does not follow it.
        UserError: it is the only one.
    """
    group = await groups.lock_group(session, caller.guild_id)
    category = pick([(each, named(each)) for each in group.categories], typed)
    if category is None:
        raise NotFound(
            "The group follows no such category. `/paper feeds list` shows those that it follows."
        )
    rest = tuple(each for each in group.categories if each != category)
    if not rest:
        raise UserError(
            f"`{category}` is the only feed, and the weekly paper needs one. Add another first, "
            "then remove this one."
        )
    group = await groups.change_group(session, caller, categories=rest)
    return FeedsChanged(await _followed_by(session, group), removed=category)


async def count_cross_lists(
    session: AsyncSession, caller: OrganiserCaller, counted: bool
) -> Followed:
    """Let papers that stand in a followed category beside their own be proposed too, or not (A2).

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.change_group(session, caller, cross_lists=counted)
    return await _followed_by(session, group)


async def choose_fit(session: AsyncSession, caller: OrganiserCaller, fit: PaperFit) -> Followed:
    """Say how well papers must fit the group's taste to be proposed (A6); from the next shortlist.

    Raises:
        NotSetUp: the server has no group.
    """
    group = await groups.change_group(session, caller, paper_fit=fit)
    return await _followed_by(session, group)


async def _followed_by(session: AsyncSession, group: Group) -> Followed:
    feeds = await feed_queries.feeds(session, group.categories)
    return Followed(tuple(feeds), group.cross_lists, group.paper_fit)
