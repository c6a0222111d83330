"""The repository's own text files, as git knows them, and what the Python ones define."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = {"", ".md", ".py", ".toml", ".txt", ".yml", ".yaml", ".js", ".css", ".html", ".json"}


@dataclass(frozen=True, slots=True)
class Definition:
    """A module, class or function of a file, with its name, docstring and length in lines."""

    kind: type[ast.AST]
    name: str
    docstring: str
    length: int


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks, or would track once it is added."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return tuple(path for name in listed if (path := ROOT / name).is_file())


def tracked_texts() -> list[Path]:
    """Those among them that are text: no pictures and no other binaries."""
    return [path for path in tracked() if path.suffix in TEXT]


@cache
def text_of(path: Path) -> str:
    """What is in a text file."""
    return path.read_text()


@cache
def definitions(path: Path) -> tuple[Definition, ...]:
    """The module itself and every class and function in it, at any depth.

    These are kept rather than the trees, which would fill the memory.
    """
    module = ast.parse(text_of(path))
    found = [Definition(ast.Module, "", ast.get_docstring(module) or "", 0)]
    for node in _statements(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            found.append(Definition(type(node), node.name, ast.get_docstring(node) or "", length))
    return tuple(found)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements below one; definitions are in no expression."""
    for name in ("body", "handlers", "orelse", "finalbody", "cases"):
        for child in getattr(node, name, ()):
            yield child
            yield from _statements(child)
