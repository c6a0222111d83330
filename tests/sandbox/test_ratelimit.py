"""The limiter's arithmetic, and what discord.py makes of its headers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import aiohttp
import discord
import pytest

from sandbox import Sandbox, SettableClock
from sandbox.http.ratelimit import Decision, RateLimiter
from sandbox.rules.openapi import OpenAPI
from tests.sandbox.api import Api
from tests.sandbox.bare_bot import pointed_at

MESSAGES = "/channels/{channel_id}/messages"


def ask(limiter: RateLimiter, now: float, channel: int = 1, caller: str = "a") -> Decision:
    return limiter.check("POST", MESSAGES, f"/channels/{channel}/messages", now, caller=caller)


def test_a_bucket_counts_down_refuses_and_opens_again() -> None:
    limiter = RateLimiter(wall_time=lambda: 1_000.0)
    first = ask(limiter, 10.0)
    assert first.retry_after is None
    assert first.headers["X-RateLimit-Limit"] == "5"
    assert first.headers["X-RateLimit-Remaining"] == "4"
    assert first.headers["X-RateLimit-Reset-After"] == "5.000"
    assert first.headers["X-RateLimit-Reset"] == "1005.000"
    for _ in range(4):
        assert ask(limiter, 11.0).retry_after is None
    refused = ask(limiter, 12.0)
    assert refused.retry_after == pytest.approx(3.0)
    assert refused.scope == "user"
    assert refused.headers["Retry-After"] == "3.000"
    assert refused.headers["X-RateLimit-Scope"] == "user"
    assert refused.body["global"] is False
    assert ask(limiter, 15.0).retry_after is None


def test_every_channel_has_its_own_bucket_under_one_hash() -> None:
    limiter = RateLimiter()
    for _ in range(5):
        ask(limiter, 0.0, channel=1)
    assert ask(limiter, 0.0, channel=1).retry_after is not None
    other = ask(limiter, 0.0, channel=2)
    assert other.retry_after is None
    assert other.headers["X-RateLimit-Bucket"] == ask(limiter, 0.0).headers["X-RateLimit-Bucket"]


def test_the_global_limit_is_fifty_in_a_fixed_second_per_bot() -> None:
    limiter = RateLimiter()
    assert all(ask(limiter, 0.5, channel=n).retry_after is None for n in range(50))
    refused = ask(limiter, 1.25, channel=99)
    assert refused.retry_after == pytest.approx(0.25)
    assert refused.scope == "global"
    assert refused.headers["X-RateLimit-Global"] == "true"
    assert refused.body["global"] is True
    assert ask(limiter, 1.25, channel=99, caller="b").retry_after is None
    assert ask(limiter, 1.5, channel=99).retry_after is None


def test_answers_to_interactions_are_free_of_the_global_limit() -> None:
    limiter = RateLimiter()
    for n in range(60):
        ask(limiter, 0.0, channel=n)
    callback = "/interactions/{interaction_id}/{interaction_token}/callback"
    for n in range(60):
        path = f"/interactions/{n}/token/callback"
        assert limiter.check("POST", callback, path, 0.0).retry_after is None
    followup = "/webhooks/{webhook_id}/{webhook_token}"
    assert limiter.check("POST", followup, "/webhooks/1/token", 0.0).retry_after is None
    own = limiter.check("GET", "/webhooks/{webhook_id}", "/webhooks/1", 0.0, caller="a")
    assert own.scope == "global"


def test_relax_lifts_routes_but_not_the_global_limit() -> None:
    limiter = RateLimiter()
    limiter.relax()
    assert all(ask(limiter, 0.0).retry_after is None for _ in range(50))
    assert ask(limiter, 0.0).scope == "global"


def test_a_route_can_be_given_a_bucket() -> None:
    limiter = RateLimiter()
    limiter.set("post", "/channels/{id}/messages", limit=1, seconds=60)
    assert ask(limiter, 0.0).retry_after is None
    assert ask(limiter, 59.0).retry_after == pytest.approx(1.0)


def test_many_channels_do_not_pile_up() -> None:
    limiter = RateLimiter(global_limit=10**9)
    for n in range(25_000):
        ask(limiter, float(n), channel=n)
    assert len(limiter._windows) <= 10_001


def test_a_refusal_is_what_discord_describes() -> None:
    description = OpenAPI.find()
    if description is None:
        pytest.skip("Discord's description is not on this machine")
    told = ask(RateLimiter(global_limit=0), 0.0).body
    assert not description.response_problems("POST", MESSAGES, 429, told)
    assert description.response_problems("POST", MESSAGES, 429, {**told, "code": 0})
    del told["retry_after"]
    assert description.response_problems("POST", MESSAGES, 429, told)


# What discord.py makes of it


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=SettableClock(datetime(2026, 3, 2, tzinfo=UTC))) as running:
        yield running


@asynccontextmanager
async def logged_in(sandbox: Sandbox) -> AsyncIterator[discord.Client]:
    client = discord.Client(intents=discord.Intents.none())
    with pointed_at(sandbox):
        async with client:
            await client.login(sandbox.world.application.token)
            yield client


async def test_a_client_that_heeds_the_headers_never_meets_a_429(sandbox: Sandbox) -> None:
    sandbox.limiter.set("POST", MESSAGES, limit=2, seconds=0.1)
    channel = sandbox.world.create_guild("Night owls").create_text_channel("papers")
    async with logged_in(sandbox) as client:
        for number in range(5):
            await client.get_partial_messageable(channel.id).send(str(number))
    statuses = [request.status for request in sandbox.requests.to("POST", MESSAGES)]
    assert statuses == [200] * 5


async def test_who_opens_many_conversations_at_once_is_held_back(sandbox: Sandbox) -> None:
    route = "/users/@me/channels"
    sandbox.faults.rate_limit("GET", "/users/@me")
    async with aiohttp.ClientSession() as session:
        api = Api(sandbox, session)
        people = [sandbox.world.create_user(f"Person {number}") for number in range(12)]
        answers = [await api("POST", route, {"recipient_id": str(each.id)}) for each in people]
        answers.append(await api("GET", "/users/@me"))
    assert [answer.status for answer in answers] == [200] * 10 + [429] * 3
    for refused in answers[10:]:
        assert "code" not in refused.body
        assert 0 < refused.body["retry_after"] <= 10
    assert sandbox.violations == []


async def test_a_client_that_is_refused_waits_as_told_and_tries_again(sandbox: Sandbox) -> None:
    channel = sandbox.world.create_guild("Night owls").create_text_channel("papers")
    sandbox.faults.rate_limit("POST", MESSAGES, retry_after=0.02, times=2)
    async with logged_in(sandbox) as client:
        await client.get_partial_messageable(channel.id).send("hello")
    statuses = [request.status for request in sandbox.requests.to("POST", MESSAGES)]
    assert statuses == [429, 429, 200]
    assert len(channel.messages) == 1


async def test_a_429_without_via_is_taken_for_a_ban(sandbox: Sandbox) -> None:
    channel = sandbox.world.create_guild("Night owls").create_text_channel("papers")
    sandbox.faults.rate_limit("POST", MESSAGES, via=False)
    async with logged_in(sandbox) as client:
        with pytest.raises(discord.HTTPException) as caught:
            await client.get_partial_messageable(channel.id).send("hello")
    assert caught.value.status == 429


async def test_a_lost_answer_is_retried_under_the_same_nonce(sandbox: Sandbox) -> None:
    channel = sandbox.world.create_guild("Night owls").create_text_channel("papers")
    sandbox.faults.after("POST", MESSAGES)
    async with logged_in(sandbox) as client:
        place = client.get_partial_messageable(channel.id)
        with pytest.raises(aiohttp.ClientError):
            await place.send("hello", nonce="delivery-1")
        again = await place.send("hello", nonce="delivery-1")
    assert [message.id for message in channel.messages] == [again.id]
