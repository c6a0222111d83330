"""Retros that are over, over the wire: history, one of them whole, search and files (D2)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from bot.retros import card_service
from bot.retros.queries import find_open
from sandbox import ActingUser, Seen
from tests.live import Study, custom_ids
from tests.retros.acting import close, closed, opened, posted, second_server, settle, write
from tests.retros.circle import member
from tests.themes.acting import on, revealed, threads, vote

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

NASTY = "@everyone **loud** <@1234567890123456789> [win](https://bad.example) \u202eשלום"
MONTH = timedelta(days=31)


async def held(study: Study, ana: ActingUser, ben: ActingUser, *texts: str) -> None:
    """A named retro to its end: its first card gets a vote and a thread; an action came of it."""
    await revealed(study, [ana, ben], *texts)
    await on(study)
    await vote(ana, posted(study)[-1], texts[0])
    await on(study)
    await on(study)
    due = (study.clock.now().date() + timedelta(days=20)).isoformat()
    form = await ana.click(posted(study)[-1], "Add action")
    fields = {"What will be done": "Agenda for each call", "Due date": due, "Owner": ana}
    await ana.submit(form, fields)
    comment = await ben.slash("retro card")
    await ben.submit(comment, {"Column": "Worked", "Your comment": "Late thought"})
    await close(study)
    await settle(study)


async def test_d2_history_show_search_and_export(study: Study) -> None:
    """D2, T4: two retros; what came up in both is named; threads, votes, actions and comments."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    empty = await ben.slash("retro history")
    assert "None is over yet." in empty.text
    await held(study, ana, ben, "Shorter calls", "Pairing")
    april = study.clock.now() + MONTH
    await study.down_until(april - timedelta(days=2))
    await study.clock.move_to(april)
    # The month's own retro, without a card.
    await close(study)
    await settle(study)
    await held(study, ana, ben, "We need shorter calls", "Datasets")
    history = await ben.slash("retro history")
    assert history.ephemeral
    assert "**Comes up again**\n- *We need shorter calls* in March and April" in history.text
    assert "2 cards, 1 comment · 1 theme · 1 action, 1 open · named" in history.text
    page = await ben.click(history, "Show")
    [thread] = {each.id for each in study.guild.threads.values() if each.name.startswith("We")}
    for part in (
        f"**We need shorter calls** · 1 vote · <#{thread}>\n-# came up in March too",
        f"<@{ana.id}>: We need shorter calls",
        f"○ <@{ana.id}> by <t:",
        "Agenda for each call",
        f"**Adjust** · 1\n• <@{ben.id}>: Datasets",
        f"**Comments after the reveal** · 1\n• <@{ben.id}>: Late thought",
    ):
        assert part in page.text, page.text
    assert page.buttons[-3:] == ["All retros", "Export", "Summary"]
    [newest, *_] = await ben.autocomplete("retro show", "retro", "april")
    assert newest.name == "2 April 2026 · Worked / adjust"
    assert "Datasets" in (await ben.slash("retro show", retro=newest.value)).text
    found = await ben.slash("retro search", words="SHORTER")
    assert "2 finds" in found.text
    assert "card: Shorter calls" in found.text
    assert "Pairing" in (await ben.click(found, custom_id=custom_ids(found)[1])).text
    assert "others, find more" in (await ben.slash("retro search", words="nowhere")).text
    assert "such as `shorter calls`" in (await ben.slash("retro search", words="\u3164!")).text
    assert len(threads(study)) == 2
    for press, count in (("All retros", 3), ("Show", 1)):
        page = await ben.click(page, press)
        label = "Export all" if count > 1 else "Export"
        _assert_exported(await ben.click(page, label), count, (ana, ben))


def _assert_exported(seen: Seen, count: int, people: tuple[ActingUser, ...]) -> None:
    """So many retros, in all files, without anybody in them."""
    assert seen.ephemeral
    files = {each.filename: each.data.decode("utf-8-sig") for each in seen.files}
    assert set(files) == {"retros.md", "retros.csv", "actions.csv", "retros.json"}
    assert len(json.loads(files["retros.json"])["retros"]) == count
    assert "We need shorter calls" in files["retros.md"]
    for text in files.values():
        for somebody in people:
            assert str(somebody.id) not in text
            assert somebody.name not in text


