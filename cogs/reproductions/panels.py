"""The reproduction log as panels: the group's, one's own, one attempt, and its form."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.arxiv.values import Paper
from bot.inputs.links import MAX_LINK
from bot.reproductions.rules import MAX_NOTE, MAX_TRIED
from bot.reproductions.values import Attempt, Entry, Log, Noted, Outcome, OwnAttempts, TriedPaper
from cogs.common.feature import PanelAddition
from cogs.common.forms import Form, radio_field, text_field
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
from cogs.common.paper_text import title
from cogs.common.routes import CustomId
from cogs.common.text import escape, fit, one_line, plural, stamp, titled_link
from cogs.reproductions.links import PAPER
from cogs.reproductions.routes import (
    AT_PAPER,
    AT_PAPER_PAGE,
    DELETE,
    DELETE_FOR_SURE,
    EDIT,
    GROUP,
    LOG,
    MINE,
    OUTCOME,
)
from cogs.reproductions.style import ACCENT

ALL = "all"
"""What stands for every outcome in a custom id."""

FOR_GROUP, FOR_ME = "group", "me"

_TRIED, _LINK, _TITLE, _ON_PAGE = 80, 100, 120, 2
_PAGE = 3000
"""So many characters of attempts stand on a page."""

_PRIVACY = (
    "An attempt is its member's alone, unless they show it to the group. With *Mine* you see and "
    "change yours."
)
_OPTIONS = (
    (Outcome.REPRODUCED, "Reproduced", "What they report came out for you too"),
    (Outcome.PARTLY, "Partly", "Some of it did, or not as well"),
    (Outcome.FAILED, "Failed", "It did not; worth as much to know"),
    (Outcome.NOT_TRIED, "Not tried", "You looked, and there was no code, data or time"),
)


def log_panel(found: Log) -> Panel:
    """What the group reproduced, failed or never tried, with a choice of which."""
    items: Items = [f"**Reproductions**\n{_counts(found)}", line()]
    items += [row(_paper(each), button("Show", PAPER(each.paper.key))) for each in found.papers]
    if not found.papers:
        items.append(_nothing(found))
    items.append(buttons(_choice(found.outcome)))
    chosen = found.outcome.value if found.outcome else ALL
    turning = page_buttons(lambda page: GROUP(chosen, page), page=found.page, pages=found.pages)
    items.append(buttons(*turning, button(f"Mine · {found.mine}", MINE(0))))
    return Panel(ACCENT, *items, small_print=f"{_PRIVACY} {ONLY_YOU}")


def own_panel(found: OwnAttempts) -> Panel:
    """One's own attempts, shown to the group or not."""
    if not found.attempts:
        return Panel(
            ACCENT,
            "**Your attempts**\nNone yet. *Log attempt* stands on the page of each paper: "
            "`/paper show` opens one.",
            small_print=ONLY_YOU,
        )
    items: Items = ["**Your attempts**", line()]
    for each in found.attempts:
        text = f"**{one_line(each.title, _TITLE)}**\n{attempt_line(each, is_own=True)}"
        items.append(row(text, button("Change", EDIT(each.id))))
    turning = page_buttons(MINE, page=found.page, pages=found.pages)
    if turning:
        items += [line(), buttons(*turning)]
    return Panel(ACCENT, *items, small_print=ONLY_YOU)


def noted_panel(noted: Noted) -> Panel:
    """The answer to an attempt that was noted or changed: all that it says now."""
    attempt, before = noted.attempt, noted.before
    said = "Noted." if before is None else "Changed." if before != attempt.entry else "As it was."
    return Panel(
        ACCENT,
        f"{said} **{one_line(attempt.title, _TITLE)}**",
        *_whole(attempt.entry),
        line(),
        buttons(
            button("Change", EDIT(attempt.id)),
            button("Delete", DELETE(attempt.id), style=discord.ButtonStyle.danger),
            button("Paper", PAPER(attempt.paper_key)),
        ),
        small_print=_seen_by(attempt.entry),
    )


