"""Objects that refer to one another, as JSON and back. Reading runs nothing the JSON could name.

Only what a :class:`Schema` lists can be written or read. Each listed object becomes a numbered row,
and whoever refers to it says the number, so circles and shared objects come back as they were. A
table names the columns of each class: a field that a row lacks takes its default, and a column that
a class does not know is skipped, so versions that differ by added fields read each other. Rows are
worked off from a list, never by descending into what they refer to, so long chains are no danger.

What JSON lacks is an object with a single key that begins with ``$``: see :data:`_TAGS`.
"""

from __future__ import annotations

import base64
import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from operator import attrgetter
from typing import Any, Final

from sandbox.types import Json

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})
_JSON_TYPES: Final = frozenset({"Json", "Json | None", "list[Json]"})

ReadFile = Callable[[int, int], bytes]
"""Gives the bytes kept apart under an id, which must be of that size."""


class GraphError(ValueError):
    """Something that cannot be written, or JSON that is no graph of this schema."""


class Schema:
    """What may stand in a graph.

    ``classes`` are dataclasses; fields are read and set directly, no code of theirs runs. Objects
    of ``collections`` are iterated to be written and filled by ``add`` to be read, once all else is
    there. ``apart`` names a field of bytes, of a class with an ``id``, that is kept outside of the
    JSON. Fields that are annotated as ``Json`` are taken to hold nothing else.
    """

    def __init__(
        self,
        classes: Iterable[type],
        enums: Iterable[type[Enum]],
        *,
        collections: Iterable[type] = (),
        apart: Mapping[type, str] | None = None,
    ) -> None:
        self.enums = {each.__name__: each for each in enums}
        self.collections = {each.__name__: each for each in collections}
        self.classes = {each.__name__: _Class(each, (apart or {}).get(each)) for each in classes}


class _Class:
    """How a dataclass is written: the columns of its rows, by kind."""

    def __init__(self, made: type, apart: str | None) -> None:
        self.made = made
        self.apart = apart
        fields = dataclasses.fields(made)
        raw = [field.name for field in fields if field.type in _JSON_TYPES]
        plain = [each.name for each in fields if each.name not in raw and each.name != apart]
        self.columns = [*plain, *raw, *([apart] if apart else [])]
        self.plain_values = _getter(plain)
        self.json_values = _getter(raw)


def write(
    schema: Schema, root: object, outside: Mapping[str, object]
) -> tuple[str, dict[int, bytes]]:
    """The graph that hangs on ``root`` as JSON, and the bytes kept apart by the id of their object.

    Objects in ``outside`` are not written but referred to by name. GraphError for anything that the
    schema does not list.
    """
    writer = _Writer(schema, outside)
    written_root = _text(writer.value(root))
    rows = ",\n".join(writer.rows())
    columns = _text({name: each.columns for name, each in schema.classes.items()})
    return f'{{"classes":{columns},"root":{written_root},"rows":[\n{rows}\n]}}', writer.apart


def read(schema: Schema, document: Any, outside: Mapping[str, object], read_file: ReadFile) -> Any:
    """The root of a graph that :func:`write` made; ``outside`` are the live objects it names.

    GraphError if the document is not such a graph.
    """
    try:
        return _Reader(schema, document, outside, read_file).root()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, RecursionError) as problem:
        raise GraphError(f"{type(problem).__name__}: {problem}") from problem


