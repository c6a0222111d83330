"""Graphs of objects as JSON: what comes back, what is refused, and that versions get along."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone
from enum import IntEnum, IntFlag, StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.persistence import graph
from sandbox.types import Json


class Mood(StrEnum):
    FINE = "fine"


class Size(IntEnum):
    SMALL = 0


class Bits(IntFlag):
    NONE = 0
    A = 1
    B = 2


@dataclass(slots=True, eq=False)
class Node:
    id: int
    value: Any = None
    next: "Node | None" = None
    raw: "Json" = field(default_factory=dict)
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Frozen:
    id: int


class Shelf:
    """Holds nodes by id, as channels hold messages."""

    def __init__(self) -> None:
        self.by_id: dict[int, Node] = {}

    def __iter__(self) -> Iterator[Node]:
        return iter(self.by_id.values())

    def add(self, node: Node) -> None:
        self.by_id[node.id] = node


SCHEMA = graph.Schema([Node, Frozen], [Mood, Size, Bits], collections=[Shelf])
APART = graph.Schema([Node], [], apart={Node: "data"})

ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=-30)), None])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters())
    | st.sampled_from(["$", "$at", "\ud800", "\0", "__class__", "\u2028", *Mood, *Size])
    | st.sampled_from([Bits.A | Bits.B, Bits(9), Bits.NONE])
    | st.binary()
    | st.datetimes(timezones=ZONES)
)
KEYS = (
    st.integers()
    | st.booleans()
    | st.text()
    | st.sampled_from(["$", "$enum", "$dict"])
    | st.tuples(st.integers(), st.text())
    | st.frozensets(st.integers())
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(KEYS, inner)
        | st.dictionaries(st.text(), inner)
        | st.tuples(inner, inner)
        | st.sets(KEYS)
        | st.frozensets(st.text())
    ),
    max_leaves=20,
)


def no_file(number: int, size: int) -> bytes:
    raise AssertionError("no file was kept apart")


def there_and_back(thing: object, schema: graph.Schema = SCHEMA, **outside: object) -> Any:
    text, apart = graph.write(schema, thing, outside)
    return graph.read(schema, json.loads(text), outside, lambda number, size: apart[number])


def types(value: Any) -> Any:
    """The types within a value: 1, True and Size(1) are equal, and must not become one another."""
    if isinstance(value, dict):
        return [(types(key), types(each)) for key, each in value.items()]
    if isinstance(value, list | tuple):
        return type(value), [types(each) for each in value]
    return type(value)


@given(VALUES)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    back = there_and_back(Node(1, value)).value
    assert (back, types(back)) == (value, types(value))


def test_circles_and_shared_things_stay_what_they_are() -> None:
    one = Node(1)
    two = Node(2, [one, {"one": one}, (one, {5: one})], next=one)
    one.next = two
    back = there_and_back([one, two])
    first, second = back
    assert second.next is first
    assert first.next is second
    assert [second.value[0], second.value[1]["one"], second.value[2][0]] == [first] * 3


def test_collections_are_filled_when_their_things_are_there() -> None:
    shelf = Shelf()
    for number in (3, 1, 2):
        shelf.add(Node(number, shelf))
    back = there_and_back(shelf)
    assert list(back.by_id) == [3, 1, 2]
    assert all(node.value is back for node in back)


def test_live_things_are_referred_to_by_name() -> None:
    world = object()
    assert there_and_back(Node(1, [world, world]), world=world).value == [world, world]


def test_json_fields_are_taken_as_they_are() -> None:
    raw = {"$": 0, "$enum": ["Node", 1], "deep": [{"$at": "never"}], "n": None}
    assert there_and_back(Node(1, raw=raw)).raw == raw


def test_bytes_are_kept_apart() -> None:
    text, apart = graph.write(APART, Node(7, data=b"\0\xff"), {})
    assert apart == {7: b"\0\xff"}
    assert "$bytes" not in text
    assert there_and_back(Node(7, data=b"\0\xff"), APART).data == b"\0\xff"


def test_the_same_things_are_the_same_text() -> None:
    one, two = {n * 64 for n in range(50)}, {n * 64 for n in reversed(range(50))}
    assert graph.write(SCHEMA, one, {}) == graph.write(SCHEMA, two, {})


def test_long_chains_are_no_danger() -> None:
    chain = Node(0)
    for number in range(1, 50_000):
        chain = Node(number, next=chain)
    back: Node | None = there_and_back(chain)
    length = 0
    while back is not None:
        back, length = back.next, length + 1
    assert length == 50_000


@pytest.mark.parametrize("thing", [object(), Node, len, Node(1, 1j), {1: Node(1, timedelta(1))}])
def test_what_no_schema_lists_is_not_written(thing: object) -> None:
    with pytest.raises(graph.GraphError, match="not in the schema"):
        graph.write(SCHEMA, thing, {})


def with_root(root: Any, rows: Any = (), classes: Any = None) -> Any:
    columns = {"Node": ["id", "value", "next", "raw", "data"], "Frozen": ["id"]}
    return {"classes": classes or columns, "root": root, "rows": list(rows)}


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        {},
        {"classes": {}, "rows": []},
        with_root({"$": 0}),
        with_root({"$": -1}, [["Frozen", 1]]),
        with_root({"$": True}, [["Frozen", 1], ["Frozen", 2]]),
        with_root({"$": "0"}, [["Frozen", 1]]),
        with_root({"$": 0}, [[]]),
        with_root({"$": 0}, [["Frozen"]]),
        with_root({"$": 0}, [["Frozen", 1, 2]]),
        with_root({"$": 0}, [["Popen", ["true"]]]),
        with_root({"$": 0}, [["builtins.list", []]]),
        with_root({"$": 0}, [["Shelf", [3]]]),
        with_root({"$": 0}, [["Frozen", 1]], {"Node": ["id"]}),
        with_root({"$enum": ["os", 1]}),
        with_root({"$enum": ["Node", 1]}),
        with_root({"$enum": ["Size", 17]}),
        with_root({"$at": "yesterday"}),
        with_root({"$bytes": "§"}),
        with_root({"$set": [[1]]}),
        with_root({"$dict": [[1]]}),
        with_root({"$outside": "__builtins__"}),
        with_root({"$file": ["../../secret", 6]}),
        with_root({"$file": [1.0, 6]}),
        with_root({"$call": ["print", 1]}),
    ],
)
def test_what_is_no_graph_is_refused(document: Any) -> None:
    with pytest.raises(graph.GraphError):
        graph.read(SCHEMA, document, {}, no_file)


def test_values_without_end_are_refused() -> None:
    root: Any = []
    for _ in range(5_000):
        root = [root]
    with pytest.raises(graph.GraphError, match="Recursion"):
        graph.read(SCHEMA, with_root(root), {}, no_file)


def test_fields_that_a_row_lacks_take_their_defaults() -> None:
    document = with_root([{"$": 0}, {"$": 1}], [["Node", 1], ["Node", 2]], {"Node": ["id"]})
    one, two = graph.read(SCHEMA, document, {}, no_file)
    assert (one.id, one.value, one.raw, one.data) == (1, None, {}, b"")
    assert one.raw is not two.raw
    with pytest.raises(graph.GraphError, match="Frozen lacks 'id'"):
        graph.read(SCHEMA, with_root({"$": 0}, [["Frozen"]], {"Frozen": []}), {}, no_file)


def test_fields_and_classes_that_came_later_are_skipped() -> None:
    rows = [["Frozen", 1, {"$": 1}, {"$enum": ["Later", 1]}], ["Later", {"$moment": 3}]]
    document = with_root({"$": 0}, rows, {"Frozen": ["id", "later", "kind"], "Later": ["at"]})
    assert graph.read(SCHEMA, document, {}, no_file) == Frozen(1)
