"""Nothing names a feature but itself and the features above it.

A module names a feature when it imports from one of its two folders, when a text in it is one of
its routes or kinds of delivery, or when it looks something up by the feature's name; a kind that
bears the name of the feature that schedules it is that feature's to name, whoever sends it. The
list of features may (`cogs.features`), and so may the command line, which composes what runs.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cogs.features import FEATURES

ROOT = Path(__file__).parents[2]
ORDER = {feature.data.name: place for place, feature in enumerate(FEATURES)}
COMPOSING = ("bot.cli.", "cogs.features.")


def modules() -> Iterator[tuple[str, list[ast.AST]]]:
    """Every module of the bot and its face: its name, and all that is in it."""
    for folder in ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            nodes = [*ast.walk(ast.parse(path.read_text()))]
            yield ".".join(parts).removesuffix(".__init__"), nodes


def feature_of(module: str) -> str | None:
    """The feature in whose folders a module lies; what all share on Discord is none."""
    parts = module.split(".")
    is_there = len(parts) > 1 and parts[1] in ORDER and parts[1] != "common"
    return parts[1] if is_there else None


def imports(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


@cache
def owners() -> dict[str, str]:
    """Whose each route and kind of delivery is."""
    return {
        name: feature.data.name
        for feature in FEATURES
        for name in (
            *(route.name for route in feature.routes),
            *(kind.name for kind in feature.data.kinds),
        )
    }


def mentions(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """The routes and kinds that texts name, alone or with keys behind; and whose they are."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = ":".join(node.value.split(":")[:2])
            if name in owners():
                yield node.lineno, name


def looked_up(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    """The features whose names are keys of a table, or what something is compared with."""
    for node in nodes:
        match node:
            case ast.Dict(keys=values) | ast.Compare(comparators=values):
                texts = list(values)
            case ast.Subscript(slice=key):
                texts = [key]
            case _:
                continue
        for text in texts:
            if isinstance(text, ast.Constant) and text.value in ORDER:
                yield text.lineno, str(text.value)


def test_a_module_names_only_features_at_or_below_its_own() -> None:
    found = []
    for module, nodes in modules():
        if f"{module}.".startswith(COMPOSING):
            continue
        own = feature_of(module)
        highest = -1 if own is None else ORDER[own]
        named = {
            (line, what): theirs
            for line, what in imports(nodes)
            if (theirs := feature_of(what)) is not None
        }
        named |= {
            (line, what): owners()[what]
            for line, what in mentions(nodes)
            if own is None or not what.startswith(f"{own}.")
        }
        if own is None:
            named |= {(line, name): name for line, name in looked_up(nodes)}
        found += [
            f"{module}:{line} names {theirs}: {what}"
            for (line, what), theirs in sorted(named.items())
            if ORDER[theirs] > highest and not _is_base(module, theirs)
        ]
    assert not found, "\n".join(found)


def _is_base(module: str, feature: str) -> bool:
    """Whether a module stands on groups: who acts, and where, is part of what all share."""
    return feature == "groups" and feature_of(module) is None


def test_every_folder_of_a_feature_is_in_the_list() -> None:
    declared = set(ORDER) - {"common"}
    assert {path.parent.name for path in (ROOT / "bot").glob("*/data.py")} == declared
    assert {path.parent.name for path in (ROOT / "cogs").glob("*/__init__.py")} == set(ORDER)


def test_the_layers_are_in_the_order_of_the_list() -> None:
    """A feature's line in `pyproject.toml` stands above those of the features that it may read."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (layers,) = (each["layers"] for each in contracts["contracts"] if each["type"] == "layers")
    lines = [name.strip() for line in layers for name in re.split(r"[|:]", line)]
    named = [name.removeprefix("bot.") for name in lines if name.removeprefix("bot.") in ORDER]
    assert named == [name for name in reversed(ORDER) if name != "common"]
