"""Answers that do not wait for the library's rate limits: what happens where none comes."""

from __future__ import annotations

import asyncio

import pytest

from bot.early_answers import EarlyAnswers


class _Request:
    """One that Discord does not answer, and whether it was given up."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.given_up = asyncio.Event()

    async def wait(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.given_up.set()


async def test_whoever_waits_no_longer_gives_the_request_up() -> None:
    """As a sender does at its time-out."""
    request = _Request()
    waiting = asyncio.create_task(EarlyAnswers(None).of(request.wait()))
    await request.begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await asyncio.wait_for(request.given_up.wait(), timeout=5)


async def test_what_still_runs_at_the_stop_is_given_up() -> None:
    request = _Request()
    answers = EarlyAnswers(None)
    waiting = asyncio.create_task(answers.of(request.wait()))
    await request.begun.wait()
    await asyncio.wait_for(answers.close(), timeout=5)
    assert request.given_up.is_set()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_refusal_is_the_requests_own() -> None:
    async def refused() -> None:
        raise ConnectionError("refused")

    with pytest.raises(ConnectionError, match="refused"):
        await EarlyAnswers(None).of(refused())
