"""Retros that are over as Markdown, CSV and JSON (D2), actions in their own section. Pure.

Nobody's name is in them, whatever the retro showed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from bot.actions.files import COLUMNS as ACTION_COLUMNS
from bot.actions.files import markdown_line
from bot.actions.files import record as action_record
from bot.file_text import plain
from bot.files import File, csv_file, json_file, markdown_file
from bot.inputs.dates import say_date
from bot.past_retros.rules.recurring import others_of, said_of
from bot.past_retros.values import Archive, PastRetro, Recurring
from bot.retros.values import Card
from bot.themes.values import Theme

_COLUMNS = (
    *("retro", "held_on", "format", "anonymity", "kind", "column"),
    *("theme", "votes", "discussed", "text"),
)


def files_of(archive: Archive, found: Recurring, retros: Sequence[PastRetro]) -> list[File]:
    """The files of these of the group's retros."""
    actions = [action for past in retros for action in past.actions]
    return [
        markdown_file("retros", "\n".join(_chapter(archive, found, past) for past in retros)),
        csv_file("retros", _COLUMNS, [row for past in retros for row in _rows(past)]),
        csv_file("actions", ACTION_COLUMNS, map(action_record, actions)),
        json_file("retros", {"retros": [_record(archive, found, past) for past in retros]}),
    ]


def _record(archive: Archive, found: Recurring, past: PastRetro) -> dict[str, Any]:
    retro = past.retro
    return {
        "retro": retro.id,
        "held_on": past.held_on.isoformat(),
        "format": retro.title,
        "anonymity": retro.anonymity.value,
        "columns": [column.title for column in retro.columns],
        "facts": list(past.facts),
        "themes": [
            {
                "theme": theme.title or theme.label,
                "votes": theme.votes,
                "discussed": theme.rank,
                "thread": _thread(archive, theme),
                "also_held_on": [day.isoformat() for day in others_of(archive, found, past, theme)],
                "cards": [_card(past, card) for card in theme.cards],
            }
            for theme in past.themes
        ],
        "cards": [_card(past, card) for card in past.cards],
        "comments": [_card(past, card) for card in past.comments],
        "actions": list(map(action_record, past.actions)),
    }


def _card(past: PastRetro, card: Card) -> dict[str, str]:
    return {"column": past.retro.column(card.position).title, "text": card.text}


def _thread(archive: Archive, theme: Theme) -> str | None:
    if theme.thread_id is None:
        return None
    return f"https://discord.com/channels/{archive.guild_id}/{theme.thread_id}"


def _rows(past: PastRetro) -> Iterator[dict[str, Any]]:
    """A row a fact, card and comment."""
    retro = past.retro
    about: dict[str, Any] = dict.fromkeys(_COLUMNS)
    about |= {"retro": retro.id, "held_on": past.held_on.isoformat(), "format": retro.title}
    about["anonymity"] = retro.anonymity.value
    for text in past.facts:
        yield about | {"kind": "fact", "text": text}
    for theme in past.themes:
        of_theme = {"theme": theme.title or theme.label, "votes": theme.votes}
        of_theme |= {"discussed": theme.rank}
        for card in theme.cards:
            yield about | {"kind": "card"} | of_theme | _card(past, card)
    for card in past.cards:
        yield about | {"kind": "card"} | _card(past, card)
    for card in past.comments:
        yield about | {"kind": "comment"} | _card(past, card)


def _chapter(archive: Archive, found: Recurring, past: PastRetro) -> str:
    retro = past.retro
    lines = [f"# Retro of {say_date(past.held_on)}: {plain(retro.title)}", ""]
    lines += [f"{retro.anonymity.value.capitalize()} · {retro.cards} cards", ""]
    lines += _section("Since the retro before", (f"- {plain(fact)}" for fact in past.facts))
    lines += _section("Actions", map(markdown_line, past.actions))
    if past.themes:
        lines += ["## Themes", ""]
    for theme in past.themes:
        others = others_of(archive, found, past, theme)
        lines += _theme(archive, past, theme, others)
    lines += _section("Cards", _cards(past, past.cards))
    lines += _section("Comments after the reveal", _cards(past, past.comments))
    return "\n".join(lines)


def _theme(
    archive: Archive, past: PastRetro, theme: Theme, others: Sequence[date]
) -> Iterator[str]:
    yield from (f"### {plain(theme.title or theme.label)}", "")
    about = [] if theme.votes is None else [f"{theme.votes} votes"]
    if theme.rank is not None:
        about.append(f"discussed as number {theme.rank}")
    if others:
        about.append(f"came up in {said_of(others, past.held_on)} too")
    thread = _thread(archive, theme)
    about += [] if thread is None else [f"<{thread}>"]
    if about:
        yield from (", ".join(about), "")
    yield from (*_cards(past, theme.cards), "")


def _cards(past: PastRetro, cards: Iterable[Card]) -> Iterator[str]:
    for card in cards:
        column = plain(past.retro.column(card.position).title)
        yield f"- **{column}** · {plain(card.text)}"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [f"## {title}", "", *found, ""] if found else []
