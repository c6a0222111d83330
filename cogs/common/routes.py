"""Buttons, selects and forms, found by their custom id alone.

A custom id is ``noun:verb`` and the primary keys it is about: ``milestone:done:theory-sets``. It
carries no state, so a component works after any restart; a form's text too is never lost, since
the handler needs nothing from the moment when the form was opened. An exception in a handler takes
the same path as one in a command.

A `Route` is declared once with the types of its keys, and makes the custom ids that its handler is
found by; the type checker compares both with it::

    DONE = Route("milestone:done", str, int)

    button("Done", DONE(item.id, page))

    @DONE.press
    async def done(interaction: Interaction, milestone_id: str, page: int) -> None: ...
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any, Generic, NewType, TypeVar, TypeVarTuple, overload

import discord

from bot.client import Syllabot
from bot.errors import UserError

Interaction = discord.Interaction[Syllabot]

CustomId = NewType("CustomId", str)
"""What a button, a select or a form is found by. Only a `Route` makes one."""

Keys = TypeVarTuple("Keys")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")

Key = Callable[[str], T]
"""Reads a key from its text, or raises ValueError. ``str(key)`` gives the text back."""

Answer = Coroutine[Any, Any, None]

MAX_CUSTOM_ID = 100
# What tells one opened form from all others stands after its keys.
_FORM_KEY = re.compile(r"~([A-Za-z0-9_-]{11})\Z")
_FORM_KEY_BYTES = 8
# What stands before the id of a button that opens a form again; see `RouteTable.opener_again`.
_AGAIN = re.compile(r"\Aagain((?:\d(?:\.\d)*)?)~")
# What the database's columns for ids hold.
_LARGEST_ID = 2**63 - 1
_TEXT_OPTION = discord.AppCommandOptionType.string.value
_TEXT_INPUT = discord.ComponentType.text_input.value
_BUTTON = discord.ComponentType.button.value


def snowflake(text: str) -> int:
    """A key that is an id which Discord gave.

    Raises:
        ValueError: it cannot be one.
    """
    value = whole(text)
    if value <= 0:
        raise ValueError(text)
    return value


class Fields:
    """A submitted form's values by the name of each field.

    Text inputs and radio groups give a text (empty when left empty), selects and checkbox groups a
    list, a checkbox True or False. The names come from a client, and what stands under them: it
    need not be what was asked.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        """Keep them."""
        self._values = values

    @overload
    def get(self, name: str, default: str) -> str: ...
    @overload
    def get(self, name: str, default: list[str]) -> list[str]: ...
    @overload
    def get(self, name: str, default: bool) -> bool: ...
    def get(self, name: str, default: str | list[str] | bool) -> str | list[str] | bool:
        """The value, or ``default`` where none of its kind came."""
        value = self._values.get(name)
        return value if isinstance(value, type(default)) else default


