"""Knowledge shares as panels: one's own, the question before releasing, the post, the lists."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.inputs.dates import say_date
from bot.milestones.values import PeriodCount
from bot.shares.values import MyShare, Share, ShareList
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
    row,
)
from cogs.common.routes import CustomId
from cogs.common.text import escape, link_to, one_line, plural, stamp, titled_link
from cogs.shares.forms import AUDIENCES, KINDS
from cogs.shares.routes import (
    ADD,
    ASK,
    ASK_TO_DELETE,
    CHANGE,
    COUNT,
    DELETE,
    GROUPS,
    MINE,
    OPEN,
    POST_AGAIN,
    POSTED,
    RELEASE,
    TAKE_BACK,
)

ACCENT = 0xEC4899
_ROWS, _GROUPS_ROWS, _TITLE = 8, 5, 90
_IN_ROUND_UP, _TITLE_IN_ROUND_UP, _LINK_IN_ROUND_UP = 4, 60, 100


def my_panel(mine: MyShare, said: str = "") -> Panel:
    """One's own share: what it says, how it stands, and what can be done with it."""
    share = mine.share
    opening: Items = [said, line()] if said else []
    return Panel(
        ACCENT,
        *opening,
        f"{_words(share)}\n{_state(share)}",
        *_counting(mine),
        buttons(*_acts(share)),
        buttons(button("All mine", MINE(0)), button("The group's", GROUPS(0))),
        small_print=_who_sees(share),
    )


def ask_panel(share: Share, channel_id: int) -> Panel:
    """Asks once before a share is released, with what the group will see."""
    return Panel(
        ACCENT,
        f"**Show this to the group?** Everybody in <#{channel_id}> sees:",
        line(),
        _post_text(share),
        line(),
        buttons(
            button("Show it", RELEASE(share.id), style=discord.ButtonStyle.primary),
            button("Not now", OPEN(share.id)),
        ),
        small_print="The week's round-up names it too. You can take it back later. Nothing is "
        f"posted yet. {ONLY_YOU}",
    )


def post_panel(share: Share) -> Panel:
    """A released share, for everybody."""
    return Panel(
        ACCENT,
        f"📣 {_post_text(share)}",
        buttons(button("All shares", POSTED(share.id))),
        small_print="Shown by its member, who can take it back.",
    )


def post_marker(share_id: int) -> CustomId:
    """The custom id by which a share's post is found again."""
    return POSTED(share_id)


def mine_panel(found: ShareList, page: int, said: str = "") -> Panel:
    """One's own shares, the newest first, and how the month stands."""
    shown, page, pages = page_of(found.mine, page, _ROWS)
    opening: Items = [said, line()] if said else []
    rows: Items = [
        row(
            f"{'●' if each.is_released else '○'} **{one_line(each.text.title, _TITLE)}**\n"
            f"{_short(each)}",
            button("Open", OPEN(each.id)),
        )
        for each in shown
    ]
    none = (
        "None yet. *Log one* takes the link of a blog post, a talk, a video or code; so does "
        "*Log as share* on any message, under *Apps*."
    )
    return Panel(
        ACCENT,
        *opening,
        f"**Your knowledge shares** · {len(found.mine)}\n{count_line(found.count)}",
        line(),
        *(rows or [none]),
        buttons(
            *page_buttons(MINE, page=page, pages=pages),
            button("Log one", ADD()),
            button(f"The group's · {len(found.released)}", GROUPS(0)),
        ),
        small_print=f"● the group sees it, ○ only you. The count is for you alone. {ONLY_YOU}",
    )


def groups_panel(released: Sequence[Share], page: int) -> Panel:
    """The shares that members released, the newest first."""
    shown, page, pages = page_of(released, page, _GROUPS_ROWS)
    none = "None yet. Whoever shows one to the group brings the first."
    return Panel(
        ACCENT,
        f"**The group's knowledge shares** · {len(released)}",
        line(),
        "\n".join(f"- {_post_text(each)}" for each in shown) or none,
        buttons(*page_buttons(GROUPS, page=page, pages=pages), button("Mine", MINE(0))),
        small_print=f"Each was shown by its member. {ONLY_YOU}",
    )


