"""Writing reviews, publishing them, taking them back, and reading those of others."""

from __future__ import annotations

import io

import discord

from bot.arxiv.values import Paper
from bot.papers.nominations import read_key
from bot.reviews import queries, service
from bot.reviews.rules.texts import MAX_PART, WORTHS, review_text
from bot.reviews.values import POSTED_REVIEW, Review, ReviewText
from cogs.common.arxiv import Arxiv
from cogs.common.callers import as_member
from cogs.common.deferral import think
from cogs.common.forms import Form, radio_field, text_field
from cogs.common.panels import Panel
from cogs.common.public_panels import refresh
from cogs.common.reply import open_form, reply, rerender
from cogs.common.routes import Fields, Interaction
from cogs.common.text import jump_url
from cogs.reviews.guide import refresh_guide
from cogs.reviews.panels import (
    ask_to_delete_panel,
    ask_to_publish_panel,
    file_panel,
    groups_panel,
    mine_panel,
    my_panel,
    new_panel,
    reading_panel,
)
from cogs.reviews.review_text import file_name, markdown
from cogs.reviews.routes import (
    ASK_TO_DELETE,
    ASK_TO_PUBLISH,
    COUNT,
    DELETE,
    FILE,
    GROUPS,
    MINE,
    OF_PAPER,
    OF_PAPER_PAGE,
    OPEN,
    PAGE,
    POST_AGAIN,
    PUBLISH,
    READ,
    TAKE_BACK,
    WRITE,
)

MAX_TYPED = 300
_WORTH = {
    1: "1 · not at all",
    2: "2 · little",
    3: "3 · so-so",
    4: "4 · much",
    5: "5 · everybody should read it",
}


async def write(interaction: Interaction, typed: str) -> None:
    """Open the form for the paper that was typed, with what is there already.

    One that nothing brought yet is looked up at arXiv. No form can follow such a wait, so that the
    answer has a button for it.

    Raises:
        UserError: there is no id in it, arXiv does not know it or does not answer.
    """
    key = read_key(typed)
    known = await as_member(interaction).read(queries.of_known_paper, key)
    if known is not None:
        await open_form(interaction, _form(*known))
        return
    await think(interaction)
    found = await interaction.client.part(Arxiv).find(key, typed=typed)
    paper = await as_member(interaction).act(service.remember, found)
    await reply(interaction, new_panel(paper))


@WRITE.press
async def write_again(interaction: Interaction, key: str) -> None:
    await open_form(interaction, _form(*await as_member(interaction).read(queries.of_paper, key)))


def _form(paper: Paper, mine: Review | None) -> Form:
    text = ReviewText() if mine is None else mine.text
    is_public = mine is not None and mine.is_released
    parts = (
        ("key_points", "Key points", "What it claims and shows, in your words.", text.key_points),
        ("analysis", "Critical analysis", "What convinces you, and what does not.", text.analysis),
        ("method", "Method and results", "How they did it, and what came out.", text.method),
    )
    options = [
        discord.RadioGroupOption(
            label=_WORTH[number], value=str(number), default=number == text.worth
        )
        for number in WORTHS
    ]
    return Form(
        "Your published review" if is_public else "Your review",
        WRITE(paper.key),
        fields=[
            *(
                text_field(
                    name,
                    label,
                    hint=hint,
                    default=before or None,
                    long=True,
                    required=False,
                    max_length=MAX_PART,
                )
                for name, label, hint, before in parts
            ),
            radio_field(
                "worth",
                "Worth the group's time?",
                options,
                hint="The group sees this with the review."
                if is_public
                else "All of it stays a draft until you publish it.",
                required=False,
            ),
        ],
    )


@WRITE.form
async def keep(interaction: Interaction, fields: Fields, key: str) -> None:
    """Keep it as a draft first, whatever comes then."""
    text = review_text(
        key_points=fields.get("key_points", ""),
        analysis=fields.get("analysis", ""),
        method=fields.get("method", ""),
        worth=fields.get("worth", ""),
    )
    mine = await as_member(interaction).act(service.keep, key, text)
    await rerender(interaction, my_panel(mine))
    if mine.review.post is not None:
        await refresh(interaction.client, POSTED_REVIEW, mine.review.guild_id, mine.review.id)


@OPEN.press
async def open_mine(interaction: Interaction, review_id: int) -> None:
    await rerender(
        interaction, my_panel(await as_member(interaction).read(queries.mine, review_id))
    )


