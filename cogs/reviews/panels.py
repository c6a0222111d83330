"""Reviews as panels: one's own, the question before publishing, the post, lists, whole texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import discord
from discord import ui

from bot.arxiv.rules.identifiers import abstract_url
from bot.arxiv.values import Paper
from bot.milestones.values import PeriodCount
from bot.reviews.values import MyReview, Review, ReviewList
from cogs.common.long_text import pages, shortened
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    link,
    page_buttons,
    page_of,
    row,
)
from cogs.common.routes import CustomId
from cogs.common.text import escape, one_line, plural, stamp
from cogs.reviews.review_text import paper_link, worth
from cogs.reviews.routes import (
    ASK_TO_DELETE,
    ASK_TO_PUBLISH,
    COUNT,
    DELETE,
    FILE,
    GROUPS,
    MINE,
    OF_PAPER_PAGE,
    OPEN,
    PAGE,
    POST_AGAIN,
    PUBLISH,
    READ,
    TAKE_BACK,
    WRITE,
)
from cogs.reviews.style import ACCENT

_FOLDED, _POSTED, _ASKED, _PAGE = 900, 2800, 2600, 3000
_ROWS, _TITLE = 7, 90


def my_panel(mine: MyReview, said: str = "") -> Panel:
    """One's own review: how it stands, what it says in short, and what can be done with it."""
    review = mine.review
    text, is_cut = shortened(review.text.parts, _FOLDED)
    opening: Items = [said, line()] if said else []
    heading = f"**Your review** · {paper_link(review.paper)}"
    state = " · ".join(filter(None, (_state(review), worth(review.text))))
    return Panel(
        ACCENT,
        *opening,
        f"{heading}\n{state}",
        line(),
        text or "Only a number so far. *Edit* takes your words.",
        *_counting(mine),
        buttons(*_acts(review, is_cut=is_cut)),
        small_print=_who_sees(review),
    )


def new_panel(paper: Paper) -> Panel:
    """A paper that was looked up, to be reviewed now."""
    return Panel(
        ACCENT,
        f"**Your review** · {paper_link(paper)}\nI looked it up at arXiv. Nothing is written yet.",
        buttons(button("Write it", WRITE(paper.key), style=discord.ButtonStyle.primary)),
        small_print=f"What you write stays a draft until you publish it. {ONLY_YOU}",
    )


def ask_to_publish_panel(review: Review) -> Panel:
    """Asks once, with what the group will see."""
    text, is_cut = shortened(review.text.parts, _ASKED)
    where = (
        "Nothing is posted, as the paper has no thread: everybody in the group can open it in "
        "`/paper reviews` and reads:"
        if review.thread_id is None
        else f"Everybody who sees <#{review.thread_id}> reads:"
    )
    rest = ["All of it is behind *Read all*."] if is_cut else []
    return Panel(
        ACCENT,
        f"**Publish this review?** {where}",
        line(),
        _title_of(review),
        *([text] if text else []),
        *rest,
        line(),
        buttons(
            button("Publish", PUBLISH(review.id), style=discord.ButtonStyle.primary),
            button("Not yet", OPEN(review.id)),
        ),
        small_print="You can change it or take it back later. Nothing is published yet. "
        + ONLY_YOU,
    )


def post_panel(review: Review) -> Panel:
    """A published review, for everybody in the paper's thread."""
    text, is_cut = shortened(review.text.parts, _POSTED)
    return Panel(
        ACCENT,
        f"📝 {_title_of(review)}",
        line(),
        text,
        buttons(
            button("Read all" if is_cut else "Open", READ(review.id)),
            link("Paper", abstract_url(review.paper.key)),
        ),
        small_print="Published by its author, who can change it or take it back.",
    )


def post_marker(review_id: int) -> CustomId:
    """The custom id by which a review's post is found again."""
    return READ(review_id)


def reading_panel(review: Review, page: int, user_id: int) -> Panel:
    """All of a review, in pages; its author's way back stands below."""
    shown, page, count = page_of(pages(review.text.parts, _PAGE), page, 1)
    acts = [*page_buttons(lambda at: PAGE(review.id, at), page=page, pages=count)]
    return Panel(
        ACCENT,
        _title_of(review),
        line(),
        shown[0],
        buttons(
            *acts,
            button("As a file", FILE(review.id)),
            *([button("Mine", OPEN(review.id))] if review.user_id == user_id else []),
        ),
        small_print=ONLY_YOU,
    )


def file_panel(review: Review, file: discord.File) -> Panel:
    """A review as a file to keep."""
    return Panel(
        ACCENT,
        f"The review of {paper_link(review.paper)}, as Markdown.",
        ui.File(file),
        small_print=ONLY_YOU,
    )


def ask_to_delete_panel(review: Review) -> Panel:
    """Asks once more before a draft goes for good."""
    return Panel(
        ACCENT,
        f"**Delete this draft?** Your review of {paper_link(review.paper)} is gone then, and I "
        "cannot bring it back.",
        buttons(
            button("Delete it", DELETE(review.id), style=discord.ButtonStyle.danger),
            button("Keep it", OPEN(review.id)),
        ),
        small_print=ONLY_YOU,
    )


