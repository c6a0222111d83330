"""The history of retros, what a search through them finds, and their files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from bot.past_retros.rules.recurring import most_recurring, said_of
from bot.past_retros.values import Archive, Hit, PastRetro, Recurring
from bot.themes.values import Theme
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
from cogs.common.text import escape, fit, plural, stamp
from cogs.past_retros.routes import EXPORT, FOUND, HISTORY, SHOW
from cogs.past_retros.style import ACCENT

_A_PAGE = 6
_RECURRING, _LABEL, _EXCERPT = 3, 120, 260


def history_panel(archive: Archive, found: Recurring, page: int) -> Panel:
    """A page of the retros that are over, newest first; what comes up again on the first."""
    if not archive.retros:
        return Panel(
            ACCENT,
            "**Retros so far**\nNone is over yet. The first one that closes will stay here whole.",
            small_print=ONLY_YOU,
        )
    shown, page, pages = page_of(archive.retros, page, _A_PAGE)
    items: Items = [f"**Retros so far** · {len(archive.retros)}"]
    again = most_recurring(archive, found, _RECURRING)
    if again and page == 0:
        items.append("\n".join(("**Comes up again**", *(_again(*each) for each in again))))
    items.append(line())
    items += [row(_listed(past), button("Show", SHOW(past.retro.id, 0))) for past in shown]
    turns = page_buttons(HISTORY, page=page, pages=pages)
    items += [line(), buttons(*turns, button("Export all", EXPORT(0)))]
    small_print = f"Compared here, word by word; only what is surely the same is named. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small_print if again else ONLY_YOU)


def found_panel(found: Sequence[Hit], words: str, page: int) -> Panel:
    """A page of what a search found, by retro with the way to it, the newest first."""
    shown, page, pages = page_of(found, page, _A_PAGE)
    heading = f"**Retros** · “{escape(words)}”\n"
    if not found:
        heading += "No card, theme or action says that. Fewer words, or others, find more."
    else:
        heading += plural(len(found), "find")
    items: Items = [heading, line()] if found else [heading]
    for retro, hits in groupby(shown, key=lambda hit: hit.past.retro):
        lines = [f"**{stamp(retro.opened_at, 'D')}** · {escape(retro.title)}", *map(_hit, hits)]
        items.append(row("\n".join(lines), button("Show", SHOW(retro.id, 0))))
    turns = page_buttons(lambda to: FOUND(words, to), page=page, pages=pages)
    items.append(buttons(*turns, button("All retros", HISTORY(0))))
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def counts(past: PastRetro) -> str:
    """``5 cards, 1 comment · 2 themes · 3 actions, 1 open``, without what there is none of."""
    still_open = sum(action.is_open for action in past.actions)
    written = ((past.retro.cards, "card"), (len(past.comments), "comment"))
    said = ", ".join(plural(number, what) for number, what in written if number)
    themes = plural(len(past.themes), "theme") if past.themes else ""
    actions = plural(len(past.actions), "action") if past.actions else ""
    if still_open:
        actions += f", {still_open} open"
    return " · ".join(filter(None, (said, themes, actions))) or "no cards this time"


def _listed(past: PastRetro) -> str:
    retro = past.retro
    return (
        f"**{stamp(retro.opened_at, 'D')}** · {escape(retro.title)}\n"
        f"{counts(past)} · {retro.anonymity.value}"
    )


def _again(theme: Theme, dates: Sequence[date]) -> str:
    return f"- *{fit(theme.label, _LABEL)}* in {said_of(dates)}"


def _hit(hit: Hit) -> str:
    return f"{hit.kind}: {fit(' '.join(hit.text.split()), _EXCERPT)}"
