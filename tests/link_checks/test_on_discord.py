"""The check of links over the wire: switched on by organisers, seen by them alone (C9, M4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.config import LinksSettings
from bot.link_checks import service
from bot.plans import service as plans
from sandbox.people.response_view import Seen
from tests.groups import acting as groups
from tests.live import Study, custom_ids, form_of
from tests.news.site import Site, serving_site
from tests.plans.strategies import entry, milestone_text, small_plan

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

DAY = timedelta(days=1)


@pytest.fixture
async def site(study: Study) -> AsyncIterator[Site]:
    """A site that may be asked, to which alone the plan's links lead."""
    async with serving_site() as found:
        tail = "".join(
            entry(
                "resources", id=name, kind="docs", title=name, text="x", url=found.url(f"/{name}")
            )
            for name in ("here", "gone")
        )
        async with study.db.begin() as session:
            text = small_plan(milestone_text("read"), tail=tail)
            await plans.load(session, study.guild.id, text, now=study.clock.now())
        links = LinksSettings(private=[found.base])
        study.settings = replace(study.settings, links=links)
        await study.restart()
        found.serve("/here", b"ok")
        yield found
        await study.restart()  # its connections are closed before the site is


async def panel_of(study: Study) -> Seen:
    olga = study.organiser
    desk = await olga.click(await olga.slash("resources"), "For organisers")
    return await olga.click(desk, "Check of links")


async def test_c9_organisers_switch_it_on_and_see_alone_what_is_dead(
    study: Study, site: Site
) -> None:
    olga, ana = study.organiser, await study.person("Ana")
    shown = await panel_of(study)
    assert "○ Off." in shown.text
    await study.clock.move_to(study.clock.now() + DAY)
    assert site.asked == []
    on = await olga.click(shown, "Switch on")
    assert "● On: 2 links" in on.text
    audit = (await olga.slash("settings audit")).text
    assert "**Weekly check of links** · off → on" in audit
    await study.clock.move_to(study.clock.now() + timedelta(minutes=10))
    await study.restart()
    assert "looks dead" not in (await olga.slash("setup")).text, "once is not dead"
    await study.clock.move_to(study.clock.now() + DAY)
    setup = await olga.slash("setup")
    assert "1 link of the library looks dead." in setup.text
    assert "gone" in (await ana.slash("resources")).text
    assert "looks dead" not in (await ana.slash("resources")).text
    assert [each.path for each in site.asked].count("/here") == 1
    dead = await panel_of(study)
    assert "it answered with status 404" in dead.text
    form = form_of(await olga.click(dead, "Replace"))
    await olga.submit(form, {"Another address": site.url("/new_(1)")})
    assert "looks dead" not in (await olga.slash("setup")).text
    assert "/new_%281%29" in (await ana.slash("resources")).text
    off = await olga.click(await panel_of(study), "Switch off")
    assert custom_ids(off, "link-check:on")


async def test_c9_members_neither_see_nor_switch_it(study: Study, site: Site) -> None:
    ana = await study.person("Ana")
    for route in ("open", "on", "off", "page:0"):
        shown = await ana.slash("resources")
        refused = await ana.click(shown, custom_id=f"link-check:{route}", forge=True)
        assert "organiser" in refused.text.lower()
    assert "○ Off." in (await panel_of(study)).text
    assert site.asked == []


async def test_c9_whoever_runs_the_bot_can_forbid_it(study: Study) -> None:
    shown = await panel_of(study)
    assert "lets no links be checked" in shown.text
    forged = await study.organiser.click(shown, custom_id="link-check:on", forge=True)
    assert "lets no links be checked" in forged.text
    assert forged.buttons == ["Back"]
    async with study.db.begin() as session:
        caller = groups.organiser(study.guild.id, now=study.clock.now())
        await service.switch_on(session, caller)  # before it was forbidden
    off = await study.organiser.click(await panel_of(study), "Switch off")
    assert off.buttons == ["Back"]
