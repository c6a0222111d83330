"""What a client sends with an interaction: of the form that Discord describes, or put aside. Pure.

A modified client can send anything where a text, a list or a number belongs. Whoever reads the data
afterwards, our library first, relies on its form, and ends where it has another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType, ValidationError, convert

from bot.inputs.text import clean_throughout

# https://discord.com/developers/docs/interactions/receiving-and-responding
_COMMAND, _COMPONENT, _SUGGESTIONS, _FORM = 2, 3, 4, 5
_TEXT_INPUT, _CHECKBOX = 4, 23
_LARGEST = 2**53
_Whole = Annotated[int, Meta(ge=-_LARGEST, le=_LARGEST)]
_Number = _Whole | Annotated[float, Meta(ge=-_LARGEST, le=_LARGEST)]
# By the option's type; of what is still being typed, a number too is a text.
_VALUES: Final[dict[int, Any]] = {
    3: str,
    4: _Whole,
    5: bool,
    6: str,
    7: str,
    8: str,
    9: str,
    10: _Number,
    11: str,
}
_TYPING: Final[dict[int, Any]] = {**_VALUES, 4: _Whole | str, 10: _Number | str}
_SUBCOMMANDS = (1, 2)
# Where what the id of an option names is described.
_RESOLVED: Final[dict[int, tuple[str, ...]]] = {
    6: ("users",),
    7: ("channels",),
    8: ("roles",),
    9: ("users", "roles"),
    11: ("attachments",),
}
# Where what a command on a person or on a message is used on is described, by its type.
_TARGETS: Final = {2: "users", 3: "messages"}


class _Option(Struct):
    name: str
    type: int
    value: str | int | float | bool | None = None
    options: list[_Option] = []
    focused: bool = False

    def __post_init__(self) -> None:
        if self.type in _VALUES:
            convert(self.value, (_TYPING if self.focused else _VALUES)[self.type])
        elif self.type not in _SUBCOMMANDS:
            raise ValueError("an option of no kind that Discord knows")


class _Suggestions(Struct):
    name: str
    type: int = 1
    options: list[_Option] = []


class _Command(_Suggestions):
    resolved: dict[str, dict[str, dict[str, Any]]] = {}
    target_id: str = ""

    def __post_init__(self) -> None:
        target = _TARGETS.get(self.type)
        if target is not None and self.target_id not in self.resolved.get(target, {}):
            raise ValueError("the id of somebody or a message that Discord did not find")
        for option in _innermost(self.options):
            kinds = _RESOLVED.get(option.type, ())
            if kinds and not any(option.value in self.resolved.get(kind, {}) for kind in kinds):
                raise ValueError("the id of something that Discord did not find")


def _innermost(options: list[_Option]) -> Iterator[_Option]:
    for option in options:
        yield from [option] if option.type in _VALUES else _innermost(option.options)


class _Component(Struct):
    custom_id: str
    component_type: int
    values: list[str] = []


class _Field(Struct):
    type: int
    custom_id: str
    value: str | bool | None = None
    values: list[str] | None = None

    def __post_init__(self) -> None:
        if self.type == _TEXT_INPUT and self.values is not None:
            raise ValueError("a list where a text belongs")
        if isinstance(self.value, bool) and self.type != _CHECKBOX:
            raise ValueError("yes or no where a text belongs")


class _Part(Struct):
    type: int
    component: _Field | UnsetType = UNSET
    components: list[_Field] = []


class _Form(Struct):
    custom_id: str
    components: list[_Part]


_FORMS: Final[dict[int, type[Struct]]] = {
    _COMMAND: _Command,
    _COMPONENT: _Component,
    _SUGGESTIONS: _Suggestions,
    _FORM: _Form,
}
# What nobody knows: it is answered as what an older version of the bot has left behind.
_NOTHING: Final[dict[int, dict[str, Any]]] = {
    _COMMAND: {"id": "0", "name": "", "type": 1},
    _COMPONENT: {"custom_id": "", "component_type": 2},
    _SUGGESTIONS: {"id": "0", "name": "", "type": 1},
    _FORM: {"custom_id": "", "components": []},
}


def sound(kind: int, data: Any) -> Any:
    """The ``data`` of an interaction of a ``kind``, without what no database holds and nobody sees.

    In its place what nobody knows, if it has another form than Discord describes.
    """
    if kind not in _FORMS:
        return data
    try:
        convert(data, _FORMS[kind])
    except ValidationError:
        return dict(_NOTHING[kind])
    return clean_throughout(data)
