"""What the bot asks arXiv's API for over the wire, and what it says when there is no answer."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.arxiv.models import PaperRow
from cogs.common import arxiv
from cogs.common.arxiv import Arxiv
from tests.live import START, Study
from tests.papers.test_wire import MONDAY, OPENS, paper

ACCEPTED = (
    paper(1, "First", comment="Accepted at NeurIPS 2026"),
    paper(2, "Second", comment="Submitted to ICML 2026"),
    paper(3, "Third", journal_ref="Proceedings of the 42nd ICML"),
    paper(4, "Fourth", comment="This paper has been withdrawn by its authors."),
)
KEYS = [each.id for each in ACCEPTED]
TROUBLES = ("html", "error", "blank", "truncated", "timeout", "empty", "status")

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def venues(study: Study) -> dict[str, str | None]:
    """By key, of papers that are not withdrawn."""
    async with study.db.read() as session:
        rows = await session.execute(
            select(PaperRow.arxiv_id, PaperRow.venue).where(~PaperRow.is_withdrawn)
        )
        return dict(rows.all())


def api_requests(study: Study) -> int:
    return sum(request.feed == "api" for request in study.sandbox.feeds.requests)


async def test_a6_venues_and_withdrawals_are_asked_for_in_one_request_once(study: Study) -> None:
    study.sandbox.feeds.set_batch(MONDAY, ACCEPTED)
    await study.clock.move_to(START + timedelta(minutes=1))
    asking = study.bot.part(Arxiv)
    await asking.describe([*KEYS, "2603.09999"])
    assert await venues(study) == {KEYS[0]: "NeurIPS", KEYS[1]: None, KEYS[2]: "ICML"}
    assert api_requests(study) == 1
    await asking.describe(KEYS)
    assert api_requests(study) == 1, "nothing is asked twice"


async def test_a6_what_arxiv_does_not_say_is_logged_and_asked_the_next_time(
    study: Study, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.sandbox.feeds.set_batch(MONDAY, ACCEPTED)
    await study.clock.move_to(START + timedelta(minutes=1))
    asking = study.bot.part(Arxiv)
    for number, trouble in enumerate(TROUBLES, start=1):
        study.sandbox.feeds.break_with("api", trouble)
        caplog.clear()
        with monkeypatch.context() as patch, caplog.at_level(logging.INFO, "cogs.common.arxiv"):
            patch.setattr(arxiv, "_DESCRIBE_SECONDS", 0.3 if trouble == "timeout" else 30)
            await asking.describe(KEYS)
        assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
            "Venues of 4 papers have to wait"
        ], trouble
        assert api_requests(study) == number
    assert set((await venues(study)).values()) == {None}
    study.sandbox.feeds.mend()
    await asking.describe(KEYS)
    assert (await venues(study))[KEYS[0]] == "NeurIPS"


async def test_a10_a_look_up_without_an_answer_is_never_no_such_paper(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error entry, a page of another kind, silence, a refusal: what was typed comes back."""
    ana = await study.person("Ana")
    for trouble in TROUBLES:
        if trouble == "empty":
            continue
        study.sandbox.feeds.break_with("api", trouble)
        with monkeypatch.context() as patch:
            if trouble == "timeout":
                patch.setattr(study.bot.part(Arxiv).fetcher, "_timeout_seconds", 0.3)
            seen = await ana.slash("paper nominate", paper="2503.16419")
        assert "arXiv does not answer just now" in seen.text, trouble
        assert "You wrote" in seen.text, trouble
    study.sandbox.feeds.break_with("api", "empty", times=1)
    assert "Stop Overthinking" in (await ana.slash("paper nominate", paper="2503.16419")).text


async def test_a5_an_api_that_asks_to_wait_for_a_day_is_left_alone_that_long(
    study: Study,
) -> None:
    """Look-ups say so, the day's feeds are read after it, and none of it is lost."""
    ana = await study.person("Ana")
    study.sandbox.feeds.set_batch(MONDAY, ACCEPTED)
    study.sandbox.feeds.break_with("api", "status", status=429, retry_after=86_400)
    for _ in range(2):
        seen = await ana.slash("paper nominate", paper="2503.16419")
        assert "arXiv does not answer just now" in seen.text
    assert api_requests(study) == 1
    await study.clock.move_to(OPENS)
    assert len(study.sandbox.feeds.requests) == 1, "the feeds are at the same site"
    study.sandbox.feeds.mend()
    await study.clock.advance(timedelta(minutes=20))
    await study.asleep_until(START + timedelta(hours=23))
    await study.clock.move_to(START + timedelta(hours=23, minutes=59))
    assert len(study.sandbox.feeds.requests) == 1, "a day is not over"
    await study.clock.move_to(OPENS + timedelta(days=1))
    assert "Stop Overthinking" in (await ana.slash("paper nominate", paper="2503.16419")).text
