"""Retros as files (D2): actions by themselves, nobody's name, and no text that works anything."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.file_text import cell
from bot.files import File, fitting
from bot.past_retros.rules.files import files_of
from bot.past_retros.rules.recurring import recurring
from bot.past_retros.values import Archive, PastRetro
from bot.retros.values import Anonymity, Card
from bot.themes.values import Theme
from tests.past_retros.past import NASTY, action, archive, card, past, theme

AUTHOR, OWNER = 987654321, 123454321


def given_as(everything: Archive) -> dict[str, str]:
    found = files_of(everything, recurring(everything), everything.retros)
    return {file.name: file.content.decode("utf-8-sig") for file in found}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def full() -> PastRetro:
    long = Card(9, 1, 1, AUTHOR, NASTY)
    discussed = Theme(1, "Calls", (long, card(2, "Too long")), 3, rank=1, thread_id=77)
    return past(
        date(2026, 3, 1),
        discussed,
        anonymity=Anonymity.NAMED,
        cards=(card(3, "Pairing", author=AUTHOR),),
        comments=(card(4, "And Mondays", author=AUTHOR),),
        actions=(action("Shorter calls", owner=OWNER), action("Agenda", done=True)),
        facts=("12 milestones done",),
    )


def test_d2_every_part_is_in_every_format_and_actions_by_themselves() -> None:
    files = given_as(archive(full()))
    assert list(files) == ["retros.md", "retros.csv", "actions.csv", "retros.json"]
    kinds = [(row["kind"], row["column"], row["theme"]) for row in rows(files["retros.csv"])]
    assert kinds == [
        ("fact", "", ""),
        ("card", "Adjust", "Calls"),
        ("card", "Worked", "Calls"),
        ("card", "Worked", ""),
        ("comment", "Worked", ""),
    ]
    actions = [(row["text"], row["status"]) for row in rows(files["actions.csv"])]
    assert actions == [("Shorter calls", "open"), ("Agenda", "done")]
    [retro] = json.loads(files["retros.json"])["retros"]
    assert (retro["held_on"], retro["anonymity"]) == ("2026-03-01", "named")
    [one] = retro["themes"]
    assert (one["votes"], one["discussed"]) == (3, 1)
    assert one["thread"] == "https://discord.com/channels/100/77"
    assert one["cards"][0] == {"column": "Adjust", "text": NASTY}
    assert [each["text"] for each in retro["actions"]] == ["Shorter calls", "Agenda"]
    markdown = files["retros.md"]
    places = [
        markdown.index(part)
        for part in (
            "# Retro of Sunday 1 March 2026: Worked / adjust",
            "## Since the retro before\n\n- 12 milestones done",
            "## Actions\n\n- Shorter calls (by 2026-03-20)\n- Agenda (by 2026-03-20, done",
            "### Calls\n\n3 votes, discussed as number 1, <https://discord.com/channels/100/77>",
            "## Cards\n\n- **Worked** · Pairing",
            "## Comments after the reveal\n\n- **Worked** · And Mondays",
        )
    ]
    assert places == sorted(places)


def test_d2_nobody_is_in_them_whatever_the_retro_showed() -> None:
    """Neither who wrote a named card or comment, nor who has an action."""
    for name, text in given_as(archive(full())).items():
        for somebody in (AUTHOR, OWNER):
            assert str(somebody) not in text, name


def test_d2_what_came_up_before_is_said_in_the_files() -> None:
    march = past(date(2026, 3, 1), theme(1, "Shorter calls"), retro_id=1)
    may = past(date(2026, 5, 1), theme(1, "Shorter calls please"), retro_id=2)
    april = past(date(2026, 4, 1), theme(1, "Please, shorter calls"), retro_id=3)
    files = given_as(archive(march, april, may))
    assert "came up in March and April too" in files["retros.md"]
    newest = json.loads(files["retros.json"])["retros"][0]
    assert newest["themes"][0]["also_held_on"] == ["2026-03-01", "2026-04-01"]


def test_d2_hostile_markup_is_text_in_markdown() -> None:
    """No link, code, heading, table, HTML or list of its own, and each card on one line."""
    text = f"{NASTY}\n\n# Heading\n- item\n<script>alert(1)</script>\n![x](https://b.example)"
    everything = archive(
        past(date(2026, 3, 1), theme(1, text, title=NASTY), cards=(card(1, text),))
    )
    lines = given_as(everything)["retros.md"].splitlines()
    for line in lines:
        bare = re.sub(r"\\.", "", line)
        assert not set("`<[]|~") & set(bare), line
    headings = [line.split(" ")[0] for line in lines if line.startswith("#")]
    assert headings == ["#", "##", "###", "##"]
    assert sum(line.startswith("- ") for line in lines) == 2


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_d2_no_cell_is_a_formula(first: str) -> None:
    text = f"{first}HYPERLINK(1)"
    everything = archive(
        past(
            date(2026, 3, 1),
            theme(1, text, title=text),
            comments=(card(1, text),),
            actions=(action(text),),
        )
    )
    files = given_as(everything)
    for name in ("retros.csv", "actions.csv"):
        for row in rows(files[name]):
            assert row["text"] == f"'{text}"
            assert row.get("theme", "") in ("", f"'{text}")


@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_d2_csv_and_json_give_back_every_text(texts: list[str]) -> None:
    cards = tuple(card(n, text) for n, text in enumerate(texts))
    files = given_as(archive(past(date(2026, 3, 1), cards=cards)))
    assert [row["text"] for row in rows(files["retros.csv"])] == [cell(text) for text in texts]
    [retro] = json.loads(files["retros.json"])["retros"]
    assert [each["text"] for each in retro["cards"]] == texts


def test_d2_large_cards_of_all_scripts_stay_whole() -> None:
    """Three hundred cards of 4,000 characters, right-to-left ones among them."""
    long = ["שלום " * 800, "*" * 4000, "👩‍👩‍👧‍👦" * 571]
    cards = tuple(card(n, long[n % 3]) for n in range(300))
    everything = archive(past(date(2026, 3, 1), cards=cards))
    files = files_of(everything, {}, everything.retros)
    whole: dict[str, Any] = json.loads(files[-1].content)
    assert [each["text"] for each in whole["retros"][0]["cards"]] == [each.text for each in cards]
    given_ = fitting(files, "retros", most_bytes=1024 * 1024)
    assert [file.name for file in given_] == ["retros.zip"]
    with zipfile.ZipFile(io.BytesIO(given_[0].content)) as archived:
        assert archived.namelist() == [file.name for file in files]


def test_d2_what_is_too_large_is_zipped_and_what_is_too_much_is_said() -> None:
    small = [File("a.md", b"a" * 50), File("a.csv", b"b" * 50)]
    assert fitting(small, "a", most_bytes=100) == small
    large = [File("a.md", b"a" * 5000), File("a.csv", b"b" * 5000)]
    assert [file.name for file in fitting(large, "a", most_bytes=1000)] == ["a.zip"]
    with pytest.raises(UserError, match="Export less of it"):
        fitting(large, "a", most_bytes=20)
