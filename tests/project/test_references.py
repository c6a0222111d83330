"""What documents, docstrings and comments point to is there: files, and ids of behaviours."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.project.tracked import ROOT, definitions, text_of, tracked, tracked_texts

FEATURES = ROOT / "docs" / "features.md"
FILE = re.compile(r"(?<![\w/.<>~:…-])(?:[\w.-]+/)*[\w-]+\.(?:md|py|toml|txt|yml|yaml|js|css)\b")
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
# Named in sentences, and not in this repository: what people make for themselves, and libraries.
ELSEWHERE = {
    "discord.js",
    "config.toml",
    "my-plan.toml",
    "plan.toml",
    "token.txt",
    "discord.py",
    "arxiv.py",
}
# An id in a test's name, or one that stands alone in a docstring or comment.
IN_NAMES = re.compile(r"_([prawtcmdu]\d{1,2})(?=_)")
IN_WORDS = re.compile(r"(?<![\w/.#`-])([PRATWCMDU]\d{1,2})(?=[,;:.) ]|$)(?![.\d])")

# A comment; or a string, in which no comment begins. Tokens by the library take ten times as long.
COMMENT = re.compile(
    r"""
    (?s:\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3})
    | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | \#.*
    """,
    re.VERBOSE,
)


@cache
def words_in(path: Path) -> tuple[str, ...]:
    """Documents whole; of Python the docstrings and comments."""
    text = text_of(path)
    if path.suffix == ".md":
        return (text,)
    if path.suffix != ".py":
        return ()
    words = [definition.docstring for definition in definitions(path)]
    words += (found[0] for found in COMMENT.finditer(text) if found[0].startswith("#"))
    return tuple(words)


@cache
def names_of_files() -> frozenset[str]:
    """Every tail of every tracked path: the name alone, with its folder, with both folders."""
    parts = [path.relative_to(ROOT).parts for path in tracked()]
    return frozenset("/".join(names[i:]) for names in parts for i in range(len(names)))


def missing_files(words: str) -> set[str]:
    """The file names in ``words`` that nothing in the repository ends in."""
    named = {name.removeprefix("../") for name in FILE.findall(words)}
    return named - names_of_files() - ELSEWHERE


def ids_in(path: Path) -> set[str]:
    """The ids that a file's words name, and its tests' names."""
    found = {id for words in words_in(path) for id in IN_WORDS.findall(words)}
    if path.is_relative_to(ROOT / "tests"):
        tests = re.findall(r"def (test_\w+)", text_of(path))
        found |= {id.upper() for name in tests for id in IN_NAMES.findall(name)}
    return found


def states() -> dict[str, str]:
    """What docs/features.md says of each id: built, in part or planned."""
    rows = re.findall(r"^\| ([A-Z]\d+)★? \| .+ \| (.+) \|$", FEATURES.read_text(), re.MULTILINE)
    return {id: re.split(r"[:;,]", state)[0] for id, state in rows}


def test_every_file_that_is_named_exists() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked_texts()
        for words in words_in(path)
        for name in missing_files(words)
    }
    assert sorted(found) == []


def test_every_link_in_a_document_leads_somewhere() -> None:
    broken = []
    for path in tracked_texts():
        if path.suffix != ".md":
            continue
        for target in (one or other for one, other in LINK.findall(text_of(path))):
            file = target.split("#")[0]
            if "://" not in target and file and not (path.parent / file).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("See nowhere.md.", {"nowhere.md"}),
        ("as `bot/nowhere/rules.py` says", {"bot/nowhere/rules.py"}),
        ("the structure (README.md), discord.py's own, `bot/__init__.py`", set()),
    ],
)
def test_a_file_that_is_not_there_is_found(words: str, missing: set[str]) -> None:
    assert missing_files(words) == missing


def test_the_ids_of_behaviours_are_those_of_the_document() -> None:
    known = states()
    assert set(known.values()) == {"built", "in part", "planned"}
    strangers = {
        f"{path.relative_to(ROOT)}: {id}"
        for path in tracked_texts()
        for id in ids_in(path) - known.keys()
    }
    assert sorted(strangers) == []


def test_what_is_built_is_named_by_a_test() -> None:
    tests = [path for path in tracked_texts() if path.is_relative_to(ROOT / "tests")]
    proved = {id for path in tests if path.suffix == ".py" for id in ids_in(path)}
    built = {id for id, state in states().items() if state != "planned"}
    assert sorted(built - proved) == []
