"""The README against what is there: a stranger finds every command, and no other."""

from __future__ import annotations

import re

import pytest
from discord import app_commands

from bot.cli import app
from tests.live import Study
from tests.project.tracked import ROOT

README = (ROOT / "README.md").read_text()
DOCUMENTS = [README, *(path.read_text() for path in (ROOT / "docs").glob("*.md"))]


def commands_in(table: str) -> set[str]:
    """What the rows name: ``/noun verb [option]``, and after it ``· `verb``` for its siblings."""
    named = set()
    for row in re.findall(r"^\| (`/.*?) \|", table, re.MULTILINE):
        noun = ""
        for part in re.findall(r"`([^`]+)`", row):
            words = part.split(" [")[0]
            named.add(words if words.startswith("/") else f"{noun} {words}")
            noun = words.split()[0] if words.startswith("/") else noun
    return named


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_the_table_of_commands_is_the_command_tree(blank_study: Study) -> None:
    commands = {
        command.qualified_name: command
        for command in blank_study.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    table = README.split("## Commands")[1].split("\n## ")[0]
    assert commands_in(table) == {f"/{name}" for name in commands}
    for name, options in re.findall(r"`/([a-z ]+?)((?: \[\w+\])+)`", table):
        optional = {one.name for one in commands[name].parameters if not one.required}
        assert optional == set(re.findall(r"\w+", options)), name


def test_every_subcommand_of_the_console_script_that_is_named_exists() -> None:
    for document in DOCUMENTS:
        for first, second in re.findall(r"`syllabot (\w+) ?(\w*)", document):
            assert first in app.commands
            # A group's own name is followed by one of its commands; a command's by what it takes.
            known = getattr(app.commands[first], "commands", {second: None})
            assert not second or second in known
