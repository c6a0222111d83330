"""The README against what is there: a stranger finds every command, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import app
from tests.live import Study

README = (Path(__file__).parents[2] / "README.md").read_text()


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
    tree = blank_study.bot.tree
    registered = {
        f"/{command.qualified_name}"
        for command in tree.walk_commands()
        if not hasattr(command, "commands")
    }
    table = README.split("## Commands")[1].split("\n## ")[0]
    assert commands_in(table) == registered
    for name, options in re.findall(r"`/([a-z ]+?)((?: \[\w+\])+)`", table):
        command = tree.get_command(name.split()[0])
        for word in name.split()[1:]:
            command = command.get_command(word)
        taken = {parameter.name for parameter in command.parameters if not parameter.required}
        assert taken == set(re.findall(r"\w+", options)), name


def test_every_subcommand_of_the_console_script_that_is_named_exists() -> None:
    groups = {group.name: group.typer_instance for group in app.registered_groups}
    known = {command.name or command.callback.__name__ for command in app.registered_commands}
    for name, group in groups.items():
        known |= {f"{name} {command.name}" for command in group.registered_commands}
    words = {name for entry in known for name in [entry.split()[0]]}
    for first, second in re.findall(r"`syllabot (\w+) ?(\w*)", README):
        assert first in words
        if first in groups:
            assert f"{first} {second}" in known
