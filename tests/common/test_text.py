"""Text for people: whatever somebody wrote, it reads as written and works nothing (M6)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogs.common.text import (
    bar,
    cut,
    day_stamp,
    escape,
    escaped_bound,
    fit,
    one_line,
    percentage,
    plural,
    stamp,
    titled_link,
)

_PIECES = st.sampled_from(
    [
        *"*_~|`<>[]()#-+.:/@!&\\ \n\r\t",
        *("@everyone", "@here", "<@123456789012345678>", "<@&1>", "<#2>", "<t:1:R>", "</x:3>"),
        *(
            "https://",
            "http://a.example/*b*",
            "[x](https://e.example)",
            "**b**",
            "||s||",
            "```py\n",
        ),
        *("\n# ", "\n-# ", "\n> ", "\n>>> ", "\n1. ", "\n - ", "<:e:4>", "<https://e.example>"),
        *("a", "7", "é", "שלום", "سلام", "\u202e", "\u2067", "\u200b", "\u2028", "\x85", "\0"),
    ]
)
hostile = st.lists(_PIECES | st.characters(), max_size=40).map("".join)

# As Discord reads it: a backslash takes the meaning from any sign after it.
_ESCAPED = re.compile(r"\\[^0-9A-Za-z\s]")
_MEANINGFUL = re.compile(
    r"""[*_~|`<\[\]\\]              # emphasis, spoilers, code, mentions, titled links
      | \w+://                      # a bare address
      | @(everyone|here|[!&]?\d)    # a mention that a server would find
      | ^[^\S\n]*([-+>#]|\d+[.)])   # lists, quotes, headings, small print
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


@given(hostile)
@example("[a](https://a.example) [b](https://b.example)")
@example("<https://a.example/**b**>")
@example("\\https://a.example \\\\*x*")
@example("@everyone @Here <@!123456789012345678>")
@example("- # > 1. x\n\u2028# y\r- z")
def test_m6_nothing_in_escaped_text_has_a_meaning(text: str) -> None:
    """M6: no mention, markup, link or timestamp is left for Discord to find."""
    left = _ESCAPED.sub("\ue000", escape(text))
    assert not _MEANINGFUL.search(left), left


@given(hostile)
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    """Nothing but direction and other control characters is lost."""
    invisible = (
        "[\0-\x08\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
    )
    written = re.sub(invisible, "", re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)).strip()
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text))
    assert re.sub("[\u200b\u2068\u2069]", "", shown).strip() == written


@given(hostile)
def test_right_to_left_text_stays_in_its_place(text: str) -> None:
    """Each line that holds any is isolated, so what stands after it stays after it."""
    for line in escape(text).split("\n"):
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066\u2067]", line)
        opened = 0
        for character in line:
            opened += {"\u2068": 1, "\u2069": -1}.get(character, 0)
            assert opened in (0, 1)
        assert opened == 0
    assert escape("x שלום\ny") == "\u2068x שלום\u2069\ny"


@given(hostile, st.integers(3, 300))
def test_fitted_text_fits(text: str, limit: int) -> None:
    fitted = fit(text, limit)
    assert len(fitted) <= limit
    if len(escape(text)) <= limit:
        assert fitted == escape(text)
    else:
        assert "…" in fitted


@given(hostile)
@example("שלום\u2028שלום")
def test_the_bound_holds(text: str) -> None:
    assert len(escape(text)) <= escaped_bound(text)


@given(hostile, st.integers(1, 100))
def test_a_line_is_one_line(text: str, limit: int) -> None:
    assert "\n" not in one_line(text, limit)
    assert len(cut(text, limit)) <= limit


@given(st.integers(0, 500), st.integers(0, 500))
def test_p5_a_bar_is_full_only_when_all_is_done(done: int, total: int) -> None:
    """P5: the bar and the percentage come from the counts alone, rounded down."""
    done = min(done, total)
    cells, percent = bar(done, total).split("  ")
    assert len(cells) == 10
    assert (cells == "▰" * 10) is (total > 0 and done == total)
    assert percent == f"{percentage(done, total)} %"
    if total:
        assert percentage(done, total) <= 100 * done / total < percentage(done, total) + 1


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (bar(3, 8), "▰▰▰▱▱▱▱▱▱▱  37 %"),
        (bar(0, 0), "▱▱▱▱▱▱▱▱▱▱  0 %"),
        (plural(1, "card"), "1 card"),
        (plural(0, "card"), "0 cards"),
        (plural(1234, "entry", "entries"), "1,234 entries"),
        (cut("abcdef", 4), "abc…"),
        (stamp(datetime(2026, 3, 2, 6, tzinfo=UTC), "R"), "<t:1772431200:R>"),
        # Noon in Tokyo.
        (day_stamp(date(2026, 3, 2), "Asia/Tokyo"), "<t:1772420400:D>"),
    ],
)
def test_small_texts(shown: str, expected: str) -> None:
    assert shown == expected


def test_p4_a_link_is_escaped_where_it_is_shown() -> None:
    """Brackets in an address neither end the link nor begin another one."""
    link = "https://example.org/a_(b))[x](https://evil.example"
    shown = titled_link(link)
    assert shown.startswith("[example.org](<https://example.org/a_%28b%29%29%5Bx%5D%28https://")
    assert shown.endswith("evil.example>)")
