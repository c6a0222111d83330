"""``syllabot plan``: check a plan file, or begin one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from bot.plans.loader import PlanError, example_text, load_path, starter_text


@click.group("plan", no_args_is_help=True)
def plan_group() -> None:
    """Plan files."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a plan file can be used, and a text that says so."""

    passed: bool
    text: str


def check_plan(path: Path) -> Checked:
    """Load a plan file and count what is in it."""
    try:
        plan = load_path(path)
    except PlanError as error:
        return Checked(False, "\n".join([f"{path} cannot be used:", *map(str, error.problems)]))
    except OSError as error:
        return Checked(False, f"{path}: {error.strerror}.")
    blocks = _count(len(plan.blocks), "block")
    return Checked(
        True, f"{path}: {blocks}, {_count(len(plan.milestones), 'milestone')}. All fine."
    )


@plan_group.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a plan file and say what is in it, or every problem with its line."""
    result = check_plan(file)
    click.echo(result.text, err=not result.passed)
    raise click.exceptions.Exit(0 if result.passed else 1)


@plan_group.command("new")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--example", is_flag=True, help="Write a whole plan, for a first marathon, instead.")
def new(file: Path, example: bool) -> None:
    """Write a plan to begin with, every part explained. Never over a file that is there."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as target:
            target.write(example_text() if example else starter_text())
    except FileExistsError:
        click.echo(f"{file} is there already and stays as it is. Choose another name.", err=True)
        raise click.exceptions.Exit(1) from None
    except OSError as error:
        click.echo(f"{file}: {error.strerror}.", err=True)
        raise click.exceptions.Exit(1) from None
    click.echo(f"Wrote {file}. Edit it, then: syllabot plan check {file}")


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"