def mine_panel(found: ReviewList, page: int, said: str = "") -> Panel:
    """One's own reviews, drafts first."""
    shown, page, count = page_of(found.mine, page, _ROWS)
    drafts = sum(not each.is_released for each in found.mine)
    published = len(found.mine) - drafts
    opening: Items = [said, line()] if said else []
    rows: Items = [
        row(
            f"{'●' if each.is_released else '◐'} **{one_line(each.paper.title, _TITLE)}**\n"
            f"{_short_state(each)}",
            button("Open", OPEN(each.id)),
        )
        for each in shown
    ]
    return Panel(
        ACCENT,
        *opening,
        f"**Your reviews** · {plural(drafts, 'draft')}, {published} published\n"
        f"{count_line(found.count)}",
        line(),
        *(rows or ["None yet. `/paper review` begins one; it stays a draft until you publish it."]),
        buttons(
            *page_buttons(MINE, page=page, pages=count),
            button(f"The group's ({len(found.released)})", GROUPS(0)),
        ),
        small_print=f"The count is for you alone. {ONLY_YOU}",
    )


def groups_panel(released: Sequence[Review], page: int, paper: Paper | None = None) -> Panel:
    """The reviews that members published, all or those of one paper, newest first."""
    shown, page, count = page_of(released, page, _ROWS)
    rows: Items = [
        row(
            f"**{one_line(each.paper.title, _TITLE)}**\n<@{each.user_id}> · "
            + " · ".join(filter(None, (_published_on(each), worth(each.text)))),
            button("Open", READ(each.id)),
        )
        for each in shown
    ]
    heading = f"**The group's reviews** · {len(released)}"
    at: Callable[[int], CustomId] = GROUPS
    if paper is not None:
        heading = f"**Reviews** · {len(released)}\n{paper_link(paper)}"
        at = partial(OF_PAPER_PAGE, paper.key)
    none = "None yet. Whoever publishes a review brings the first."
    return Panel(
        ACCENT,
        heading,
        line(),
        *(rows or [none]),
        buttons(*page_buttons(at, page=page, pages=count), button("Mine", MINE(0))),
        small_print=f"Each was published by its author. {ONLY_YOU}",
    )


def count_line(count: PeriodCount) -> str:
    """How one's reviews of the period stand with the plan."""
    published = f"{plural(count.made, 'review')} published in {count.words}"
    if count.tally is None:
        return published
    return f"{published} · *{one_line(count.title, _TITLE)}*: {count.tally}"


def _counting(mine: MyReview) -> Items:
    """What the review counts towards: a press, or that it does."""
    count, review = mine.count, mine.review
    if count.tally is None or not review.is_released:
        return []
    title = f"*{one_line(count.title, _TITLE)}*: {count.tally}"
    if review.id in count.counted:
        return [line(), f"● Counted. {title}"]
    if not count.takes(review.id, review.released_on):
        return []
    act = button("Count it", COUNT(review.id, count.number))
    return [line(), row(f"{title}\nDoes this review count? Only you decide.", act)]


def _acts(review: Review, *, is_cut: bool) -> list[ui.Button[ui.LayoutView]]:
    edit = button("Edit", WRITE(review.paper.key))
    whole = [button("Read all", PAGE(review.id, 0))] if is_cut else []
    file = button("As a file", FILE(review.id))
    if not review.is_released:
        publish = button("Publish", ASK_TO_PUBLISH(review.id), style=discord.ButtonStyle.primary)
        delete = button("Delete", ASK_TO_DELETE(review.id), style=discord.ButtonStyle.danger)
        return [publish, edit, *whole, file, delete]
    again = [button("Post again", POST_AGAIN(review.id))] if review.trouble else []
    return [edit, *whole, file, *again, button("Take back", TAKE_BACK(review.id))]


def _state(review: Review) -> str:
    if review.released_at is None:
        return f"◐ Draft, saved {stamp(review.updated_at, 'R')}"
    at = f"● Published {stamp(review.released_at)}"
    if review.trouble is not None:
        return f"{at}. {trouble_text(review)}"
    if review.thread_id is None:
        return f"{at}. The paper has no thread, so the group reads it in `/paper reviews`"
    return f"{at} in <#{review.thread_id}>"


def trouble_text(review: Review) -> str:
    """Why a published review is not in its thread, and where it is."""
    return (
        f"It could not be posted ({escape(review.trouble or '')}), so the group reads it in "
        "`/paper reviews`"
    )


def _short_state(review: Review) -> str:
    if not review.is_released:
        return f"draft, saved {stamp(review.updated_at, 'R')}"
    text = " · ".join(filter(None, (_published_on(review), worth(review.text))))
    return f"{text} · not in its thread" if review.trouble else text


def _published_on(review: Review) -> str:
    return "" if review.released_at is None else f"published {stamp(review.released_at, 'd')}"


def _title_of(review: Review) -> str:
    by = " · ".join(filter(None, (f"<@{review.user_id}>", worth(review.text))))
    return f"**Review** · {paper_link(review.paper)}\n{by}"


def _who_sees(review: Review) -> str:
    if review.is_released:
        return f"What you change here, the group sees at once. {ONLY_YOU}"
    return "Only you see this, until you publish it."