def ask_to_delete_panel(attempt: Attempt) -> Panel:
    """Asks once before an attempt is deleted."""
    return Panel(
        ACCENT,
        f"**Delete this attempt?** It cannot be brought back.\n"
        f"{one_line(attempt.title, _TITLE)}\n{attempt_line(attempt, is_own=True)}",
        buttons(
            button("Delete", DELETE_FOR_SURE(attempt.id), style=discord.ButtonStyle.danger),
            button("Keep", MINE(0)),
        ),
        small_print=ONLY_YOU,
    )


def deleted_panel(attempt: Attempt) -> Panel:
    """Says that an attempt is gone."""
    return Panel(
        ACCENT,
        f"Deleted: your attempt at **{one_line(attempt.title, _TITLE)}**.",
        buttons(button("Mine", MINE(0)), button("Paper", PAPER(attempt.paper_key))),
        small_print=ONLY_YOU,
    )


def attempt_form(submit: CustomId, entry: Entry | None = None) -> Form:
    """The form of an attempt, with what it says now. New ones are for their member alone."""
    return Form(
        "Attempt at a paper" if entry is None else "Change this attempt",
        submit,
        fields=[
            text_field(
                "tried",
                "What you tried",
                example="Table 2 with the small model on one GPU",
                default=entry.tried if entry else None,
                max_length=MAX_TRIED,
            ),
            text_field(
                "repository",
                "Repository",
                hint="Theirs or yours, if there is one",
                example="https://github.com/you/reproduction",
                default=entry.repository if entry else None,
                required=False,
                max_length=MAX_LINK,
            ),
            radio_field("outcome", "What came of it", _outcome_options(entry)),
            text_field(
                "note",
                "Note",
                hint="Goes with the attempt, also to the group if you show it",
                example="Converges only with their seed; 6 h on one GPU",
                default=entry.note if entry else None,
                long=True,
                required=False,
                max_length=MAX_NOTE,
            ),
            radio_field("seen_by", "Who sees it", _seen_options(entry)),
        ],
    )


def about_paper(attempts: Sequence[Attempt], user_id: int, key: str) -> PanelAddition:
    """For a paper's page: the newest attempts that its reader may see."""
    heading = "**Reproductions**"
    lines = [attempt_line(each, is_own=each.user_id == user_id) for each in attempts[:_ON_PAGE]]
    if not lines:
        heading += "\nNobody has shown an attempt yet."
    elif len(attempts) > _ON_PAGE:
        heading += f" · the newest {_ON_PAGE} of {len(attempts)}"
    acts = [button("Attempts", AT_PAPER(key))] if attempts else []
    return PanelAddition(
        rows=["\n".join((heading, *lines))], acts=[*acts, button("Log attempt", LOG(key))]
    )


def at_paper_panel(paper: Paper, attempts: Sequence[Attempt], page: int, user_id: int) -> Panel:
    """The attempts at a paper that its reader may see, with all that they say."""
    pages = _pages(attempts, user_id)
    shown, page, count = page_of(pages, page, 1)
    turning = page_buttons(lambda at: AT_PAPER_PAGE(paper.key, at), page=page, pages=count)
    return Panel(
        ACCENT,
        f"**Attempts** · {plural(len(attempts), 'attempt')}\n{title(paper)}",
        line(),
        *(shown[0] if shown else ["Nobody has shown an attempt yet."]),
        line(),
        buttons(*turning, button("Log attempt", LOG(paper.key)), button("Paper", PAPER(paper.key))),
        small_print=ONLY_YOU,
    )


def attempt_line(attempt: Attempt, *, is_own: bool) -> str:
    """An attempt on a line or two: what came of it, whose it is, what was tried, and where."""
    entry = attempt.entry
    whose = _whose(attempt, is_own=is_own)
    link = ""
    if entry.repository and len(entry.repository) <= _LINK:
        link = f" · {titled_link(entry.repository)}"
    return (
        f"{entry.outcome.mark} {entry.outcome.words} · {whose} · {stamp(attempt.noted_at, 'd')}\n"
        f"{one_line(entry.tried, _TRIED)}{link}"
    )


