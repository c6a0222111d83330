"""Message components: Discord's rules for them, and the form in which they come back. Pure.

Two kinds of message carry components. Without the Components V2 flag there are up to five action
rows beside the content; with it the components are the message, and nothing else is allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sandbox.rules.component_tree import ComponentType, walk
from sandbox.rules.errors import Problems
from sandbox.rules.limits import (
    check_choice,
    check_int,
    check_list,
    check_object,
    check_text,
    check_url,
)
from sandbox.types import Json

T = ComponentType

SELECTS: Final = frozenset(
    {T.STRING_SELECT, T.USER_SELECT, T.ROLE_SELECT, T.MENTIONABLE_SELECT, T.CHANNEL_SELECT}
)
IN_CONTAINER: Final = frozenset(
    {T.ACTION_ROW, T.SECTION, T.TEXT_DISPLAY, T.MEDIA_GALLERY, T.FILE, T.SEPARATOR}
)
IN_LAYOUT: Final = IN_CONTAINER | {T.CONTAINER}
IN_ROW: Final = SELECTS | {T.BUTTON}
IN_SECTION: Final = frozenset({T.TEXT_DISPLAY})
BESIDE_SECTION: Final = frozenset({T.BUTTON, T.THUMBNAIL})

LAYOUT_COMPONENTS: Final = 40
LAYOUT_TEXT: Final = 4000
ROWS: Final = 5
BUTTONS_PER_ROW: Final = 5
_MAX_ID: Final = 2**31 - 1
LINK, PREMIUM = 5, 6
"""Button styles that carry no custom id."""


def check(problems: Problems, components: Any, *, layout: bool, filenames: frozenset[str]) -> None:
    """Note what is wrong with a message's components.

    ``layout`` says whether the message has the Components V2 flag; ``filenames`` are its files,
    which ``attachment://`` may name.
    """
    if components is None:
        return
    high = LAYOUT_COMPONENTS if layout else ROWS
    if not check_list(problems, "components", components, 0, high):
        return
    allowed = IN_LAYOUT if layout else frozenset({T.ACTION_ROW})
    found = Problems()
    _Check(found, filenames).children("components", components, allowed)
    if not found:
        every = list(walk(components))
        if layout:
            _check_layout(found, every)
        _check_ids(found, every)
    problems.include(found)


def _check_layout(problems: Problems, every: list[Json]) -> None:
    if len(every) > LAYOUT_COMPONENTS:
        problems.add(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components cannot exceed {LAYOUT_COMPONENTS}",
        )
    if sum(len(c["content"]) for c in every if c["type"] == T.TEXT_DISPLAY) > LAYOUT_TEXT:
        problems.add(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            "The total displayable text size of your components exceeds the maximum size of "
            f"{LAYOUT_TEXT}",
        )


def _check_ids(problems: Problems, every: list[Json]) -> None:
    seen_custom: set[str] = set()
    seen_ids: set[int] = set()
    for component in every:
        custom_id = component.get("custom_id")
        if isinstance(custom_id, str):
            if custom_id in seen_custom:
                problems.add(
                    "components",
                    "COMPONENT_CUSTOM_ID_DUPLICATED",
                    "Component custom id cannot be duplicated",
                )
            seen_custom.add(custom_id)
        number = component.get("id")
        if number:
            if number in seen_ids:
                problems.add(
                    "components", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated"
                )
            seen_ids.add(number)


def check_most(problems: Problems, path: str, most: int, options: Any) -> None:
    """Note a select that lets people choose more options than it has."""
    if isinstance(options, list) and most > len(options):
        text = f"int value should be less than or equal to {len(options)}."
        problems.add(f"{path}.max_values", "NUMBER_TYPE_MAX", text)


class _Check:
    """Notes what is wrong with each component at its path."""

    def __init__(self, problems: Problems, filenames: frozenset[str]) -> None:
        self.problems = problems
        self._filenames = filenames
        self._rules: dict[int, Callable[[str, Json], None]] = {
            T.ACTION_ROW: self._row,
            T.BUTTON: self._button,
            T.SECTION: self._section,
            T.TEXT_DISPLAY: self._text,
            T.THUMBNAIL: self._thumbnail,
            T.MEDIA_GALLERY: self._gallery,
            T.FILE: self._file,
            T.SEPARATOR: self._separator,
            T.CONTAINER: self._container,
            **dict.fromkeys(SELECTS, self._select),
        }

    def children(self, path: str, components: list[Any], allowed: frozenset[T]) -> None:
        """Each component of a list, which may hold only ``allowed`` kinds."""
        for index, component in enumerate(components):
            self.child(f"{path}.{index}", component, allowed)

    def child(self, path: str, component: Any, allowed: frozenset[T]) -> None:
        """One component, which may be only of an ``allowed`` kind."""
        if not check_object(self.problems, path, component):
            return
        if component.get("id") is not None:
            check_int(self.problems, f"{path}.id", component["id"], 0, _MAX_ID)
        kind = component.get("type")
        if not isinstance(kind, int) or kind not in allowed:
            options = ", ".join(str(int(each)) for each in sorted(allowed))
            self.problems.add(
                f"{path}.type",
                "UNION_TYPE_CHOICES",
                f'Value of field "type" must be one of ({options}).',
            )
            return
        self._rules[kind](path, component)

    def _row(self, path: str, row: Json) -> None:
        inside = row.get("components")
        if not check_list(self.problems, f"{path}.components", inside, 1, BUTTONS_PER_ROW):
            return
        assert isinstance(inside, list)
        self.children(f"{path}.components", inside, IN_ROW)
        selects = sum(1 for c in inside if isinstance(c, dict) and c.get("type") in SELECTS)
        if selects and len(inside) > 1:
            self.problems.add(
                f"{path}.components",
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            )

    def _custom_id(self, path: str, component: Json) -> None:
        if component.get("custom_id") is None:
            self.problems.required(f"{path}.custom_id")
        else:
            check_text(self.problems, f"{path}.custom_id", component["custom_id"], 1, 100)

    def _button(self, path: str, button: Json) -> None:
        style = button.get("style")
        if not check_choice(self.problems, f"{path}.style", style, range(1, 7)):
            return
        if style == LINK:
            check_url(self.problems, f"{path}.url", button.get("url"), files=False, high=512)
        elif style != PREMIUM:
            self._custom_id(path, button)
        if style in (LINK, PREMIUM) and button.get("custom_id") is not None:
            self.problems.add(
                f"{path}.custom_id",
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
                "A custom id and url cannot both be specified",
            )
        if style != PREMIUM and not button.get("label") and not button.get("emoji"):
            self.problems.required(f"{path}.label")
        elif button.get("label"):
            check_text(self.problems, f"{path}.label", button["label"], 1, 80)

    def _select(self, path: str, select: Json) -> None:
        self._custom_id(path, select)
        if select.get("placeholder") is not None:
            check_text(self.problems, f"{path}.placeholder", select["placeholder"], 0, 150)
        self._counts(path, select)
        if select["type"] != T.STRING_SELECT:
            return
        options = select.get("options")
        if check_list(self.problems, f"{path}.options", options, 1, 25):
            assert isinstance(options, list)
            self.options(f"{path}.options", options)

    def _counts(self, path: str, select: Json) -> None:
        low, high = select.get("min_values"), select.get("max_values")
        low, high = 1 if low is None else low, 1 if high is None else high
        sound = check_int(self.problems, f"{path}.min_values", low, 0, 25)
        sound = check_int(self.problems, f"{path}.max_values", high, 1, 25) and sound
        if sound and low > high:
            self.problems.add(
                f"{path}.max_values",
                "NUMBER_TYPE_RANGE",
                "The most values may not be fewer than the least.",
            )
        if sound and select["type"] == T.STRING_SELECT:
            check_most(self.problems, path, high, select.get("options"))

    def options(self, path: str, options: list[Any]) -> None:
        """The options of a string select: lengths, and no value twice."""
        values: set[str] = set()
        for index, option in enumerate(options):
            here = f"{path}.{index}"
            if not check_object(self.problems, here, option):
                continue
            for name in ("label", "value"):
                check_text(self.problems, f"{here}.{name}", option.get(name), 1, 100)
            if option.get("description") is not None:
                check_text(self.problems, f"{here}.description", option["description"], 0, 100)
            if str(option.get("value")) in values:
                self.problems.add(
                    f"{here}.value",
                    "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                    "The specified option value is already used",
                )
            values.add(str(option.get("value")))

    def _section(self, path: str, section: Json) -> None:
        inside = section.get("components")
        if check_list(self.problems, f"{path}.components", inside, 1, 3):
            assert isinstance(inside, list)
            self.children(f"{path}.components", inside, IN_SECTION)
        if section.get("accessory") is None:
            self.problems.required(f"{path}.accessory")
        else:
            self.child(f"{path}.accessory", section["accessory"], BESIDE_SECTION)

    def _text(self, path: str, display: Json) -> None:
        check_text(self.problems, f"{path}.content", display.get("content"), 1, LAYOUT_TEXT)

    def _media(self, path: str, media: Any, *, own_files_only: bool = False) -> None:
        url = media.get("url") if isinstance(media, dict) else None
        check_url(self.problems, f"{path}.url", url, files=True)
        if not isinstance(url, str):
            return
        if url.startswith("attachment://"):
            if url.removeprefix("attachment://") not in self._filenames:
                self.problems.add(
                    f"{path}.url",
                    "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                    "The referenced attachment was not found",
                )
        elif own_files_only:
            self.problems.add(
                f"{path}.url",
                "UNFURLED_MEDIA_ITEM_ATTACHMENT_REFERENCE_REQUIRED",
                "An attachment:// reference is required",
            )

    def _thumbnail(self, path: str, thumbnail: Json) -> None:
        self._media(f"{path}.media", thumbnail.get("media"))

    def _gallery(self, path: str, gallery: Json) -> None:
        items = gallery.get("items")
        if not check_list(self.problems, f"{path}.items", items, 1, 10):
            return
        assert isinstance(items, list)
        for index, item in enumerate(items):
            if check_object(self.problems, f"{path}.items.{index}", item):
                self._media(f"{path}.items.{index}.media", item.get("media"))

    def _file(self, path: str, file: Json) -> None:
        self._media(f"{path}.file", file.get("file"), own_files_only=True)

    def _separator(self, path: str, separator: Json) -> None:
        if separator.get("spacing") is not None:
            check_choice(self.problems, f"{path}.spacing", separator["spacing"], (1, 2))

    def _container(self, path: str, container: Json) -> None:
        if container.get("accent_color") is not None:
            check_int(self.problems, f"{path}.accent_color", container["accent_color"], 0, 0xFFFFFF)
        inside = container.get("components")
        if check_list(self.problems, f"{path}.components", inside, 1, LAYOUT_COMPONENTS):
            assert isinstance(inside, list)
            self.children(f"{path}.components", inside, IN_CONTAINER)
