"""``PRIVACY.md`` and ``TERMS.md`` say what the features declare, and nothing else (M7)."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bot.cli import app
from bot.feature import Stored
from bot.privacy import declared, policy
from cogs.features import FEATURES
from tests.project.tracked import ROOT


def printed(*args: str) -> str:
    result = CliRunner().invoke(app, ["privacy", *args])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(("name", "args"), [("PRIVACY.md", ()), ("TERMS.md", ("--terms",))])
def test_m7_the_pages_are_as_the_command_prints_them(name: str, args: tuple[str, ...]) -> None:
    """`make privacy` writes them anew."""
    assert (ROOT / name).read_text() == printed(*args)


def test_m7_everything_that_is_declared_stands_in_the_policy() -> None:
    text = printed()
    for each in declared(feature.data for feature in FEATURES):
        for phrase in (each.what, each.why, each.how_long, each.seen_by, each.inferred):
            assert phrase in text


def test_m7_another_declaration_makes_another_policy() -> None:
    one = Stored(what="a shoe", why="to walk", how_long="a day", seen_by="you", inferred="trips")
    assert "whoever runs me trips." in policy([one])
    assert "could still tell" in policy([one])


def test_a_contact_is_named_in_both() -> None:
    assert "(mail@example.org)" in printed("--contact", "mail@example.org")
    assert "runs the bot: mail@example.org." in printed("--terms", "--contact", "mail@example.org")
