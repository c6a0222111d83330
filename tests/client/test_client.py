"""The client's wiring: the tree is synced when it changed, requests are paced."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import discord
import pytest

from bot import client
from tests.live import Study

SYNC = "/applications/{application_id}/commands"


def syncs(study: Study) -> int:
    return sum(
        1 for request in study.sandbox.requests if request.method == "PUT" and request.route == SYNC
    )


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_the_tree_is_synced_only_when_it_changed(blank_study: Study) -> None:
    assert syncs(blank_study) == 1
    await blank_study.restart()
    assert syncs(blank_study) == 1
    async with blank_study.db.begin() as session:
        from bot.db.command_sync import remember_digest

        application_id = blank_study.sandbox.world.application.id
        await remember_digest(session, application_id, "of an older version")
    await blank_study.restart()
    assert syncs(blank_study) == 2


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_m3_only_the_guilds_intent_is_asked_for(blank_study: Study) -> None:
    intents = blank_study.bot.intents
    assert [name for name, on in intents if on] == ["guilds"]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("act", ["command", "button", "form"])
async def test_stopping_lets_running_answers_arrive(study: Study, act: str) -> None:
    """Whatever the library runs them in: the connection closes only behind them."""
    ana = await study.person("Ana")
    me = await ana.slash("me")
    form = await ana.click(me, "Pause")
    hold = study.sandbox.faults.hold("POST", "/interactions/{id}/{token}/callback")
    acts = {
        "command": lambda: ana.slash("today"),
        "button": lambda: ana.click(me, "Stop prompts"),
        "form": lambda: ana.submit(form, {"until": "2026-03-04"}),
    }
    acting = asyncio.create_task(acts[act]())
    await hold.reached()
    closing = asyncio.create_task(study.bot.close())
    # A stop that waited for nothing would be over by then.
    done, _ = await asyncio.wait({closing}, timeout=0.3)
    assert not done
    hold.release()
    assert (await acting).failed is None
    await closing


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
async def test_limits_of_routes_are_looked_through_seldom(
    blank_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def is_inactive(_limit: discord.http.Ratelimit) -> bool:
        looks.append(1)
        return True

    monkeypatch.setattr(discord.http.Ratelimit, "is_inactive", is_inactive)
    http = blank_study.bot.http
    conversations = 1000
    for number in range(conversations):
        http.get_ratelimit(f"conversation {number}")
    assert len(looks) < conversations, "not all of them for each new one"
    monkeypatch.setattr(client, "time", SimpleNamespace(monotonic=lambda: float("inf")))
    http.get_ratelimit("later")
    assert len(http._buckets) == 0, "what nobody uses goes all the same"