class _Writer:
    def __init__(self, schema: Schema, outside: Mapping[str, object]) -> None:
        self.apart: dict[int, bytes] = {}
        self._classes = {each.made: (name, each) for name, each in schema.classes.items()}
        self._enums = {kind: name for name, kind in schema.enums.items()}
        self._collections = {kind: name for name, kind in schema.collections.items()}
        self._references: dict[int, Json] = {
            id(thing): {"$outside": name} for name, thing in outside.items()
        }
        self._waiting: list[Any] = []
        """Everything that has a number. It also keeps those objects, and so their id(), alive."""

    def rows(self) -> list[str]:
        """A row for everything referred to; writing one may add others to the end of the line."""
        rows: list[str] = []
        while len(rows) < len(self._waiting):
            rows.append(_text(self._row(self._waiting[len(rows)])))
        return rows

    def value(self, value: Any) -> Any:
        """A value as JSON; objects as references."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        reference = self._references.get(id(value))
        if reference is not None:
            return reference
        if kind in self._classes or kind in self._collections:
            reference = self._references[id(value)] = {"$": len(self._waiting)}
            self._waiting.append(value)
            return reference
        if kind is list:
            return self._list(value)
        if kind is dict:
            return self._dict(value)
        return self._tagged(kind, value)

    def _row(self, thing: Any) -> list[Any]:
        kind = type(thing)
        if kind in self._collections:
            return [self._collections[kind], self._list(thing)]
        name, known = self._classes[kind]
        row = [name, *self._list(known.plain_values(thing))]
        row += [{"$json": value} if value else value for value in known.json_values(thing)]
        if known.apart is not None:
            data = self.apart[thing.id] = getattr(thing, known.apart)
            row.append({"$file": [thing.id, len(data)]})
        return row

    def _list(self, values: Iterable[Any]) -> list[Any]:
        write, plain = self.value, _PLAIN
        return [each if type(each) in plain else write(each) for each in values]

    def _dict(self, values: dict[Any, Any]) -> Json:
        keys, rest = self._list(values), self._list(values.values())
        if all(type(key) is str and key[:1] != "$" for key in keys):
            return dict(zip(keys, rest, strict=True))
        return {"$dict": [*map(list, zip(keys, rest, strict=True))]}

    def _tagged(self, kind: type, value: Any) -> Json:
        if kind in self._enums:
            return {"$enum": [self._enums[kind], value.value]}
        if kind is datetime:
            return {"$at": value.isoformat()}
        if kind is tuple:
            return {"$tuple": self._list(value)}
        if kind is set or kind is frozenset:
            # In an order of their own, so that the same things are always the same text.
            return {f"${kind.__name__}": sorted(self._list(value), key=repr)}
        if kind is bytes:
            return {"$bytes": base64.b64encode(value).decode()}
        raise GraphError(f"{kind.__qualname__} is not in the schema")


class _Reader:
    def __init__(
        self, schema: Schema, document: Any, outside: Mapping[str, object], read_file: ReadFile
    ) -> None:
        self._schema = schema
        self._outside = outside
        self._read_file = read_file
        self._written_root = document["root"]
        self._rows: list[list[Any]] = document["rows"]
        self._columns: dict[str, list[str]] = document["classes"]
        self._made: dict[int, Any] = {}
        self._waiting: list[int] = []

    def root(self) -> Any:
        """The root, after everything that hangs on it. What nothing refers to is not looked at."""
        root = self.value(self._written_root)
        collections: list[tuple[Any, list[Any]]] = []
        while self._waiting:
            number = self._waiting.pop()
            thing, (name, *values) = self._made[number], self._rows[number]
            if name in self._schema.classes:
                self._fill(thing, name, values)
            else:
                collections.append((thing, self.value(values[0])))
        for collection, things in collections:
            for thing in things:
                collection.add(thing)
        return root

    def value(self, written: Any) -> Any:
        """A value from its JSON; what a reference names may still have to be filled."""
        kind = type(written)
        if kind is list:
            return [self.value(each) for each in written]
        if kind is not dict:
            return written
        if len(written) == 1:
            [(tag, inside)] = written.items()
            if tag[:1] == "$":
                return _TAGS[tag](self, inside)
        return {key: self.value(each) for key, each in written.items()}

    def _fill(self, thing: Any, name: str, values: list[Any]) -> None:
        given = dict(zip(self._columns[name], values, strict=True))
        for field in dataclasses.fields(thing):
            if field.name in given:
                value = self.value(given[field.name])
            elif field.default is not dataclasses.MISSING:
                value = field.default
            elif field.default_factory is not dataclasses.MISSING:
                value = field.default_factory()
            else:
                raise GraphError(f"{name} lacks {field.name!r}")
            # Frozen classes refuse plain assignment.
            object.__setattr__(thing, field.name, value)

    def thing(self, number: Any) -> Any:
        """What a row tells of: made on first sight, filled later."""
        if type(number) is not int or number < 0:
            raise GraphError(f"{number!r} is no reference")
        if number not in self._made:
            name = self._rows[number][0]
            if name in self._schema.classes:
                self._made[number] = object.__new__(self._schema.classes[name].made)
            elif name in self._schema.collections:
                self._made[number] = self._schema.collections[name]()
            else:
                raise GraphError(f"{name!r} is not in the schema")
            self._waiting.append(number)
        return self._made[number]

    def enum(self, inside: Any) -> Enum:
        """A member of a listed enumeration."""
        name, value = inside
        return self._schema.enums[name](value)

    def file(self, inside: Any) -> bytes:
        """Bytes kept apart. Their place is made from numbers alone, never from text."""
        number, size = inside
        if type(number) is not int or type(size) is not int:
            raise GraphError(f"{inside!r} names no file")
        return self._read_file(number, size)

    def outside(self, inside: Any) -> object:
        """A live object that the graph only named."""
        return self._outside[inside]


_TAGS: Final[dict[str, Callable[[_Reader, Any], Any]]] = {
    "$": _Reader.thing,
    "$at": lambda _, inside: datetime.fromisoformat(inside),
    "$bytes": lambda _, inside: base64.b64decode(inside, validate=True),
    "$dict": lambda reader, inside: {reader.value(k): reader.value(v) for k, v in inside},
    "$enum": _Reader.enum,
    "$file": _Reader.file,
    "$frozenset": lambda reader, inside: frozenset(map(reader.value, inside)),
    "$json": lambda _, inside: inside,
    "$outside": _Reader.outside,
    "$set": lambda reader, inside: set(map(reader.value, inside)),
    "$tuple": lambda reader, inside: tuple(map(reader.value, inside)),
}
"""How each tag is read. ``{"$": number}`` refers to a row, ``$json`` holds JSON as it is."""


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Reads these fields of an object, always as a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda thing: tuple(getattr(thing, name) for name in names)


_text: Final = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
