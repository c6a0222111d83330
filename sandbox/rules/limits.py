"""Discord's limits on message bodies. Pure: bodies in, :class:`Problems` out.

The figures are those of Discord's documentation ("Create Message", "Embed Limits", "Poll Create
Request"). Components have their own module; commands too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from sandbox.rules.errors import DiscordError, Problems

CONTENT: Final = 2000
EMBEDS: Final = 10
EMBED_TOTAL: Final = 6000
"""Characters over all embeds of a message."""
EMBED_FIELDS: Final = 25
ATTACHMENTS: Final = 10
FILE_SIZE: Final = 10 * 1024 * 1024
"""Bytes of one file without a server's boosts."""
NONCE: Final = 25
POLL_QUESTION: Final = 300
POLL_ANSWER: Final = 55
POLL_ANSWERS: Final = 10
POLL_HOURS: Final = 768
POLL_DEFAULT_HOURS: Final = 24
MENTIONS: Final = 100


def check_text(problems: Problems, path: str, value: Any, low: int, high: int) -> bool:
    """Note whatever keeps ``value`` from being a string of ``low..high`` characters."""
    if not isinstance(value, str):
        problems.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        return False
    size = len(value.strip()) if low else len(value)
    if low <= size and len(value) <= high:
        return True
    problems.length(path, size if size < low else len(value), low, high)
    return False


def check_list(problems: Problems, path: str, value: Any, low: int, high: int) -> bool:
    """Note whatever keeps ``value`` from being a list of ``low..high`` items."""
    if not isinstance(value, list):
        problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return False
    problems.length(path, len(value), low, high)
    return low <= len(value) <= high


def check_object(problems: Problems, path: str, value: Any) -> bool:
    """Note a value that is no JSON object."""
    if not isinstance(value, dict):
        problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    return isinstance(value, dict)


def check_int(problems: Problems, path: str, value: Any, low: int, high: int) -> bool:
    """Note whatever keeps ``value`` from being a whole number within ``low..high``.

    A float without a fraction is one: discord.py sends a poll's hours so, and Discord takes it.
    """
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole:
        problems.add(path, "NUMBER_TYPE_COERCE", "Value is not int.")
        return False
    if not low <= value <= high:
        text = f"int value should be between {low} and {high}."
        problems.add(path, "NUMBER_TYPE_RANGE", text)
    return bool(low <= value <= high)


def check_choice(problems: Problems, path: str, value: Any, allowed: Collection[int]) -> bool:
    """Note a value that is none of the ``allowed`` numbers."""
    if isinstance(value, int) and not isinstance(value, bool) and value in allowed:
        return True
    problems.choice(path, f"({', '.join(str(int(each)) for each in sorted(allowed))})")
    return False


def check_content(problems: Problems, content: Any) -> None:
    """The plain text of a message."""
    if content is not None:
        check_text(problems, "content", content, 0, CONTENT)


def check_nonce(problems: Problems, nonce: Any) -> None:
    """A nonce: up to 25 characters, or a number."""
    if isinstance(nonce, str):
        problems.length("nonce", len(nonce), 0, NONCE)
    elif nonce is not None and not isinstance(nonce, int):
        problems.add("nonce", "STRING_TYPE_CONVERT", "Could not interpret value as string.")


_EMBED_TEXTS: Final = (
    ("title", 256),
    ("description", 4096),
    ("footer.text", 2048),
    ("author.name", 256),
)


def check_embeds(problems: Problems, embeds: Any) -> None:
    """Every embed's parts and the sum over all of them."""
    if embeds is None or not check_list(problems, "embeds", embeds, 0, EMBEDS):
        return
    total = 0
    for index, embed in enumerate(embeds):
        path = f"embeds.{index}"
        if check_object(problems, path, embed):
            total += _check_embed(problems, path, embed)
    if total > EMBED_TOTAL:
        problems.add(
            "embeds",
            "MAX_EMBED_SIZE_EXCEEDED",
            f"Embed size exceeds maximum size of {EMBED_TOTAL}",
        )


