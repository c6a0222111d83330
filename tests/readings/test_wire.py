"""What was read, over the wire: history, one paper, search, files."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.live import Study, custom_ids
from tests.readings.week import NASTY, chosen

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def test_a11_history_search_and_a_papers_page(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    assert "None yet" in (await ben.slash("paper history")).text
    thread = await chosen(study, ana, NASTY)
    assert thread is not None
    history = await ben.slash("paper history")
    assert history.ephemeral
    assert "\\*Loud\\*" in history.text
    assert "1 approval on 1 ballot" in history.text
    assert "@everyone" not in history.text
    page = await ben.click(history, "Show")
    assert "Ada Müller, Grace Hopper" in page.text
    assert "Machine Learning · 2603.00001" in page.text
    assert "We claim much about it." in page.text
    assert "● **Chosen** <t:1772816400:D> · 1 approval on 1 ballot" in page.text
    for label in ("Read", "Abstract", "How it went", "Discussion", "Rate", "Log attempt"):
        assert label in page.buttons
    assert "Your view" in (await ben.click(page, "Abstract")).text
    assert "Every member could approve" in (await ben.click(page, "How it went")).text
    other = await ben.slash("paper show", paper="2603.00002")
    assert "○ Listed" in other.text
    assert "Rate" not in other.buttons
    for words in ("MULLER", "lukasz", "machine learn", "loud win"):
        assert "1 paper" in (await ben.slash("paper search", words=words)).text, words
    nothing = await ben.slash("paper search", words="second")
    assert "Nothing fits that" in nothing.text
    assert "1 paper" in (await ben.click(nothing, "All papers")).text


async def test_filters_stay_together_and_forged_ones_are_answered(study: Study) -> None:
    ana = await study.person("Ana")
    await chosen(study, ana)
    found = await ana.slash("paper search", words="first")
    (month,) = custom_ids(found, "paper:by-month")
    (outcome,) = custom_ids(found, "paper:by-outcome")
    march = await ana.choose(found, ["2026-03"], custom_id=month)
    assert "“first”, March 2026" in march.text
    (outcome,) = custom_ids(march, "paper:by-outcome")
    never = await ana.choose(march, ["not-tried"], custom_id=outcome)
    assert "“first”, March 2026, never tried" in never.text
    assert "**First**" in never.text
    for custom_id, value, answer in (
        (month, "2026-13", "A month looks like"),
        (month, "%", "A month looks like"),
        (outcome, "perhaps", "no such choice"),
        ("paper:by-block:first::", "block", "no such choice"),
        ("paper:by-block:first::", "77", "Nothing fits that"),
        (f"paper:by-block:{'x' * 60}::", "1", "and 50 fit"),
        ("paper:by-block:%_::", "1", "takes words"),
    ):
        seen = await ana.choose(found, [value], custom_id=custom_id, forge=True)
        assert answer in seen.text, (custom_id, value)
    beyond = await ana.click(found, custom_id=f"paper:found:first:0:::{2**60}", forge=True)
    assert "**First**" in beyond.text
    gone = await ana.click(found, custom_id="paper:past:0", forge=True)
    assert "older version" in gone.text


async def test_what_is_typed_badly_is_answered_kindly(study: Study) -> None:
    ana = await study.person("Ana")
    await chosen(study, ana)
    for words, answer in (
        ("%", "takes words"),
        ("_ \\", "takes words"),
        ("x" * 300, "300 characters, and 50 fit"),
        ("100%", "Nothing fits that"),
    ):
        assert answer in (await ana.slash("paper search", words=words)).text, words
    for month in ("2026-13", "soon"):
        assert "A month looks like" in (await ana.slash("paper history", month=month)).text
    for typed in ("2603.99999", "x" * 300, "%"):
        seen = await ana.slash("paper show", paper=typed)
        assert "one of your shortlists" in seen.text or "do not find that paper" in seen.text
    assert await ana.autocomplete("paper show", "paper", "fir") != []
    assert await ana.autocomplete("paper history", "month", "march") != []


async def test_d2_what_is_shown_is_exported_as_three_files(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await chosen(study, ana, "=HYPERLINK(1)")
    given = await ben.click(await ben.slash("paper history"), "Export")
    assert given.ephemeral
    files = {each.filename: each for each in given.files}
    assert sorted(files) == ["papers.csv", "papers.json", "papers.md"]
    (row,) = csv.DictReader(io.StringIO(files["papers.csv"].data.decode("utf-8-sig")))
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["approvals"] == "1"
    assert "by the ballots: 1 of 1 ballots" in files["papers.md"].data.decode()
    (paper,) = json.loads(files["papers.json"].data)["papers"]
    assert paper["title"] == "=HYPERLINK(1)"
    assert {each["title"]: each["approvals"] for each in paper["shortlist"]} | {
        "=HYPERLINK(1)": 1,
        "Second": 0,
    } == {each["title"]: each["approvals"] for each in paper["shortlist"]}
    for wanted, count in (
        ("hyperlink:0:2026-03:not-tried", "1 paper"),
        ("second:0::", "0 papers"),
        (":9::", "0 papers"),
        (":0:2026-02:", "0 papers"),
        (":0::failed", "0 papers"),
    ):
        some = await ben.click(given, custom_id=f"paper:export:{wanted}", forge=True)
        assert f"**{count}**" in some.text, wanted
        assert len(json.loads(some.files[-1].data)["papers"]) == int(count[0]), wanted
    for each in files.values():
        text = each.data.decode()
        assert str(ana.id) not in text
        assert "Ana" not in text


async def test_outside_the_group_nobody_reads_what_it_read(study: Study) -> None:
    ana = await study.person("Ana")
    nina = await study.person("Nina", joined=False)
    await chosen(study, ana)
    for seen in (
        await nina.slash("paper history"),
        await nina.slash("paper show", paper="2603.00001"),
        await nina.slash("paper search", words="first"),
        await nina.slash("paper reproductions"),
    ):
        assert "not in the study group yet" in seen.text
    assert await nina.autocomplete("paper show", "paper", "") == []
    dm = await ana.slash("paper history", dm=True)
    assert "**First**" in dm.text
