"""Wins as panels: one that was shared, the week's, those of the last weeks, those one could share.

What the group sees has a title, a name and a link; a note stays with its member.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.milestones.values import Board, Item, MilestoneOutcome
from bot.milestones.words import SHARING, say_shared
from bot.wins.values import RoundUp, SharedWin, UnpostedWin, Win
from cogs.common.feature import PanelAddition
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
from cogs.common.sharing import share_question_panel
from cogs.common.text import escape, one_line, plural, stamp, titled_link
from cogs.wins.links import MY_MILESTONES
from cogs.wins.routes import ALL, LIST, MINE, NOT_NOW, SHARE, SHARE_FOR_SURE
from cogs.wins.style import ACCENT

# With eight wins, longer links would not fit a message; the win's own post has them.
_ROWS, _TITLE, _LINK = 8, 80, 100
# What else was shared takes the room of these.
_ROWS_BESIDE = 5
_UNPOSTED = 2


def win_panel(win: Win, delivery_id: int) -> Panel:
    """A win that its member released, for everyone."""
    outcome = win.outcome
    where = (
        "A milestone of their own"
        if outcome.item.is_own
        else f"Block {outcome.section.number} · {escape(outcome.section.title)}"
    )
    text = f"🎉 <@{win.user_id}> finished **{escape(outcome.item.title)}**\n{where}"
    if win.link:
        text += f"\n{titled_link(win.link)}"
    return Panel(
        ACCENT,
        text,
        buttons(button("My milestones", MY_MILESTONES(delivery_id))),
        small_print="Shared by the member. Only you see your own list.",
    )


def win_marker(delivery_id: int) -> str:
    """The custom id by which a win's message is found again."""
    return MY_MILESTONES(delivery_id)


def round_up_panel(found: RoundUp, delivery_id: int, also: PanelAddition | None = None) -> Panel:
    """The wins since the last round-up, for everyone; ``also`` is what else was shared."""
    rows = [] if also is None else also.rows
    most = _ROWS_BESIDE if rows else _ROWS
    lines = "\n".join(map(win_line, found.wins[:most])) + _more(len(found.wins) - most)
    return Panel(
        ACCENT,
        f"🎉 **Wins of the week** · {plural(len(found.wins), 'milestone')} finished and shared"
        if found.wins or not rows
        else "🎉 **The week in the group**",
        *([lines] if lines else [] if rows else ["Whoever shared them took them back."]),
        *rows,
        buttons(
            button("All wins", ALL(delivery_id)),
            button("Share one of mine", MINE()),
        ),
        small_print="Each was shared by its member. Reactions are welcome.",
    )


def round_up_marker(delivery_id: int) -> str:
    """The custom id by which a round-up's message is found again."""
    return ALL(delivery_id)


def wins_panel(
    wins: Sequence[SharedWin], unposted: Sequence[UnpostedWin], page: int, *, weeks: int
) -> Panel:
    """The wins of the last weeks that were shared, and what of one's own could not be posted."""
    shown, page, pages = page_of(wins, page, _ROWS)
    none = "None shared yet. *Share* at a done milestone posts one."
    return Panel(
        ACCENT,
        f"**Wins of the last {weeks} weeks** · {len(wins)}",
        *map(unposted_line, unposted[:_UNPOSTED]),
        line(),
        "\n".join(map(win_line, shown)) or none,
        buttons(*page_buttons(LIST, page=page, pages=pages), button("Share one of mine", MINE())),
        small_print=f"A win is public only when its member shares it. {ONLY_YOU}",
    )


def unposted_line(win: UnpostedWin) -> str:
    """Tells a member why their win is not with the group."""
    reason = "it took too long" if win.reason is None else escape(win.reason)
    return (
        f"*{one_line(win.title, _TITLE)}* could not be posted ({reason}), so it is shared with "
        "nobody. Once that is mended, `/win share` tries again."
    )


def shareable_panel(
    board: Board, unposted: Sequence[UnpostedWin] = (), said: str | None = None
) -> Panel:
    """What one has done and not shared, the newest first, each with the offer to."""
    done = [(item, item.change.at) for item in board.items if item.change and is_shareable(item)]
    done.sort(key=lambda each: each[1], reverse=True)
    rows: Items = [
        row(
            f"● **{one_line(item.title, _TITLE)}** · {stamp(at, 'd')}",
            button("Share", SHARE(item.id)),
        )
        for item, at in done[:_ROWS]
    ]
    opening: Items = [said, line()] if said else []
    left = len(done) - _ROWS
    more = [f"and {left} more: `/win share` takes any of them"] if left > 0 else []
    return Panel(
        ACCENT,
        *opening,
        "**Yours to share**",
        *map(unposted_line, unposted[:_UNPOSTED]),
        *(rows or ["Nothing done that is not shared. `/milestone next` has the next one."]),
        *more,
        small_print=f"{SHARING} {ONLY_YOU}",
    )


def ask_to_share_panel(item: Item, user_id: int, channel_id: int) -> Panel:
    """Asks once before a win is shared; both answers lead to what else one could share."""
    return share_question_panel(
        ACCENT,
        item.title,
        item.link,
        user_id=user_id,
        channel_id=channel_id,
        share=SHARE_FOR_SURE(item.id),
        not_now=NOT_NOW(),
    )


def shared_from_list_panel(outcome: MilestoneOutcome, channel_id: int) -> Panel:
    """What sharing did, above what else one could share."""
    said = say_shared(escape(outcome.item.title), channel_id, changed=outcome.changed)
    return shareable_panel(outcome.board, said=said)


def is_shareable(item: Item) -> bool:
    """Whether it is done, of what repeats in this period, and not shared."""
    return item.is_done_now and item.change is not None and not item.change.shared


def win_line(win: SharedWin) -> str:
    """One win in a list."""
    link = f" · {titled_link(win.link)}" if win.link and len(win.link) <= _LINK else ""
    title = one_line(win.title, _TITLE)
    return f"● {title} · <@{win.user_id}> · {stamp(win.shared_at, 'd')}{link}"


def _more(count: int) -> str:
    return f"\nand {count} more" if count > 0 else ""
