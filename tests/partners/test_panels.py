"""What panels of study partners hold, however much there is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.partners.matching_values import Kind
from bot.partners.values import MOST_NOT_WITH, OfPair, Partnership
from cogs.common.panels import Panel
from cogs.partners.panels import history_panel, not_with_panel
from cogs.partners.routes import TAKE_OFF

MADE, ENDED = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 9, 9, tzinfo=UTC)


def shown(panel: Panel) -> str:
    return str(panel.to_components())  # type: ignore[no-untyped-call]  # discord.py's own


def test_c2_everybody_on_the_fullest_list_can_be_taken_off() -> None:
    avoided = range(10**18, 10**18 + MOST_NOT_WITH)
    pages = [shown(not_with_panel(1, avoided, "Saved.", page)) for page in range(4)]
    for each in avoided:
        assert sum(f"'{TAKE_OFF(1, each)}'" in page for page in pages) == 1
    for page in pages:
        assert "If you are partners now, that pair ends" in page


def test_c3_the_history_says_until_when_one_was_in_a_pair() -> None:
    def pair(*, has_left: bool, ended_at: datetime | None) -> Partnership:
        others = (OfPair(8, has_left=False), OfPair(9, has_left=False))
        return Partnership(
            id=1,
            guild_id=1,
            kind=Kind.PEERS,
            others=others,
            is_mentor=False,
            made_at=MADE,
            ended_at=ended_at,
            has_left=has_left,
            thread_id=None,
            is_introduced=True,
            asks_on=date(2026, 3, 12),
            met=None,
        )

    found = [
        pair(has_left=False, ended_at=None),
        pair(has_left=True, ended_at=None),
        pair(has_left=False, ended_at=ENDED),
    ]
    text = shown(history_panel(1, found, 0))
    made, ended = f"<t:{int(MADE.timestamp())}:d>", f"<t:{int(ENDED.timestamp())}:d>"
    for said in (f"{made} to now", f"{made}, left early", f"{made} to {ended}"):
        assert text.count(said) == 1, said
