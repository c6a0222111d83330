"""Pure rules of forgetting: the name that confirms it, and how a message is named."""

from __future__ import annotations

from collections.abc import Iterable

from bot.inputs.text import comparable, folded
from bot.public_panels import NamingPost, PublicPanel


def is_name(typed: str, name: str) -> bool:
    """Whether somebody typed the group's name; case, accents and signs do not matter."""
    fold = folded if folded(name) else comparable
    return fold(typed) == fold(name)


def post_subject(post: NamingPost) -> str:
    """What names a message in its delivery; nothing in it tells of whom."""
    place = f"{post.channel_id}:{post.message_id}"
    return place if post.panel is None else f"{place}:{post.panel.name}:{post.thing_id}"


def read_post_subject(subject: str, panels: Iterable[PublicPanel]) -> NamingPost:
    """The message that :func:`post_subject` named; ``panels`` are those that can be shown.

    Raises:
        ValueError: nothing shows such a panel.
    """
    channel_id, message_id, *shown = subject.split(":")
    if not shown:
        return NamingPost(int(channel_id), int(message_id))
    name, thing_id = shown
    found = next((panel for panel in panels if panel.name == name), None)
    if found is None:
        raise ValueError(f"no feature shows a panel called {name}")
    return NamingPost(int(channel_id), int(message_id), found, int(thing_id))