def _pages(attempts: Sequence[Attempt], user_id: int) -> list[list[str]]:
    """The attempts, whole, as many a page as its text holds; one at least."""
    pages: list[list[str]] = []
    room = 0
    for each in attempts:
        text = _read_by_all(each, is_own=each.user_id == user_id)
        room -= len(text)
        if room < 0:
            pages.append([])
            room = _PAGE - len(text)
        pages[-1].append(text)
    return pages


def _read_by_all(attempt: Attempt, *, is_own: bool) -> str:
    entry = attempt.entry
    said = "\n".join(_whole(entry))
    return f"{_whose(attempt, is_own=is_own)} · {stamp(attempt.noted_at, 'd')}\n{said}"


def _whose(attempt: Attempt, *, is_own: bool) -> str:
    if not is_own:
        return f"<@{attempt.user_id}>"
    return "yours, shown to the group" if attempt.entry.is_released else "yours, only you see it"


def _whole(entry: Entry) -> list[str]:
    text = f"{entry.outcome.mark} {entry.outcome.words}\n{escape(entry.tried)}"
    if entry.repository:
        text += f"\n{titled_link(entry.repository)}"
    return [text, *([fit(entry.note, 2 * MAX_NOTE)] if entry.note else [])]


def _seen_by(entry: Entry) -> str:
    if entry.is_released:
        return (
            "The group sees it with your name, in `/paper reproductions` and on the paper's page."
        )
    return f"{ONLY_YOU} *Change* can show it to the group."


def _counts(found: Log) -> str:
    total = sum(found.counts.values())
    if not total:
        return "The papers that you choose stand here, with what came of them."
    told = " · ".join(
        f"{each.mark} {found.counts.get(each, 0)} {_GROUP_WORDS[each].lower()}" for each in Outcome
    )
    return f"{plural(total, 'paper')}: {told}"


_GROUP_WORDS = {each: each.words for each in Outcome} | {Outcome.NOT_TRIED: "Never tried"}


def _paper(found: TriedPaper) -> str:
    text = f"{found.outcome.mark} **{title(found.paper)}**\n-# {found.paper.key}"
    text += f" · {_GROUP_WORDS[found.outcome].lower()}"
    if not found.is_chosen:
        text += " · listed, not chosen"
    if found.shown:
        text += f" · {plural(len(found.shown), 'attempt')}"
        text += f"\n{attempt_line(found.shown[0], is_own=False)}"
    return text


def _nothing(found: Log) -> str:
    if found.outcome is None:
        return "None yet. The first vote that closes brings one."
    return f"No paper stands there now: {_GROUP_WORDS[found.outcome].lower()}."


def _choice(chosen: Outcome | None) -> ui.Select[ui.LayoutView]:
    options = [discord.SelectOption(label="All papers", value=ALL, default=chosen is None)]
    options += [
        discord.SelectOption(
            label=f"{each.mark} {_GROUP_WORDS[each]}", value=each.value, default=each is chosen
        )
        for each in Outcome
    ]
    return ui.Select(custom_id=OUTCOME(), options=options)


def _outcome_options(entry: Entry | None) -> list[discord.RadioGroupOption]:
    return [
        discord.RadioGroupOption(
            label=label,
            value=outcome.value,
            description=says,
            default=entry is not None and entry.outcome is outcome,
        )
        for outcome, label, says in _OPTIONS
    ]


def _seen_options(entry: Entry | None) -> list[discord.RadioGroupOption]:
    shown = entry is not None and entry.is_released
    return [
        discord.RadioGroupOption(label="Only me", value=FOR_ME, default=not shown),
        discord.RadioGroupOption(
            label="The group, with my name",
            value=FOR_GROUP,
            description="In the reproductions and on the paper's page",
            default=shown,
        ),
    ]