def ask_to_delete_panel(share: Share) -> Panel:
    """Asks once more before a share goes for good."""
    post = " Its post goes too." if share.is_released else ""
    return Panel(
        ACCENT,
        f"**Delete this share?** *{one_line(share.text.title, _TITLE)}* is gone then.{post}",
        buttons(
            button("Delete it", DELETE(share.id), style=discord.ButtonStyle.danger),
            button("Keep it", OPEN(share.id)),
        ),
        small_print=ONLY_YOU,
    )


def round_up_rows(shares: Sequence[Share]) -> Items:
    """What the week's round-up says of the shares that were released since the last one."""
    if not shares:
        return []
    lines = [f"- {_round_up_line(each)}" for each in shares[:_IN_ROUND_UP]]
    if len(shares) > _IN_ROUND_UP:
        lines.append(f"and {len(shares) - _IN_ROUND_UP} more in `/share list`")
    heading = f"**Shared with everybody** · {plural(len(shares), 'knowledge share')}"
    return ["\n".join((heading, *lines))]


def trouble_text(share: Share) -> str:
    """Why a released share is not posted, and where the group finds it."""
    return (
        f"It could not be posted ({escape(share.trouble or '')}), so the group finds it in "
        "`/share list`"
    )


def logged_text(mine: MyShare) -> str:
    """What logging it did."""
    if mine.was_there and mine.share.is_released:
        return "You had logged that link, and the group sees it. It now says what you typed."
    if mine.was_there:
        return "You had logged that link. It now says what you typed."
    return "Logged, for you alone."


def count_line(count: PeriodCount) -> str:
    """How one's shares of the period stand with the plan."""
    made = f"{plural(count.made, 'share')} from {count.words}"
    if count.tally is None:
        return made
    return f"{made} · *{one_line(count.title, _TITLE)}*: {count.tally}"


def _counting(mine: MyShare) -> Items:
    """What the share counts towards: a press, or that it does."""
    count, share = mine.count, mine.share
    if count.tally is None:
        return []
    title = f"*{one_line(count.title, _TITLE)}*: {count.tally}"
    if share.id in count.counted:
        return [line(), f"● Counted. {title}"]
    if not count.takes(share.id, share.text.day):
        return []
    act = button("Count it", COUNT(share.id, count.number))
    return [line(), row(f"{title}\nDoes this share count? Only you decide.", act)]


def _acts(share: Share) -> list[ui.Button[ui.LayoutView]]:
    change = button("Change", CHANGE(share.id))
    delete = button("Delete", ASK_TO_DELETE(share.id), style=discord.ButtonStyle.danger)
    if not share.is_released:
        show = button("Show the group", ASK(share.id), style=discord.ButtonStyle.primary)
        return [show, change, delete]
    again = [button("Post again", POST_AGAIN(share.id))] if share.trouble else []
    return [change, *again, button("Take back", TAKE_BACK(share.id)), delete]


def _words(share: Share) -> str:
    text = share.text
    return (
        f"**{escape(text.title)}** · {titled_link(text.link)}\n"
        f"{KINDS[text.kind]} of {say_date(text.day)} · {AUDIENCES[text.audience]}"
    )


def _post_text(share: Share) -> str:
    text = share.text
    return (
        f"<@{share.user_id}> shares **{link_to(escape(text.title), text.link)}**\n"
        f"{KINDS[text.kind]} of {say_date(text.day)} · {AUDIENCES[text.audience]}"
    )


def _round_up_line(share: Share) -> str:
    title = one_line(share.text.title, _TITLE_IN_ROUND_UP)
    is_short = len(share.text.link) <= _LINK_IN_ROUND_UP
    named = link_to(title, share.text.link) if is_short else title
    return f"{named} · {KINDS[share.text.kind].lower()} · <@{share.user_id}>"


def _state(share: Share) -> str:
    if share.released_at is None:
        return "○ Only you see it."
    at = f"● The group sees it since {stamp(share.released_at)}."
    return f"{at} {trouble_text(share)}." if share.trouble is not None else at


def _short(share: Share) -> str:
    text = f"{KINDS[share.text.kind]} · {say_date(share.text.day)}"
    return f"{text} · not posted" if share.trouble else text


def _who_sees(share: Share) -> str:
    if share.is_released:
        return f"What you change here, the group sees at once. {ONLY_YOU}"
    return "Only you see this, until you show it to the group."
