"""``syllabot plan``: a start for one's own, and the example that ships."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import app
from bot.plans.loader import load_path, shipped
from bot.plans.rules import in_order

runner = CliRunner()


def plan(*words: str | Path) -> tuple[int, str]:
    result = runner.invoke(app, ["plan", *map(str, words)])
    return result.exit_code, result.output


@pytest.mark.parametrize("flags", [(), ("--example",)])
def test_what_new_writes_check_accepts_and_new_never_overwrites(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    path = tmp_path / "mine.toml"
    code, said = plan("new", path, *flags)
    assert (code, f"syllabot plan check {path}" in said) == (0, True)
    assert plan("check", path)[0] == 0
    path.write_text("precious")
    code, said = plan("new", path, *flags)
    assert code == 1
    assert "stays as it is" in said
    assert path.read_text() == "precious"
    assert plan("new", tmp_path / "no" / "mine.toml")[0] == 1


def test_the_start_explains_every_part(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    plan("new", path)
    text = path.read_text()
    for word in ("paths", "resources", "papers", "glossary", "tips", "axes", "flow", "routine"):
        assert f"[[{word}]]" in text
    assert plan("check", path)[1].endswith("1 block, 2 milestones. All fine.\n")


def test_the_example_is_of_another_field_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "marathon.toml"
    plan("new", path, "--example")
    example = load_path(path)
    assert 2 <= len(example.blocks) <= 3
    assert 6 <= len(example.milestones) <= 12
    dated = {name for target in example.flow for name in target.milestones}
    assert dated == {milestone.id for milestone in example.milestones}
    assert in_order(example) == example.milestones
    assert {day.weekday for day in example.routine} == set(range(7))
    assert all(len(day.text.splitlines()) == 2 for day in example.routine)
    shared = {axis.id for axis in example.axes} & {axis.id for axis in shipped().axes}
    assert not shared
    assert {a for m in example.milestones for a in m.axes} == {a.id for a in example.axes}


def test_check_shows_no_terminal_codes(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('"\\u001b[31mred" = 1\n')
    code, said = plan("check", path)
    assert code == 1
    assert "\x1b" not in said
