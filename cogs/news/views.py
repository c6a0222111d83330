"""What the buttons and the form about newsletters do; ``/news`` does the same by keyboard."""

from __future__ import annotations

import re

from bot.errors import NotFound
from bot.inputs.links import MAX_LINK
from bot.named_pages import PageTrouble, read_now
from bot.news import queries, service
from bot.news.source import NoFeed
from cogs.common.access import is_organiser, require_organiser
from cogs.common.callers import as_insider, as_organiser
from cogs.common.deferral import think
from cogs.common.forms import Form, text_field
from cogs.common.panels import Panel
from cogs.common.reply import message_texts, open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.news.newsletters import Newsletters
from cogs.news.panels import changed_text, known_text, news_panel, trouble_panel
from cogs.news.routes import ADD, FOUND, LIST, REMOVE, SUGGESTED

MAX_TYPED = MAX_LINK + 100
_LINKED = re.compile(r"\]\(<(https?://[^<>\s]+)>\)")


async def shown(interaction: Interaction, said: str | None = None) -> Panel:
    """The group's newsletters; ``said`` stands above them."""
    found = await as_insider(interaction).read(queries.news, named_in(interaction))
    return news_panel(found, can_change=await is_organiser(interaction), said=said)


async def added(interaction: Interaction, typed: str) -> Panel:
    """The newsletters with the one that was typed, or why it cannot be followed.

    It is read first, outside of any transaction.

    Raises:
        UserError: it is no address, there is no room, or its site wants to be left alone.
        NotAllowed: they are no organiser.
    """
    named = named_in(interaction)
    wanted = await as_organiser(interaction).read(service.wanted, typed, named)
    if wanted.known is not None:
        return await shown(interaction, known_text(wanted.known))
    try:
        source = interaction.client.part(Newsletters).source
        found = await read_now(source, wanted.address, typed=typed)
    except PageTrouble as error:
        offers = error.offers if isinstance(error, NoFeed) else ()
        return trouble_panel(wanted.address, str(error), offers)
    changed = await as_organiser(interaction).act(service.add, wanted.address, found, named)
    return news_panel(changed.now, can_change=True, said=changed_text(changed))


async def removed(interaction: Interaction, typed: str) -> Panel:
    """The newsletters without the one that was typed.

    Raises:
        NotFound: the group follows none such.
        NotAllowed: they are no organiser.
    """
    named = named_in(interaction)
    changed = await as_organiser(interaction).act(service.remove, typed, named)
    return news_panel(changed.now, can_change=True, said=changed_text(changed))


def named_in(interaction: Interaction) -> tuple[str, ...]:
    """The feeds that the settings name."""
    return interaction.client.part(Newsletters).named


@LIST.press
async def look_again(interaction: Interaction) -> None:
    await rerender(interaction, await shown(interaction))


@ADD.press
async def open_adding(interaction: Interaction) -> None:
    await require_organiser(interaction)
    field = text_field(
        "url",
        "Address of the feed",
        hint="RSS or Atom, often linked as “RSS” at the foot of a newsletter's page.",
        example="https://jack-clark.net/feed/",
        max_length=MAX_TYPED,
    )
    await open_form(interaction, Form("Add a newsletter", ADD(), fields=[field]))


@ADD.form
async def submit_added(interaction: Interaction, fields: Fields) -> None:
    await rerender(interaction, await added(interaction, fields.get("url", "")))


@SUGGESTED.press
async def follow_suggested(interaction: Interaction, key: str) -> None:
    await rerender(interaction, await added(interaction, key))


@FOUND.press
async def follow_found(interaction: Interaction, place: int) -> None:
    """The message names the addresses, and nothing else keeps them."""
    links = _LINKED.findall("\n".join(message_texts(interaction)))
    if not 0 <= place < len(links):
        raise NotFound("I no longer see which feed that was. `/news add` takes its address.")
    await rerender(interaction, await added(interaction, links[place]))


@REMOVE.press
async def press_remove(interaction: Interaction, feed_id: int) -> None:
    try:
        panel = await removed(interaction, str(feed_id))
    except NotFound as error:
        # Somebody else removed it meanwhile.
        panel = await shown(interaction, error.message)
    await rerender(interaction, panel)


async def reply_added(interaction: Interaction, typed: str) -> None:
    """Answer ``/news add``, which has to ask another site."""
    await require_organiser(interaction)
    await think(interaction)
    await reply(interaction, await added(interaction, typed))
