"""What an action may say."""

from __future__ import annotations

from bot.actions.rules import action_text


def test_actions_stand_on_one_line() -> None:
    assert action_text("  Move\n the   call ") == "Move the call"
