"""W2, U5: the architecture names every figure with its rule, and none is made beside it."""

from __future__ import annotations

import re

from tests.project.tracked import ROOT

DOCS = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
SECTION = DOCS.partition("## Figures of the group")[2].partition("\n## ")[0]
ASKS = re.compile(r"\bmay_(?:show|split)\(")


def test_whatever_asks_the_rule_stands_in_the_table_and_the_table_names_what_there_is() -> None:
    named = set(re.findall(r"`((?:bot|tests)/[\w/.]+)`", SECTION))
    assert all((ROOT / path).exists() for path in named), "each is where the table says"
    askers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "bot").rglob("*.py")
        if ASKS.search(path.read_text(encoding="utf-8"))
    }
    # The rule itself, and the pure part of what is counted by blocks.
    askers -= {"bot/figures.py", "bot/milestones/rules/group_counts.py"}
    assert askers <= named, "a figure that the table lacks"
    assert len(askers) >= 4


def test_w2_nothing_lowers_the_floor() -> None:
    """No setting, no argument outside of `bot/figures.py`."""
    for folder in ("bot", "cogs"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if path.name != "figures.py" or path.parent.name != "bot":
                assert not re.search(r"may_(?:show|split)\([^\n]*floor", text), path
                assert "FLOOR = " not in text.replace("NO_FLOOR = ", "") or "ranking" in str(path)