class Route(Generic[*Keys]):
    """An address, and the handlers of the buttons, selects and forms that carry it."""

    @overload
    def __init__(self: Route[()], name: str, /) -> None: ...
    @overload
    def __init__(self: Route[A], name: str, a: Key[A], /) -> None: ...
    @overload
    def __init__(self: Route[A, B], name: str, a: Key[A], b: Key[B], /) -> None: ...
    @overload
    def __init__(self: Route[A, B, C], name: str, a: Key[A], b: Key[B], c: Key[C], /) -> None: ...
    @overload
    def __init__(
        self: Route[A, B, C, D], name: str, a: Key[A], b: Key[B], c: Key[C], d: Key[D], /
    ) -> None: ...
    @overload
    def __init__(
        self: Route[A, B, C, D, E],
        name: str,
        a: Key[A],
        b: Key[B],
        c: Key[C],
        d: Key[D],
        e: Key[E],
        /,
    ) -> None: ...
    def __init__(self, name: str, /, *keys: Key[Any]) -> None:
        """Declare ``noun:verb`` with a reader for each key.

        Raises:
            ValueError: ``name`` is not of that form, or a key would not read what it was.
        """
        if name.count(":") != 1:
            raise ValueError(f"a route is noun:verb: {name!r}")
        if bool in keys:
            raise ValueError(f"{name}: bool reads 'False' as True")
        self.name = name
        self._keys = tuple(whole if key is int else key for key in keys)
        self._press: Callable[[Interaction, *Keys], Answer] | None = None
        self._form: Callable[[Interaction, Fields, *Keys], Answer] | None = None

    def __call__(self, *keys: *Keys) -> CustomId:
        """The custom id about ``keys``.

        Raises:
            ValueError: it is longer than Discord takes, or a key holds the separator.
        """
        parts = [str(key) for key in keys]
        if any(":" in part for part in parts):
            raise ValueError(f"a key of {self.name} holds a colon: {parts}")
        value = ":".join((self.name, *parts))
        if len(value) > MAX_CUSTOM_ID:
            raise ValueError(f"the custom id {value!r} is longer than {MAX_CUSTOM_ID}")
        return CustomId(value)

    def press(
        self, handler: Callable[[Interaction, *Keys], Answer]
    ) -> Callable[[Interaction, *Keys], Answer]:
        """Let ``handler`` answer buttons and selects."""
        if self._press is not None:
            raise ValueError(f"{self.name} has a handler for presses already")
        self._press = handler
        return handler

    def form(
        self, handler: Callable[[Interaction, Fields, *Keys], Answer]
    ) -> Callable[[Interaction, Fields, *Keys], Answer]:
        """Let ``handler`` answer a submitted form."""
        if self._form is not None:
            raise ValueError(f"{self.name} has a handler for forms already")
        self._form = handler
        return handler

    @property
    def key_count(self) -> int:
        """How many keys its custom ids carry."""
        return len(self._keys)

    @property
    def keys(self) -> tuple[Key[Any], ...]:
        """The reader of each key."""
        return self._keys

    @property
    def takes_press(self) -> bool:
        """Whether it answers buttons and selects."""
        return self._press is not None

    @property
    def takes_form(self) -> bool:
        """Whether it answers forms."""
        return self._form is not None

    async def answer(self, interaction: Interaction, texts: list[str]) -> None:
        """Call the handler with the keys that ``texts`` spell.

        Raises:
            UserError: nothing handles it, or the texts are not of the route's form.
        """
        is_form = interaction.type is discord.InteractionType.modal_submit
        if len(texts) != len(self._keys) or (self._form if is_form else self._press) is None:
            raise UserError(_GONE)
        try:
            keys: Any = [read(text) for read, text in zip(self._keys, texts, strict=True)]
        except ValueError:
            raise UserError(_GONE) from None
        if is_form and self._form is not None:
            await self._form(interaction, fields(interaction), *keys)
        elif self._press is not None:
            await self._press(interaction, *keys)


AnyRoute = Route[*tuple[Any, ...]]


def routes_in(module: ModuleType, *_handlers: ModuleType) -> tuple[AnyRoute, ...]:
    """The routes that a feature's ``routes`` module declares.

    The modules with their handlers are given too: being imported is what joins them to the routes.

    Raises:
        ValueError: one has no handler: the module with its handler was not imported.
    """
    found = tuple(value for value in vars(module).values() if isinstance(value, Route))
    missing = [route.name for route in found if not (route.takes_press or route.takes_form)]
    if missing:
        raise ValueError(f"routes without a handler: {missing}")
    return found


class RouteTable:
    """The routes of all features, by name."""

    def __init__(self, routes: Iterable[AnyRoute]) -> None:
        """Serve ``routes``.

        Raises:
            ValueError: two have the same name.
        """
        self._routes: dict[str, AnyRoute] = {}
        for route in routes:
            if route.name in self._routes:
                raise ValueError(f"there are two routes {route.name}")
            self._routes[route.name] = route

    @property
    def presses(self) -> dict[str, int]:
        """Each route that answers buttons and selects, with how many keys it has."""
        return {name: each.key_count for name, each in self._routes.items() if each.takes_press}

    @property
    def forms(self) -> dict[str, int]:
        """Each route that answers forms, with how many keys it has."""
        return {name: each.key_count for name, each in self._routes.items() if each.takes_form}

    async def dispatch(self, interaction: Interaction) -> None:
        """Call the handler that the interaction's custom id names.

        Raises:
            UserError: nothing handles it (any more), or its keys are not of the route's form.
        """
        data: Any = interaction.data
        custom_id = _AGAIN.sub("", str(data["custom_id"]))
        parts = _FORM_KEY.sub("", custom_id).split(":")
        route = self._routes.get(":".join(parts[:2]))
        if route is None:
            raise UserError(_GONE)
        await route.answer(interaction, parts[2:])

    def opener_again(self, interaction: Interaction, filled: Iterable[int]) -> CustomId | None:
        """What opens the form that was sent once more, if a button can: with its keys.

        ``filled`` are the places of those of its text inputs that hold something.
        """
        data: Any = interaction.data
        custom_id = _FORM_KEY.sub("", str(data["custom_id"]))
        route = self._routes.get(":".join(custom_id.split(":")[:2]))
        again = f"again{'.'.join(map(str, filled))}~{custom_id}"
        if route is None or not route.takes_press or len(again) > MAX_CUSTOM_ID:
            return None
        return CustomId(again)