async def test_t2_t3_of_an_open_retro_nothing_leaves_by_any_way(study: Study) -> None:
    """T2, T3: neither history, page, search, suggestion nor file has a word of it."""
    ana = await study.person("Ana")
    await opened(study)
    await closed(study)
    panel = await opened(study, "anonymous")
    await write(ana, panel, "Worked", "Zebrafink")
    async with study.db.read() as session:
        open_id = await find_open(session, study.guild.id)
    seen = [
        await ana.slash("retro history"),
        await ana.slash("retro show", retro=str(open_id), forge=True),
        await ana.slash("retro search", words="zebrafink"),
        await ana.click(panel, custom_id=f"retro:past:{open_id}:0", forge=True),
        await ana.click(panel, custom_id=f"retro:export:{open_id}", forge=True),
        await ana.click(panel, custom_id="retro:export:0", forge=True),
    ]
    everything = "".join(each.text.replace("“zebrafink”", "") for each in seen)
    for each in seen:
        everything += "".join(file.data.decode() for file in each.files)
    assert "zebrafink" not in everything.casefold()
    assert "goes on still" in seen[1].text
    assert "among those that are over" in seen[3].text
    assert len(await ana.autocomplete("retro show", "retro", "")) == 1


async def test_ids_of_others_and_strange_ones_find_nothing(study: Study) -> None:
    """In the server, by direct message, by a stranger; each group has its own, and no other's."""
    ana = await study.person("Ana")
    nina = await study.person("Nina", joined=False)
    panel = await opened(study)
    await write(ana, panel, "Worked", "Pairing")
    await closed(study)
    dm = await ana.slash("retro history", dm=True)
    assert "**Retros so far** · 1" in dm.text
    assert "Pairing" in (await ana.click(dm, "Show")).text
    foreign = await second_server(study, ana)
    birds = next(each for each in study.sandbox.world.guilds.values() if each is not study.guild)
    assert "None is over yet." in (await ana.slash("retro history", guild=birds)).text
    for forged in (
        "retro:past:1:0",
        "retro:past:-1:0",
        "retro:past:99999999999999999999999:0",
        "retro:past:one:0",
        "retro:past:1",
        "retro:export:1",
        "retro:export:0",
        f"retro:export:{2**63 - 1}",
        "retro:found:pairing:0",
        "retro:found::0",
        "retro:history:-7",
    ):
        seen = await ana.click(foreign, custom_id=forged, forge=True)
        assert "the reference `" not in seen.text, forged
        assert "Pairing" not in seen.text, forged
        assert not seen.files
    for seen in (
        await nina.slash("retro history"),
        await nina.slash("retro show", retro="1"),
        await nina.slash("retro search", words="pairing"),
        await nina.click(panel, custom_id="retro:export:0", forge=True),
    ):
        assert "not in the study group yet" in seen.text
    assert await nina.autocomplete("retro show", "retro", "") == []
    await ana.click(await ana.slash("me", guild=birds), "Use in DMs")
    assert "None is over yet." in (await ana.slash("retro history", dm=True)).text
    await ana.click(await ana.slash("me", guild=study.guild), "Use in DMs")
    assert "**Retros so far** · 1" in (await ana.slash("retro history", dm=True)).text


async def test_300_cards_that_would_ping_in_a_channel_that_is_gone(study: Study) -> None:
    """M6: every page answers in time and pings nobody, though the retro's channel is deleted."""
    ana = await study.person("Ana")
    panel = await opened(study)
    retro_id = int(custom_ids(panel, "retro:card")[0].split(":")[2])
    async with study.db.begin() as session:
        caller = await member(session, ana.id, study.guild.id, study.clock.now())
        for n in range(300):
            text = f"{n} {NASTY * (n % 50 + 1)}"[:4000]
            await card_service.add_card(session, caller, retro_id, n % 2, text)
    await closed(study)
    study.retros.delete()
    page = await ana.slash("retro show", retro=str(retro_id))
    for _ in range(3):
        assert "@everyone" not in page.text
        assert "\u202e" not in page.text
        assert f"<@{'1234567890123456789'}>" not in page.text.replace("\\<@", "")
        page = await ana.click(page, "›")
    assert "300 cards" in page.text
    found = await ana.slash("retro search", words="bad example")
    assert "300 finds" in found.text
    assert "2/50" in (await ana.click(found, "›")).buttons
    given = await ana.click(page, "Export")
    [whole] = json.loads(given.files[-1].data)["retros"]
    assert len(whole["cards"]) == 300
    assert "300 cards" in (await ana.slash("retro history")).text
