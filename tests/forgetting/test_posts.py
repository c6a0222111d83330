"""Every message to the group that names somebody goes with them, or loses the name (M1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox import ActingUser
from sandbox.world.model import Message
from tests.actions.test_wire import decide
from tests.forgetting.test_wire import PR, ask, confirm, rows_about
from tests.live import Study, form_of
from tests.papers.test_wire import CLOSES, MONDAY, OPENS, THREE, WEEK, posts
from tests.project.tracked import ROOT
from tests.projects.acting import published as published_project
from tests.readings.week import questions
from tests.retros.acting import close, opened, settle, text_of, write
from tests.reviews.weeks import chosen, published
from tests.routine.test_week_wire import look_back
from tests.talks.evening import begun_evening
from tests.wins.sharing import share

CALL = {"What will be done": "Try its loss", "Due date": "2026-04-01"}
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def naming(study: Study, who: ActingUser, *words: str) -> list[Message]:
    """Messages that the whole server can read and that name them, or hold these words of theirs."""
    channels = [*study.guild.channels.values(), *study.guild.threads.values()]
    wanted = (f"<@{who.id}>", *words)
    return [
        each
        for channel in channels
        for each in channel.messages
        if any(word in text_of(each) + each.text for word in wanted)
    ]


def heads(found: list[Message]) -> list[str]:
    """By what each can be told apart."""
    return sorted({next(iter(text_of(each).splitlines()), "") for each in found})


async def everything_posted(study: Study, who: ActingUser) -> None:
    """Two weeks in which somebody comes into every kind of message to the group."""
    await who.click(await who.slash("paper rota"), "Count me in")
    key = await chosen(study, who)
    await who.slash("milestone done", milestone=PR)
    await share(who, PR)
    retro = await opened(study)
    await write(who, retro, "Worked", "Kingfisher")
    await close(study)
    await settle(study)
    summary = next(each for each in study.retros.messages if "Kingfisher" in text_of(each))
    await decide(who, summary, who)
    await look_back(who, line="Heron", shown=True)
    await published(who, key)
    nominated = await who.slash("paper nominate", paper="2603.00002")
    await who.click(nominated, "Name me")
    await study.clock.move_to(CLOSES + WEEK + timedelta(minutes=2))
    thread = next(iter(study.guild.threads.values()))
    form = form_of(await who.click(questions(thread)[0], "Add action"))
    await who.submit(form, {**CALL, "Owner": who})


POSTS = [
    "**A week with First**",
    "**Retro · Worked / adjust**",
    "🎉 **Wins of the week**",
    "🎉 <@{}> finished **First merged pull request**",
    "📖 **Reading together: First**",
    "📝 **Review**",
    "🗒️ **The week in your words**",
]


@on_sqlite
async def test_m1_nothing_that_was_posted_names_them(study: Study) -> None:
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await everything_posted(study, ana)
    await ben.slash("milestone done", milestone=PR)
    await share(ben, PR)
    await study.clock.advance(timedelta(minutes=1))
    found = heads(naming(study, ana, "Heron"))
    for head, expected in zip(found, POSTS, strict=True):
        assert head.startswith(expected.format(ana.id))
    assert len(naming(study, ben)) == 1
    receipt = await confirm(ana, await ask(ana))
    assert f"{len(POSTS)} messages to the group: deleted, or without your name" in receipt.text
    await study.clock.advance(timedelta(minutes=1))
    assert naming(study, ana, "Heron") == []
    assert len(naming(study, ben)) == 1
    assert await rows_about(study, ana) == []
    assert any("Kingfisher" in text_of(each) for each in study.retros.messages), "the group saw it"


@on_sqlite
async def test_m1_the_open_shortlist_names_them_no_more(study: Study) -> None:
    ana = await study.person("Ana")
    study.sandbox.feeds.set_batch(MONDAY, THREE)
    await study.clock.advance(timedelta(minutes=1))
    nominated = await ana.slash("paper nominate", paper="2603.00002")
    await ana.click(nominated, "Name me")
    await study.clock.move_to(OPENS + timedelta(minutes=2))
    assert len(naming(study, ana)) == 1
    await confirm(ana, await ask(ana))
    await study.clock.advance(timedelta(minutes=1))
    assert naming(study, ana) == []
    assert "Second" in text_of(posts(study)[-1]), "the paper stays on the list"


@on_sqlite
async def test_m1_evenings_and_projects_name_them_no_more(study: Study) -> None:
    """A panel that names one as speaker, one who came and one for its notes; and a project."""
    ana, ben, cleo = [await study.person(name) for name in ("Ana", "Ben", "Cleo")]
    await begun_evening(study, ana)
    await settle(study)
    (panel,) = study.announcements.messages
    await ben.click(panel, "Join")
    form = form_of(await cleo.click(panel, "Notes"))
    await cleo.submit(form, {"What came up, what was agreed": "Slides are on the shelf"})
    await published_project(ana)
    await study.clock.advance(timedelta(minutes=1))
    assert [len(naming(study, who)) for who in (ana, ben, cleo)] == [2, 1, 1]
    for who in (ana, ben, cleo):
        await confirm(who, await ask(who))
        await study.clock.advance(timedelta(minutes=1))
        assert naming(study, who) == []
        assert await rows_about(study, who) == []
    assert "Slides are on the shelf" in text_of(panel)


# Where a panel names people: for the one who looks alone, or a post, which its test covers.
ALONE, POST = "alone", "post"
NAMING = {
    "actions/panels.py": POST,
    "common/sharing.py": ALONE,
    "community/panels.py": ALONE,
    "contributions/panels.py": ALONE,
    "cycle_reports/group_panels.py": ALONE,
    "follow_ups/panels.py": POST,
    "library/desk_panels.py": ALONE,
    "papers/pick_rows.py": POST,
    "partners/panels.py": ALONE,
    "past_retros/page_panels.py": ALONE,
    "plans/draft_panels.py": ALONE,
    "plans/version_panels.py": ALONE,
    "projects/list_panels.py": ALONE,
    "projects/panels.py": ALONE,
    "projects/publishing_panels.py": POST,
    "reproductions/panels.py": ALONE,
    "retros/summary_panels.py": POST,
    "reviews/about_paper.py": ALONE,
    "reviews/panels.py": POST,
    "reviews/rota_panels.py": POST,
    "reviews/rota_views.py": ALONE,
    "routine/week_panels.py": POST,
    "second_ratings/panels.py": ALONE,
    "second_ratings/views.py": ALONE,
    "sessions/panels.py": POST,
    "settings/panels.py": ALONE,
    "shares/panels.py": POST,
    "talks/additions.py": ALONE,
    "talks/feedback_panels.py": ALONE,
    "talks/panels.py": POST,
    "themes/vote_panels.py": ALONE,
    "wins/panels.py": POST,
}


def test_m1_each_place_that_names_people_is_known() -> None:
    """Whoever names people somewhere else looks here whether that is taken back (`NamingPost`)."""
    found = {
        path.relative_to(ROOT / "cogs").as_posix()
        for path in (ROOT / "cogs").rglob("*.py")
        if "<@{" in path.read_text(encoding="utf-8")
    }
    assert found == NAMING.keys()
