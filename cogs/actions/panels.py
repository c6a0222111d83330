"""What actions look like: one of them, in the list, when a retro opens, and in its summary."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.actions.values import Action, ActionReview, Listing, SeenAction, Show
from cogs.actions.routes import (
    ADD,
    DONE,
    DROP,
    EXPORT,
    FILTER,
    GIVE_BACK,
    KEEP,
    LISTED,
    MOVE,
    PICK,
    REVIEW,
    REVIEW_PAGE,
    TAKE,
    UNDO,
    Place,
    place_of,
)
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
from cogs.common.text import cut, day_stamp, escape, jump_url, link_to, plural

ACCENT = 0xF59E0B
_A_PAGE = 8
_REVIEWED_A_PAGE = 5
_SHOWN_AT_OPENING = 5
_SHOWN_IN_SUMMARY = 5
_LABEL = 100
_FILTERS = {
    Show.ALL: "All",
    Show.MINE: "Mine and asked of me",
    Show.OPEN: "Open",
    Show.LATE: "Late",
}
_NONE = {
    Show.ALL: "None yet. They come out of a retro: what will be done, by whom, until when.",
    Show.MINE: "None is yours. *Take on* in the whole list makes one so.",
    Show.OPEN: "None is open.",
    Show.LATE: "None is late.",
}
_STEP = "Taken on, it is a step in that person's plan: closing either closes both."

_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


def action_line(action: Action) -> str:
    """An action in two lines: mark and text, owner and date; the owner may be in a pause."""
    by = f"by {day_stamp(action.due_on, action.zone)}"
    return f"{action.status.mark} **{escape(action.text)}**\n{_whose(action)}{by}"


def action_row(action: Action, place: Place, key: int) -> ui.Section[ui.LayoutView]:
    """An action and its one act: take it on, done, or undo."""
    if not action.is_open:
        act = button("Undo", UNDO(action.id, place, key))
    elif action.owner_id is None:
        act = button("Take on", TAKE(action.id, place, key))
    else:
        act = button("Done", DONE(action.id, place, key))
    return row(action_line(action), act)


def list_panel(found: Listing, page: int) -> Panel:
    """The group's actions, or some of them, for one person."""
    shown, page, pages = page_of(found.actions, page, _A_PAGE)
    place = place_of(found.show)
    heading = f"**Actions** · {found.open} open"
    if found.show is not Show.ALL:
        heading += f" · {found.show.value}: {len(found.actions)}"
    if not found.actions:
        heading += f"\n{_NONE[found.show]}"
    items: Items = [heading, *(action_row(action, place, page) for action in shown), line()]
    items.append(_filter(found.show))
    if shown:
        items.append(_picking(shown, place, page))
    acts = [
        *page_buttons(lambda to: LISTED(place, to), page=page, pages=pages),
        button("Add action", ADD(0)),
    ]
    if found.actions:
        acts.append(button("Export", EXPORT(place)))
    return Panel(ACCENT, *items, buttons(*acts), small_print=f"{_STEP} {ONLY_YOU}")


def item_panel(found: SeenAction, said: str | None = None) -> Panel:
    """One action with all that its reader can do with it; ``said`` stands above it."""
    action = found.action
    items: Items = [said, line()] if said else []
    text = action_line(action)
    if action.message is not None:
        seen = action.message
        url = jump_url(action.guild_id, seen.channel_id, seen.message_id)
        text += f"\nMade of {link_to('a message', url)}"
    if action.asked_id == found.user_id and action.is_open:
        text += "\nYou are asked. Say yes or no; either is fine."
    items.append(text)
    acts = _acts(found)
    if acts:
        items.append(buttons(*acts))
    return Panel(ACCENT, *items, small_print=f"{_STEP} {ONLY_YOU}")


def review_panel(review: ActionReview, page: int) -> Panel:
    """Asks about each action that was unfinished when the retro opened: keep, done or drop."""
    retro_id = review.retro.id
    shown, page, pages = page_of(review.actions, page, _REVIEWED_A_PAGE)
    left = sum(action.is_open for action in review.actions)
    heading = f"**Unfinished actions** · {left}\n"
    heading += "What becomes of each?" if left else "Nothing is left open. A clean start."
    items: Items = [heading]
    for action in shown:
        kept = action.is_open and action.kept_in_retro_id == retro_id
        items.append(action_line(action) + (" · kept" if kept else ""))
        items.append(buttons(*_decisions(action, retro_id, kept)))
    turns = page_buttons(lambda to: REVIEW_PAGE(retro_id, to), page=page, pages=pages)
    if turns:
        items.append(buttons(*turns))
    small_print = (
        "Its owner decides, or an organiser; what nobody has anybody can take on. " + ONLY_YOU
    )
    return Panel(ACCENT, *items, small_print=small_print)


def changed_panel(seen: SeenAction, *, changed: bool) -> Panel:
    """The answer to an act by command."""
    return item_panel(seen, None if changed else "It was so already.")


