"""The formats a retro can have. A further format is one more entry; a retro keeps its own copy."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import UserError


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column's title (at most 45 characters, so that it can head a form) and its question."""

    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Format:
    """A way to look back. ``key`` is stable; it has one to four columns."""

    key: str
    title: str
    columns: tuple[ColumnText, ...]


WORKED_ADJUST = Format(
    key="worked-adjust",
    title="Worked / adjust",
    columns=(
        ColumnText("Worked", "What worked, and should stay?"),
        ColumnText("Adjust", "What should we do differently?"),
    ),
)

FORMATS = (WORKED_ADJUST,)


def find_format(key: str) -> Format:
    """The format called ``key``.

    Raises:
        UserError: there is none.
    """
    for known in FORMATS:
        if known.key == key:
            return known
    names = ", ".join(f"`{known.key}`" for known in FORMATS)
    raise UserError(f"I do not know that retro format. There is {names}.")
