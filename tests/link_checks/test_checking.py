"""The weekly check against a site on loopback, on both databases: what is asked, how often, and
what comes of it (C9)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.fetch import Fetcher
from bot.inputs.links import address_key
from bot.library import service as library
from bot.link_checks import queries, service, turns
from bot.link_checks.checking import LinkChecker
from bot.link_checks.models import CheckedLinkRow, HostTurnRow, LinkCheckRow
from bot.link_checks.values import Checks, Failed
from sandbox import SettableClock
from tests.groups import acting as groups
from tests.milestones.circle import ELSEWHERE, GUILD, NOW, make_groups
from tests.news.site import Site, serving_site
from tests.plans.strategies import entry, milestone_text, small_plan

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with serving_site() as found:
        yield found


class Check:
    """A group whose library has these links, and who asks them on a clock that can be set."""

    def __init__(self, db: Database, clock: SettableClock, named: list[str]) -> None:
        self.db, self.clock = db, clock
        self.fetcher = Fetcher(clock, gap_seconds=0, named=named, timeout_seconds=0.3)
        self.checker = LinkChecker(db, clock, self.fetcher)

    async def run(self, minutes: int = 0) -> None:
        """Let so many minutes pass, with the job in each."""
        await self.checker.run_due()
        for _ in range(minutes):
            await self.clock.move_to(self.clock.now() + MINUTE)
            await self.checker.run_due()

    async def see(self, guild_id: int = GUILD) -> Checks:
        async with self.db.read() as session:
            caller = groups.organiser(guild_id, now=self.clock.now())
            return await queries.checks(session, caller)

    async def switch(self, on: bool, guild_id: int = GUILD) -> None:
        async with self.db.begin() as session:
            caller = groups.organiser(guild_id, now=self.clock.now())
            await (service.switch_on if on else service.switch_off)(session, caller)

    async def links(self) -> dict[str, CheckedLinkRow]:
        async with self.db.read() as session:
            return {row.link_key: row for row in await session.scalars(select(CheckedLinkRow))}


@asynccontextmanager
async def checking(db: Database, site: Site, *urls: str, on: bool = True) -> AsyncIterator[Check]:
    """A check of these addresses, or paths of the site."""
    whole = [url if "://" in url else site.url(url) for url in urls]
    tail = "".join(
        entry("resources", id=f"r{n}", kind="docs", title=f"Page {n}", text="It helps.", url=url)
        for n, url in enumerate(whole)
    )
    await make_groups(db, small_plan(milestone_text("read"), tail=tail))
    localhost = site.base.replace("127.0.0.1", "localhost")
    check = Check(db, SettableClock(NOW), [site.base, localhost])
    if on:
        await check.switch(True)
    try:
        yield check
    finally:
        await check.fetcher.close()


def asked(site: Site) -> list[tuple[str, str]]:
    return [(request.method, request.path) for request in site.asked]


async def test_c9_it_is_off_until_organisers_switch_it_on(
    composed_db: Database, site: Site
) -> None:
    async with checking(composed_db, site, "/a", on=False) as check:
        await check.run(2)
        assert site.asked == []
        assert (await check.see()).next_at is None
        await check.switch(True)
        await check.switch(True)
        await check.run(1)
        assert asked(site) == [("HEAD", "/a"), ("GET", "/a")]
        assert (await check.see(ELSEWHERE)).next_at is None
        await check.switch(False)
        assert await check.links() == {}


async def test_c9_head_then_get_one_request_a_minute_for_each_host(
    composed_db: Database, site: Site
) -> None:
    """A page that refuses HEAD or machines is there; another host need not wait."""
    site.serve("/a", b"x" * 1_000_000, ETag='"1"')
    site.refuse("/b", 403)
    site.refuse("/c", 405)
    other = site.url("/d").replace("127.0.0.1", "localhost")
    async with checking(composed_db, site, "/a", "/b", "/c", other) as check:
        await check.run()
        assert len(asked(site)) == 2, "one for each host"
        await check.clock.move_to(check.clock.now() + MINUTE - timedelta(seconds=1))
        await check.run()
        assert len(asked(site)) == 2, "a second is missing"
        seen = []
        for _ in range(8):
            before = len(site.asked)
            await check.run(1)
            here = [each for each in site.asked[before:] if each.host.startswith("127")]
            seen.append(len(here))
        assert max(seen) == 1
        assert sorted(path + method for method, path in asked(site)) == [
            *("/aHEAD", "/bGET", "/bHEAD", "/cGET", "/cHEAD", "/dGET", "/dHEAD")
        ]
        found = await check.links()
        assert {row.failed_days for key, row in found.items() if key != address_key(other)} == {0}
        assert found[address_key(other)].trouble == "it answered with status 404"


async def test_c9_dead_on_two_different_days_and_alive_again(
    composed_db: Database, site: Site
) -> None:
    async with checking(composed_db, site, "/gone") as check:
        await check.run(3)
        assert (await check.see()).dead == (), "once is not dead"
        await check.run(60 * 12)
        assert len(site.asked) == 2, "nor is it asked again on that day"
        await check.clock.move_to(NOW + DAY + 5 * MINUTE)
        await check.run(3)
        (dead,) = (await check.see()).dead
        assert (dead.title, dead.trouble) == ("Page 0", "it answered with status 404")
        assert dead.failed_on == (NOW + DAY).date()
        await check.clock.move_to(NOW + 2 * DAY + 10 * MINUTE)
        await check.run(3)
        assert len(site.asked) == 4, "what is dead is left alone for its week"
        site.serve("/gone", b"back")
        await check.clock.move_to(NOW + 9 * DAY)
        await check.run(2)
        assert (await check.see()).dead == ()


async def test_c9_another_spelling_in_its_place_is_not_called_dead(
    composed_db: Database, site: Site
) -> None:
    async with checking(composed_db, site, "/gone") as check:
        await check.run(3)
        await check.clock.move_to(NOW + DAY + 5 * MINUTE)
        await check.run(3)
        (dead,) = (await check.see()).dead
        async with check.db.begin() as session:
            caller = groups.organiser(GUILD, now=check.clock.now())
            await library.replace(session, caller, dead.link_key, url=f"{dead.url}/")
        assert (await check.see()).dead == ()
        site.serve("/gone/", b"here")
        await check.clock.move_to(NOW + 9 * DAY)
        await check.run(1)
        (row,) = (await check.links()).values()
        assert (row.url, row.failed_days) == (f"{dead.url}/", 0)


async def test_c9_a_page_that_fails_once_and_works_next_day_is_not_counted(
    composed_db: Database, site: Site
) -> None:
    site.refuse("/a", 500)
    async with checking(composed_db, site, "/a") as check:
        await check.clock.move_to(NOW + 2 * DAY)  # else the week would begin anew meanwhile
        await check.run(2)
        site.serve("/a", b"ok")
        await check.clock.move_to(NOW + 3 * DAY + 5 * MINUTE)
        await check.run(2)
        (row,) = (await check.links()).values()
        assert (row.failed_days, row.trouble, row.due_at) == (0, None, None)
        assert asked(site)[2:] == [("HEAD", "/a")], "from the beginning"


async def test_c9_a_site_that_says_429_is_left_alone_and_not_judged(
    composed_db: Database, site: Site
) -> None:
    for path in ("/a", "/b"):
        site.refuse(path, 429, **{"Retry-After": "7200"})
    async with checking(composed_db, site, "/a", "/b") as check:
        await check.run(119)
        assert len(site.asked) == 1, "the whole host, for as long as it asks"
        await check.run(2)
        assert len(site.asked) == 2
        rows = (await check.links()).values()
        assert {row.failed_days for row in rows} == {0}
        assert sorted(row.due_at for row in rows if row.due_at is not None) == [
            NOW + DAY,
            NOW + DAY + 120 * MINUTE,
        ], "and once more a day later"


async def test_c9_who_says_429_is_left_alone_though_another_led_there(
    composed_db: Database, site: Site
) -> None:
    there = site.url("/b").replace("127.0.0.1", "localhost")
    site.redirect("/a", there)
    site.refuse("/b", 429, **{"Retry-After": "7200"})
    async with checking(composed_db, site, "/a") as check:
        await check.run(2)
        async with check.db.read() as session:
            free = {row.host: row.free_at for row in await session.scalars(select(HostTurnRow))}
        assert free == {"127.0.0.1": NOW + MINUTE, "localhost": NOW + 120 * MINUTE}


async def test_c9_a_host_that_hangs_does_not_keep_others_waiting(
    composed_db: Database, site: Site
) -> None:
    site.keep_waiting("/slow")
    other = site.url("/b").replace("127.0.0.1", "localhost")
    site.serve("/b", b"ok")
    async with checking(composed_db, site, "/slow", other) as check:
        await check.run(2)
        found = await check.links()
        assert found[address_key(other)].due_at is None
        assert found[address_key(site.url("/slow"))].trouble == "it did not answer in time"


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "http://[",
    ],
)
async def test_c9_nothing_leads_to_a_private_address(
    composed_db: Database, site: Site, target: str
) -> None:
    """Neither a link of the library nor where one leads; what runs here is not asked."""
    async with serving_site() as neighbour:
        port = neighbour.base.rpartition(":")[2]
        private = target.format(port=port)
        site.redirect("/away", private)
        site.redirect("/circle", site.url("/circle"))
        links = ["/away", "/circle"]
        links += [private] if "{port}" in target and "[" not in target else []
        async with checking(composed_db, site, *links) as check:
            await check.run(14)
            assert neighbour.asked == []
            troubles = {row.trouble for row in (await check.links()).values()}
            assert None not in troubles, "each of them failed"
            assert "its answer led in circles" in troubles


async def test_c9_a_page_that_moved_within_its_site_is_alive(
    composed_db: Database, site: Site
) -> None:
    site.redirect("/old", "/new page?(1)")
    site.serve("/new page", b"here")
    async with checking(composed_db, site, "/old") as check:
        await check.run(2)
        assert asked(site) == [("HEAD", "/old"), ("HEAD", "/new page")]
        (row,) = (await check.links()).values()
        assert (row.due_at, row.trouble) == (None, None)


async def test_c9_a_certificate_that_nobody_can_trust_is_a_failure(
    composed_db: Database, site: Site
) -> None:
    """A site that speaks no TLS has none to show."""
    secure = site.url("/a").replace("http:", "https:")
    async with checking(composed_db, site, secure) as check:
        await check.run(2)
        (row,) = (await check.links()).values()
        assert row.failed_days == 1
        assert row.trouble in (
            "its certificate cannot be trusted",
            "it could not be reached",
        )


async def test_a_restart_goes_on_where_it_was_cut_off(composed_db: Database, site: Site) -> None:
    site.keep_waiting("/slow")
    async with checking(composed_db, site, "/slow") as check:
        running = asyncio.create_task(check.checker.run_due())
        await site.waits.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        (row,) = (await check.links()).values()
        assert row.leased_until is None, "nobody has to wait for the claim"
        site.serve("/slow", b"ok")
        again = LinkChecker(composed_db, check.clock, check.fetcher)
        await again.run_due()
        assert len(site.asked) == 1, "the host keeps its minute"
        await check.clock.move_to(check.clock.now() + MINUTE)
        await again.run_due()
        (row,) = (await check.links()).values()
        assert (row.due_at, row.failed_days) == (None, 0)


async def test_a_killed_process_loses_its_claim_after_a_while(
    composed_db: Database, site: Site
) -> None:
    site.serve("/a", b"ok")
    async with checking(composed_db, site, "/a") as check:
        await check.checker._begin_week()
        killed = await check.checker._claim()
        assert killed is not None
        await check.run(4)
        assert site.asked == []
        await check.run(2)
        assert asked(site) == [("HEAD", "/a")]
        async with check.db.begin() as session:
            await turns.told(session, killed, Failed("it was late"), check.clock.now())
        (row,) = (await check.links()).values()
        assert row.failed_days == 0, "whoever lost it has no say any more"


async def test_two_processes_ask_a_host_once_a_minute(composed_db: Database, site: Site) -> None:
    paths = [f"/{number}" for number in range(4)]
    for path in paths:
        site.serve(path, b"ok")
    async with checking(composed_db, site, *paths) as check:
        both = [check.checker, LinkChecker(composed_db, check.clock, check.fetcher)]
        for minute in range(1, 5):
            await asyncio.gather(*(each.run_due() for each in both))
            assert len(site.asked) == minute
            await check.clock.move_to(check.clock.now() + MINUTE)
        assert sorted(path for _, path in asked(site)) == paths


async def test_a_week_later_links_that_went_are_forgotten_and_new_ones_asked(
    composed_db: Database, site: Site
) -> None:
    site.serve("/a", b"ok")
    async with checking(composed_db, site, "/a") as check:
        await check.run(1)
        next_at = (await check.see()).next_at
        assert next_at == datetime(2026, 3, 3, 4, tzinfo=UTC)
        async with check.db.begin() as session:
            session.add(HostTurnRow(host="old.example", free_at=NOW - DAY))
            session.add(
                CheckedLinkRow(
                    guild_id=GUILD,
                    link_key="f" * 64,
                    url="https://owl.example/",
                    step_url="https://owl.example/",
                    step_method="HEAD",
                )
            )
        await check.clock.move_to(next_at)
        assert await check.checker.next_due() == next_at
        await check.run(1)
        assert list(await check.links()) == [address_key(site.url("/a"))]
        assert asked(site) == [("HEAD", "/a")] * 2
        assert (await check.see()).next_at == next_at + 7 * DAY
        async with check.db.read() as session:
            hosts = list(await session.scalars(select(HostTurnRow.host)))
        assert hosts == ["127.0.0.1"], "the turns of others are forgotten"


async def test_what_a_clock_that_stood_ahead_put_off_is_due_now(
    composed_db: Database, site: Site
) -> None:
    async with checking(composed_db, site, "/a", "/b") as check:
        await check.clock.move_to(NOW + 400 * DAY)
        await check.run()
        await check.clock.move_to(check.clock.now() + MINUTE)
        assert await check.checker._claim() is not None, "of a process that was killed then"
        right = LinkChecker(composed_db, SettableClock(NOW), check.fetcher)
        await right.set_right()
        async with composed_db.begin() as session:
            (week,) = await session.scalars(select(LinkCheckRow.next_at))
            hosts = list(await session.scalars(select(HostTurnRow.free_at)))
        assert week == NOW
        assert hosts == [NOW]
        rows = (await check.links()).values()
        assert {(row.due_at, row.leased_until) for row in rows} == {(NOW, None)}