def added_panel(action: Action) -> Panel:
    """The answer to a new action."""
    said = "Noted. `/action list` has it too."
    if action.owner_id is not None:
        said = "Noted: it is a step in your plan now. `/action list` has it too."
    elif action.asked_id is not None:
        said = (
            f"Noted. <@{action.asked_id}> is asked in `/today` and in their next daily message; "
            "nobody is pinged. Until then anybody can take it on."
        )
    return Panel(ACCENT, f"{said}\n{action_line(action)}", small_print=ONLY_YOU)


def unfinished(actions: Sequence[Action], retro_id: int) -> PanelAddition:
    """For a retro's panel: what is still open, in a few lines."""
    if not actions:
        return PanelAddition()
    shown = [action_line(action) for action in actions[:_SHOWN_AT_OPENING]]
    heading = f"**Unfinished from before** · {plural(len(actions), 'action')}"
    if len(actions) > len(shown):
        shown.append(f"and {len(actions) - len(shown)} more: *Review* has them all.")
    review = button("Review", REVIEW(retro_id))
    return PanelAddition(rows=["\n".join((heading, *shown))], acts=[review])


def decided(actions: Sequence[Action], retro_id: int) -> PanelAddition:
    """For a retro's summary: what came of it, a row each for the first ones."""
    shown = actions[:_SHOWN_IN_SUMMARY]
    heading = f"**Actions** · {len(actions)}"
    if not actions:
        heading += "\nNone yet. What will you change? An action has an owner and a date."
    elif len(actions) > len(shown):
        heading += f"\nThe first {len(shown)} by date; `/action list` has them all."
    rows: Items = [action_row(action, Place.SUMMARY, retro_id) for action in shown]
    add = button("Add action", ADD(retro_id), style=_PRIMARY)
    return PanelAddition(rows=[heading, *rows], acts=[add], is_empty=not actions)


def nobodys(actions: Sequence[Action]) -> Items:
    """For organisers: the open actions that nobody has."""
    if not actions:
        return []
    many = plural(len(actions), "open action")
    text = (
        f"**Without an owner** · {many}\nThe next is due {_by(actions[0])}. Anybody can take one "
        "on in `/action list`; the next retro asks about them."
    )
    return [row(text, button("Show", LISTED(Place.OPEN, 0)))]


def _by(action: Action) -> str:
    return day_stamp(action.due_on, action.zone)


def _whose(action: Action) -> str:
    if action.owner_id is not None:
        return f"<@{action.owner_id}> · "
    if not action.is_open:
        return ""
    return "nobody yet · " if action.asked_id is None else f"<@{action.asked_id}> is asked · "


def _acts(found: SeenAction) -> list[ui.Button[ui.LayoutView]]:
    """What somebody can do with an action."""
    action, keys = found.action, (found.action.id, Place.ITEM, 0)
    is_mine = action.owner_id == found.user_id
    may = is_mine or found.is_organiser
    if not action.is_open:
        return [button("Undo", UNDO(*keys))] if may else []
    done = button("Done", DONE(*keys), style=_PRIMARY)
    drop = button("Drop", DROP(*keys), style=_DANGER)
    changes = [done, button("Another date", MOVE(*keys)), drop]
    if is_mine:
        return [*changes, button("Hand back", GIVE_BACK(*keys))]
    if action.owner_id is not None:
        return changes if may else []
    acts = [button("Take on", TAKE(*keys), style=_PRIMARY)]
    if action.asked_id == found.user_id:
        acts.append(button("No, thanks", GIVE_BACK(*keys)))
    return [*acts, *(changes[1:] if may else [])]


def _decisions(action: Action, retro_id: int, kept: bool) -> list[ui.Button[ui.LayoutView]]:
    keys = (action.id, Place.REVIEW, retro_id)
    if not action.is_open:
        return [button("Undo", UNDO(*keys))]
    take = [button("Take on", TAKE(*keys))] if action.owner_id is None else []
    return [
        *take,
        button("Keep", KEEP(*keys), disabled=kept),
        button("Done", DONE(*keys)),
        button("Drop", DROP(*keys), style=_DANGER),
    ]


def _filter(show: Show) -> ui.ActionRow[ui.LayoutView]:
    options = [
        discord.SelectOption(label=label, value=each.value, default=each is show)
        for each, label in _FILTERS.items()
    ]
    return buttons(ui.Select(custom_id=FILTER(), options=options))


def _picking(shown: Sequence[Action], place: Place, page: int) -> ui.ActionRow[ui.LayoutView]:
    options = [
        discord.SelectOption(
            label=cut(f"{each.status.mark} {each.text}", _LABEL), value=str(each.id)
        )
        for each in shown
    ]
    return buttons(
        ui.Select(
            custom_id=PICK(place, page),
            placeholder="Open one for more",
            options=options,
        )
    )