@ASK_TO_PUBLISH.press
async def ask_to_publish(interaction: Interaction, review_id: int) -> None:
    """Show what would be seen, unless it is."""
    mine = await as_member(interaction).read(queries.mine, review_id)
    if mine.review.is_released:
        await rerender(interaction, my_panel(mine))
        return
    service.check_publishable(mine.review)
    await rerender(interaction, ask_to_publish_panel(mine.review))


@PUBLISH.press
async def publish(interaction: Interaction, review_id: int) -> None:
    """Publish it; a delivery posts it."""
    mine = await as_member(interaction).act(service.publish, review_id)
    await rerender(interaction, my_panel(mine, said="Published. Thank you for reading closely."))
    await refresh_guide(interaction.client, mine.review.guild_id, mine.review.round_id)


@POST_AGAIN.press
async def post_again(interaction: Interaction, review_id: int) -> None:
    mine = await as_member(interaction).act(service.post_again, review_id)
    await rerender(interaction, my_panel(mine))


@TAKE_BACK.press
async def take_back(interaction: Interaction, review_id: int) -> None:
    """Make it a draft again; a delivery deletes its post."""
    mine = await as_member(interaction).act(service.take_back, review_id)
    said = "Taken back: it is a draft again, and its post goes within a minute."
    if review_id in mine.count.counted:
        said += " That you counted it stays; `/milestone show` has the *Undo*."
    await rerender(interaction, my_panel(mine, said=said))
    await refresh_guide(interaction.client, mine.review.guild_id, mine.review.round_id)


@ASK_TO_DELETE.press
async def ask_to_delete(interaction: Interaction, review_id: int) -> None:
    mine = await as_member(interaction).read(queries.mine, review_id)
    await rerender(interaction, ask_to_delete_panel(mine.review))


@DELETE.press
async def delete(interaction: Interaction, review_id: int) -> None:
    await as_member(interaction).act(service.discard, review_id)
    found = await as_member(interaction).read(queries.my_list)
    await rerender(interaction, mine_panel(found, 0, said="The draft is deleted."))


@COUNT.press
async def count(interaction: Interaction, review_id: int, number: int) -> None:
    """Count it towards the milestone that it fits, with a link to its post."""
    review = (await as_member(interaction).read(queries.mine, review_id)).review
    post = review.post
    link = None if post is None else jump_url(review.guild_id, post.channel_id, post.message_id)
    mine = await as_member(interaction).act(service.count, review_id, number, link=link)
    await rerender(interaction, my_panel(mine))


@FILE.press
async def as_file(interaction: Interaction, review_id: int) -> None:
    review = await as_member(interaction).read(queries.readable, review_id)
    file = discord.File(io.BytesIO(markdown(review)), filename=file_name(review))
    await reply(interaction, file_panel(review, file), files=[file])


@READ.press
async def read(interaction: Interaction, review_id: int) -> None:
    """Open a review from its post or a list, which stays."""
    review = await as_member(interaction).read(queries.readable, review_id)
    await reply(interaction, reading_panel(review, 0, interaction.user.id))


@PAGE.press
async def turn_page(interaction: Interaction, review_id: int, page: int) -> None:
    review = await as_member(interaction).read(queries.readable, review_id)
    await rerender(interaction, reading_panel(review, page, interaction.user.id))


@MINE.press
async def turn_mine(interaction: Interaction, page: int) -> None:
    found = await as_member(interaction).read(queries.my_list)
    await rerender(interaction, mine_panel(found, page))


@GROUPS.press
async def turn_groups(interaction: Interaction, page: int) -> None:
    found = await as_member(interaction).read(queries.my_list)
    await rerender(interaction, groups_panel(found.released, page))


@OF_PAPER.press
async def of_paper(interaction: Interaction, key: str) -> None:
    """The published reviews of one paper; what leads here stays."""
    await reply(interaction, await _of_paper(interaction, key, 0))


@OF_PAPER_PAGE.press
async def turn_of_paper(interaction: Interaction, key: str, page: int) -> None:
    await rerender(interaction, await _of_paper(interaction, key, page))


async def _of_paper(interaction: Interaction, key: str, page: int) -> Panel:
    paper, found = await as_member(interaction).read(queries.readable_of, key)
    return groups_panel(found, page, paper)


async def my_reviews(interaction: Interaction) -> Panel:
    """One's own reviews, or the group's where one has none."""
    found = await as_member(interaction).read(queries.my_list)
    if found.released and not found.mine:
        return groups_panel(found.released, 0)
    return mine_panel(found, 0)
