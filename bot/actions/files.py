"""Actions as Markdown, CSV and JSON (D2): what, until when, what became of it; nobody's name. Pure.

Notes and links of the owner's step, who has an action and who is asked are in none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.actions.values import Action, ActionStatus
from bot.file_text import plain
from bot.files import File, csv_file, json_file, markdown_file

COLUMNS = ("text", "due_on", "status", "has_owner", "noted_on", "finished_on", "retro", "message")
_CHAPTERS = {
    ActionStatus.OPEN: "Open",
    ActionStatus.DONE: "Done",
    ActionStatus.DROPPED: "Dropped",
}


def files_of(actions: Sequence[Action]) -> list[File]:
    """The three files: a row an action, a list of objects, chapters by how they stand."""
    records = list(map(record, actions))
    return [
        markdown_file("actions", as_markdown(actions)),
        csv_file("actions", COLUMNS, records),
        json_file("actions", {"actions": records}),
    ]


def as_markdown(actions: Sequence[Action]) -> str:
    """A chapter for the open ones, one for those done, one for those dropped."""
    lines = ["# Actions", ""]
    for status, title in _CHAPTERS.items():
        found = [each for each in actions if each.status is status]
        if found:
            lines += [f"## {title}", "", *map(markdown_line, found), ""]
    return "\n".join(lines)


def markdown_line(action: Action) -> str:
    """An action as an item of a list."""
    row = record(action)
    told = [f"by {row['due_on']}"]
    if row["finished_on"] is not None:
        told.append(f"{action.status.value} {row['finished_on']}")
    elif not row["has_owner"]:
        told.append("nobody has it")
    if row["message"] is not None:
        told.append(f"<{row['message']}>")
    return f"- {plain(action.text)} ({', '.join(told)})"


def record(action: Action) -> dict[str, Any]:
    """What files say of an action; dates are the group's, ``retro`` is that retro's number."""
    seen = action.message
    place = f"https://discord.com/channels/{action.guild_id}"
    return {
        "text": action.text,
        "due_on": action.due_on.isoformat(),
        "status": action.status.value,
        "has_owner": action.owner_id is not None,
        "noted_on": action.day_of(action.created_at),
        "finished_on": action.day_of(action.finished_at),
        "retro": action.retro_id,
        "message": None if seen is None else f"{place}/{seen.channel_id}/{seen.message_id}",
    }
