"""What a member wrote of their week, and what the group reads of it, as panels."""

from __future__ import annotations

from collections.abc import Sequence

from bot.inputs.dates import say_date
from bot.routine.week_values import MAX_LINE, MAX_PART, ReleasedLine, WeekLog, last_day
from cogs.common.forms import Form, checkbox_field, text_field
from cogs.common.panels import (
    ONLY_YOU,
    Items,
    Panel,
    button,
    buttons,
    line,
    page_buttons,
    page_of,
)
from cogs.common.text import one_line, plural, stamp
from cogs.routine.log_panels import week_lines
from cogs.routine.panels import ACCENT
from cogs.routine.routes import DIGEST_PAGE, TAKE_BACK, THIS_WEEK, WEEK

_ROWS = 12


def week_form(guild_id: int, week: WeekLog) -> Form:
    """Friday's form, with what is written already."""
    return Form(
        "Look back on the week",
        WEEK(guild_id, week.week),
        fields=[
            text_field(
                "better",
                "What went better?",
                example="I kept to mornings, and the proofs came faster.",
                default=week.better,
                long=True,
                required=False,
                max_length=MAX_PART,
            ),
            text_field(
                "change",
                "What do you want to change?",
                example="One block at a time, phone in the other room.",
                default=week.to_change,
                long=True,
                required=False,
                max_length=MAX_PART,
            ),
            text_field(
                "ahead",
                "What is planned next week?",
                hint="Monday's message says it to you again.",
                example="Finish the problem sets, begin the summary.",
                default=week.ahead,
                long=True,
                required=False,
                max_length=MAX_PART,
            ),
            text_field(
                "line",
                "One line for the group, if you like",
                hint="Shown only if you tick the box below; nothing else of this ever is.",
                example="The attention paper finally makes sense to me.",
                default=week.line,
                required=False,
                max_length=MAX_LINE,
            ),
            checkbox_field(
                "shown",
                "Show the group",
                hint="That one line, with your name, in Sunday's digest.",
                default=week.released_at is not None,
            ),
        ],
    )


def week_panel(guild_id: int, user_id: int, week: WeekLog, *, wanted: bool = False) -> Panel:
    """A week's log; ``wanted`` says that its line was to be shown, though there may be none."""
    when = f"{say_date(week.week)} to {say_date(last_day(week.week))}"
    if week.is_empty:
        return Panel(
            ACCENT,
            f"**Your week's log is empty again** · {when}",
            buttons(button("Write it", WEEK(guild_id, week.week))),
            small_print=ONLY_YOU,
        )
    parts: Items = ["\n".join((f"**Your week** · {when}", *week_lines(week)))]
    acts = [button("Change", WEEK(guild_id, week.week))]
    if week.line and week.released_at is not None:
        parts += [line(), f"The group reads in Sunday's digest:\n● {_said(user_id, week.line)}"]
        acts.append(button("Keep it to me", TAKE_BACK(guild_id, week.week)))
    elif week.line:
        parts.append(f"Kept to you: {one_line(week.line, MAX_LINE)}")
    elif wanted:
        parts.append("Nothing is shown to the group: the line for it is empty.")
    released = " but for that line, once the digest is posted" if week.released_at else ""
    return Panel(
        ACCENT,
        *parts,
        buttons(*acts),
        small_print=f"You can change it until Sunday. Only you see this{released}.",
    )


def digest_panel(lines: Sequence[ReleasedLine], delivery_id: int, guild_id: int) -> Panel:
    """The week's digest, for everyone: what was released, and nothing of anybody else.

    One that was posted may have no line left.
    """
    said = "\n".join(map(_line, lines[:_ROWS])) + _more(len(lines) - _ROWS)
    return Panel(
        ACCENT,
        "🗒️ **The week in your words**",
        said or "No line is shown here any more.",
        buttons(button("Write mine", THIS_WEEK(guild_id, delivery_id))),
        small_print="Each line was released by whoever wrote it; all else of a log stays theirs.",
    )


def digest_marker(delivery_id: int, guild_id: int) -> str:
    """The custom id by which a digest's message is found again."""
    return THIS_WEEK(guild_id, delivery_id)


def recent_panel(lines: Sequence[ReleasedLine], page: int, guild_id: int, *, days: int) -> Panel:
    """What was released in the last days, the newest first."""
    shown, page, pages = page_of(list(reversed(lines)), page, _ROWS)
    if not lines:
        said = (
            "Nothing was released yet. On the day to look back, *Look back on the week* has a line "
            "for the group; `/routine log` opens it too."
        )
    else:
        said = "\n".join(f"{_line(each)} · {stamp(each.released_at, 'd')}" for each in shown)
    heading = f"**What members released in the last {plural(days, 'day')}**"
    pager = page_buttons(lambda to: DIGEST_PAGE(guild_id, to), page=page, pages=pages)
    return Panel(
        ACCENT,
        heading + (f" · {len(lines)}" if lines else ""),
        said,
        *([buttons(*pager)] if pager else []),
        small_print=f"A line is here only if its member ticked *Show the group*. {ONLY_YOU}",
    )


def _line(each: ReleasedLine) -> str:
    return f"● {_said(each.user_id, each.line)}"


def _said(user_id: int, text: str) -> str:
    return f"<@{user_id}>: {one_line(text, MAX_LINE)}"


def _more(count: int) -> str:
    return f"\nand {count} more: `/routine digest` has them all" if count > 0 else ""