def _check_embed(problems: Problems, path: str, embed: dict[str, Any]) -> int:
    total = 0
    for name, high in _EMBED_TEXTS:
        value: Any = embed
        for key in name.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None and check_text(problems, f"{path}.{name}", value, 0, high):
            total += len(value)
    fields = embed.get("fields")
    if fields is not None and check_list(problems, f"{path}.fields", fields, 0, EMBED_FIELDS):
        total += sum(
            _check_field(problems, f"{path}.fields.{index}", field)
            for index, field in enumerate(fields)
        )
    if embed.get("color") is not None:
        check_int(problems, f"{path}.color", embed["color"], 0, 0xFFFFFF)
    for name in ("image", "thumbnail", "footer", "author"):
        if embed.get(name) is not None:
            check_object(problems, f"{path}.{name}", embed[name])
    for name in ("image", "thumbnail"):
        if isinstance(embed.get(name), dict):
            check_url(problems, f"{path}.{name}.url", embed[name].get("url"), files=True)
    return total


def _check_field(problems: Problems, path: str, field: Any) -> int:
    total = 0
    if check_object(problems, path, field):
        for name, high in (("name", 256), ("value", 1024)):
            if not field.get(name):
                problems.required(f"{path}.{name}")
            elif check_text(problems, f"{path}.{name}", field[name], 1, high):
                total += len(field[name])
    return total


def check_url(problems: Problems, path: str, url: Any, *, files: bool, high: int = 2048) -> None:
    """An http(s) address, or with ``files`` also one of the message's own files."""
    schemes = ("http://", "https://", "attachment://") if files else ("http://", "https://")
    links = schemes if files else (*schemes, "discord://")
    if url is None:
        problems.required(path)
    elif check_text(problems, path, url, 1, high) and not url.startswith(links):
        known = ", ".join(f"'{scheme.removesuffix('://')}'" for scheme in links)
        problems.add(
            path,
            "URL_TYPE_INVALID_SCHEME",
            f"Scheme must be one of ({known}).",
        )


def check_poll(problems: Problems, poll: Any) -> None:
    """A native poll's question, answers and duration."""
    if poll is None or not check_object(problems, "poll", poll):
        return
    question = poll.get("question")
    text = question.get("text") if isinstance(question, dict) else None
    if text is None:
        problems.required("poll.question.text")
    else:
        check_text(problems, "poll.question.text", text, 1, POLL_QUESTION)
    answers = poll.get("answers")
    if check_list(problems, "poll.answers", answers, 1, POLL_ANSWERS):
        for index, answer in enumerate(answers):
            _check_poll_answer(problems, f"poll.answers.{index}", answer)
    if poll.get("duration") is not None:
        check_int(problems, "poll.duration", poll["duration"], 1, POLL_HOURS)
    if poll.get("layout_type") is not None:
        check_choice(problems, "poll.layout_type", poll["layout_type"], (1,))


def _check_poll_answer(problems: Problems, path: str, answer: Any) -> None:
    media = answer.get("poll_media") if isinstance(answer, dict) else None
    if not isinstance(media, dict):
        problems.required(f"{path}.poll_media")
    elif media.get("text") is None:
        problems.required(f"{path}.poll_media.text")
    else:
        check_text(problems, f"{path}.poll_media.text", media["text"], 1, POLL_ANSWER)
        if media.get("emoji") is not None:
            check_object(problems, f"{path}.poll_media.emoji", media["emoji"])


def check_allowed_mentions(problems: Problems, allowed: Any) -> None:
    """Kinds and ids of mentions; a kind may not be both parsed and listed."""
    if allowed is None or not check_object(problems, "allowed_mentions", allowed):
        return
    parse = allowed.get("parse") or []
    if not check_list(problems, "allowed_mentions.parse", parse, 0, 3):
        return
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            problems.choice(f"allowed_mentions.parse.{index}", "('roles', 'users', 'everyone')")
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        check_list(problems, f"allowed_mentions.{kind}", listed, 0, MENTIONS)
        if listed and kind in parse:
            problems.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def check_files(sizes: Iterable[int]) -> None:
    """413 when a file is too large for Discord."""
    if any(size > FILE_SIZE for size in sizes):
        raise DiscordError(413, 40005, "Request entity too large")
