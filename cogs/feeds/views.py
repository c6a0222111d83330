"""What the buttons and the form about feeds do; ``/paper feeds`` does the same by keyboard."""

from __future__ import annotations

from bot.errors import NotFound, UserError
from bot.feeds import service
from bot.groups.values import PaperFit
from bot.inputs.categories import MAX_CATEGORIES
from cogs.common.access import is_organiser, require_organiser
from cogs.common.callers import as_insider, as_organiser
from cogs.common.forms import Form, text_field
from cogs.common.panels import Panel
from cogs.common.reply import open_form, rerender
from cogs.common.routes import Fields, Interaction, chosen_one
from cogs.feeds.panels import changed_text, feeds_panel
from cogs.feeds.routes import CROSS_LISTS, FEED_ADD, FEED_REMOVE, FEEDS, FIT

MAX_TYPED = 200


async def shown(interaction: Interaction, said: str | None = None) -> Panel:
    """The group's feeds; ``said`` stands above them."""
    found = await as_insider(interaction).read(service.followed)
    return feeds_panel(found, can_change=await is_organiser(interaction), said=said)


async def added(interaction: Interaction, typed: str) -> Panel:
    """The feeds with the categories that were typed.

    Raises:
        UserError: arXiv has none such, or there is no room.
        NotAllowed: they are no organiser.
    """
    changed = await as_organiser(interaction).act(service.add, typed)
    return feeds_panel(changed.now, can_change=True, said=changed_text(changed))


async def removed(interaction: Interaction, typed: str) -> Panel:
    """The feeds without the category that was typed.

    Raises:
        NotFound: the group follows none such.
        UserError: it is the only one.
        NotAllowed: they are no organiser.
    """
    changed = await as_organiser(interaction).act(service.remove, typed)
    return feeds_panel(changed.now, can_change=True, said=changed_text(changed))


@FEEDS.press
async def look_again(interaction: Interaction) -> None:
    await rerender(interaction, await shown(interaction))


@CROSS_LISTS.press
async def count_cross_lists(interaction: Interaction, counted: int) -> None:
    found = await as_organiser(interaction).act(service.count_cross_lists, bool(counted))
    await rerender(interaction, feeds_panel(found, can_change=True))


@FIT.press
async def choose_fit(interaction: Interaction) -> None:
    try:
        fit = PaperFit(chosen_one(interaction))
    except ValueError:
        raise UserError("That is none of the choices. `/paper feeds list` shows them.") from None
    found = await as_organiser(interaction).act(service.choose_fit, fit)
    await rerender(interaction, feeds_panel(found, can_change=True))


@FEED_ADD.press
async def open_adding(interaction: Interaction) -> None:
    await require_organiser(interaction)
    field = text_field(
        "categories",
        "arXiv category",
        hint=f"By its id or its title, with commas between several; {MAX_CATEGORIES} fit in all.",
        example="stat.ML, or Robotics",
        max_length=MAX_TYPED,
    )
    await open_form(interaction, Form("Add a feed", FEED_ADD(), fields=[field]))


@FEED_ADD.form
async def submit_added(interaction: Interaction, fields: Fields) -> None:
    await rerender(interaction, await added(interaction, fields.get("categories", "")))


@FEED_REMOVE.press
async def press_remove(interaction: Interaction, category: str) -> None:
    try:
        panel = await removed(interaction, category)
    except NotFound as error:
        # Somebody else removed it meanwhile.
        panel = await shown(interaction, error.message)
    await rerender(interaction, panel)
