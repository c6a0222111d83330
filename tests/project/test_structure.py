"""The structure that docs/architecture.md promises: import contracts, and sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.project.tracked import ROOT, definitions, text_of

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_no_file_and_no_function_is_too_long() -> None:
    too_long = []
    for folder in ("bot", "cogs", "sandbox", "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            lines = text_of(path).count("\n")
            if lines > LONGEST_FILE:
                too_long.append(f"{path.relative_to(ROOT)}: {lines} lines")
            too_long += [
                f"{path.relative_to(ROOT)}: {definition.name} is too long"
                for definition in definitions(path)
                if definition.kind is not ast.ClassDef and definition.length > LONGEST_FUNCTION
            ]
    for path in (ROOT / "sandbox").rglob("*"):
        if path.suffix in (".js", ".css", ".html"):
            lines = path.read_text().count("\n")
            too_long += [f"{path.relative_to(ROOT)}: {lines} lines"] * (lines > LONGEST_FILE)
    assert too_long == []


def test_features_answer_by_the_shared_functions_alone() -> None:
    """Those know what has been answered or deferred, keep what was typed, and open forms late."""
    direct = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "cogs").rglob("*.py")
        if path.parent.name != "common"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr == "response"
        and isinstance(node.value, ast.Name)
        and node.value.id == "interaction"
    ]
    assert direct == []
