"""A first look at XML from outside, before a parser that hostile XML could keep busy for minutes.

Linear in the body's size. Blocks: for the worker's process.
"""

from __future__ import annotations

from xml.parsers import expat

MAX_DEPTH = 50
MAX_ATTRIBUTES = 50
"""Attributes of one element; feedparser takes quadratic time for them."""

MAX_ELEMENTS = 100_000
"""arXiv's largest feed has 2,000 items with some 15 elements each."""

MAX_CHILDREN = 5_000
"""Elements within one; feedparser compares each category of an item with all the others."""


class TooMuch(ValueError):
    """XML beyond the limits, or with entities of its own. The text is fit for organisers."""


class NotWellFormed(ValueError):
    """No XML, or XML that breaks off. ``root`` is its outermost element, None where none began."""

    def __init__(self, root: str | None) -> None:
        """Keep what was seen of it."""
        super().__init__("it is not well-formed")
        self.root = root


def check(body: bytes) -> str:
    """Look through ``body`` once; gives back the name of its outermost element.

    Raises:
        TooMuch: it has too many elements or attributes, nested too deeply, or declares entities.
        NotWellFormed: it is not XML from its first to its last byte.
    """
    # A wrong declaration of UTF-8 is common, and forgiven by those who read it afterwards.
    parser = expat.ParserCreate("utf-8" if is_utf8(body) else None)
    parser.ordered_attributes = True
    look = _Look()
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.EntityDeclHandler = look.entity
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        if isinstance(error, TooMuch):
            raise
        raise NotWellFormed(look.root) from error
    assert look.root is not None, "well-formed XML has an element"
    return look.root


class _Look:
    """Counts what is begun and ended."""

    def __init__(self) -> None:
        self.root: str | None = None
        self._elements = 0
        # How many elements each open one has begun.
        self._children = [0]

    def start(self, name: str, attributes: list[str]) -> None:
        self.root = self.root or name
        self._elements += 1
        self._children[-1] += 1
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            raise TooMuch("one of its elements has far too many attributes")
        if self._elements > MAX_ELEMENTS or self._children[-1] > MAX_CHILDREN:
            raise TooMuch("it has far too many elements")
        if len(self._children) > MAX_DEPTH:
            raise TooMuch("its elements are nested too deeply")
        self._children.append(0)

    def end(self, _name: str) -> None:
        self._children.pop()

    def entity(self, *_declaration: object) -> None:
        raise TooMuch("it declares entities of its own")


def is_utf8(body: bytes) -> bool:
    """Whether ``body`` is UTF-8 from its first to its last byte."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
