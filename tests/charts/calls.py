"""How the tests draw, in the worker's process: whatever would be a word to the operator fails."""

from __future__ import annotations

import importlib
import logging
import sys
import warnings
from collections.abc import Callable
from typing import Protocol, TypeVar, TypeVarTuple
from unittest import mock

from bot.charts import style

Args = TypeVarTuple("Args")
Result = TypeVar("Result")
Data = TypeVar("Data")


class InChild(Protocol):
    """Calls a function in the worker's process and waits for what it gives."""

    def __call__(self, function: Callable[[*Args], Result], /, *args: *Args) -> Result: ...


def draw(draw_it: Callable[[Data], bytes], data: Data) -> bytes:
    """The picture; a warning (a missing glyph, a font not found) is an error."""
    words: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            words.append(record.getMessage())

    listener = Listener(logging.WARNING)
    logging.getLogger().addHandler(listener)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            picture = draw_it(data)
    finally:
        logging.getLogger().removeHandler(listener)
    assert words == []
    return picture


def printable(text: str) -> str:
    from bot.charts.pictures import fonts

    return fonts.printable(text)


def texts_of(kind: str, data: object) -> list[tuple[str, float, float]]:
    """The texts on a kind of picture with their left and right ends in points."""
    from bot.charts.pictures import card

    picture = importlib.import_module(f"bot.charts.pictures.{kind}")

    seen: list[card.Card] = []

    class Kept(card.Card):
        def png(self) -> bytes:
            seen.append(self)
            return super().png()

    with mock.patch.object(picture, "Card", Kept):
        picture.draw(data)
    return [
        (
            text.get_text(),
            *(at / style.PIXELS_PER_POINT for at in text.get_window_extent().intervalx),
        )
        for text in seen[0]._axes.texts
    ]


def modules() -> set[str]:
    return {name.split(".")[0] for name in sys.modules}