def places_filled(interaction: Interaction) -> list[int] | None:
    """Which text inputs of the form that is to open again held something; None for any other."""
    data: Any = interaction.data or {}
    found = _AGAIN.match(str(data.get("custom_id", "")))
    return None if found is None else [int(place) for place in found[1].split(".") if place]


def for_one_form(custom_id: CustomId) -> CustomId:
    """The id of one opened form: ``custom_id`` with a key that no other form has.

    Only keys from a forged id leave no room for it; such a form is like those of former versions,
    which have none.
    """
    marked = f"{custom_id}~{secrets.token_urlsafe(_FORM_KEY_BYTES)}"
    return CustomId(marked) if len(marked) <= MAX_CUSTOM_ID else custom_id


def form_key(interaction: Interaction) -> str | None:
    """The key that the form was opened with, where a form was sent."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return None
    data: Any = interaction.data
    found = _FORM_KEY.search(str(data["custom_id"]))
    return None if found is None else found[1]


def whole(text: str) -> int:
    """A whole number that a client sent, such as an id.

    Raises:
        ValueError: it is none, or larger than any id in a database.
    """
    value = int(text)
    if abs(value) > _LARGEST_ID:
        raise ValueError("no id is that large")
    return value


_GONE = "That no longer works here; it may be from an older version of me. `/help` shows what does."


def chosen(interaction: Interaction) -> list[str]:
    """The values picked in a select. They come from a client: look each up before use."""
    data: Any = interaction.data
    return [str(value) for value in data.get("values", [])]


def chosen_one(interaction: Interaction) -> str:
    """The value picked in a select that takes one; empty when there is none."""
    return next(iter(chosen(interaction)), "")


def fields(interaction: Interaction) -> Fields:
    """What a submitted form holds."""
    return Fields({item["custom_id"]: _value(item) for item in _inputs(interaction)})


def _value(item: dict[str, Any]) -> Any:
    value = item["values"] if "values" in item else item.get("value")
    return "" if value is None else value


def _inputs(interaction: Interaction) -> Iterator[dict[str, Any]]:
    """What a submitted form holds: inputs stand inside labels, in older clients inside rows."""
    data: Any = interaction.data
    for part in data.get("components", []):
        yield from [part["component"]] if "component" in part else part.get("components", [])


def pressed_id(interaction: Interaction) -> CustomId | None:
    """The custom id of the button that was pressed; None for anything but a button."""
    data: Any = interaction.data or {}
    return CustomId(data["custom_id"]) if data.get("component_type") == _BUTTON else None


def typed_texts(interaction: Interaction) -> list[tuple[str | None, str]]:
    """Each text that a person typed: a command's with the name of its option."""
    if interaction.type is discord.InteractionType.modal_submit:
        inputs = (item for item in _inputs(interaction) if item["type"] == _TEXT_INPUT)
        return [(None, _value(item)) for item in inputs]
    if interaction.type is discord.InteractionType.application_command:
        return list(_text_options(interaction.data))
    return []


def typed_text(interaction: Interaction) -> str:
    """All that a person typed: a form's texts, or a command's, a paragraph each."""
    texts = typed_texts(interaction)
    return "\n\n".join(f"{name}: {text}" if name else text for name, text in texts if text.strip())


def _text_options(data: Any) -> Iterator[tuple[str, str]]:
    """The texts among a command's options, with their names; groups nest them."""
    for option in data.get("options", []):
        if option["type"] == _TEXT_OPTION:
            yield option["name"], option["value"]
        else:
            yield from _text_options(option)
