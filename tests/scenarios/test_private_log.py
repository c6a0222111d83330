"""Each act that writes down what somebody typed fails, and the log holds none of it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot import log
from bot.checkins.values import PRESENT, VERSIONS
from bot.db import Base, upgrade
from cogs.common import routes_of
from cogs.features import FEATURES
from sandbox import ActingUser, Seen
from tests.databases import import_models
from tests.live import START, Study, custom_ids, form_of
from tests.retros.acting import closed, opened, write
from tests.scenarios.forms import paper_chosen, unclear_deadline
from tests.talks.evening import begun_evening
from tests.themes.acting import on

SETS = "theory-problem-sets"
WORDS = "Zebrafink am Fenster"
LINK = "https://zebrafink.example/am-fenster"
PRIVATE = ("Zebrafink", "zebrafink")
FORM_TEXTS = {"name", "title", "text", "note", "link", "words"}
FORM_TEXTS |= {"key_points", "analysis", "method", "tried"}
FORM_TEXTS |= {"better", "change", "ahead", "line"}
FORM_TEXTS |= {"worked", "adjust", "grown", "focus"}
FORM_TEXTS |= {"about", "step", "risks", "mitigations", "results", "impact"}
_OF_ORGANISERS = ("plan:", "deadline-file:")
OF_A_PROJECT = ("edit", "answer", "step")
TO_PUBLISH = ("risks", "case")
FORM_TEXTS |= {"keep", "notes", "topics"}
FORM_TEXTS |= {"progress", "drained", "party"}
# Their fields take a date, days, a time, a zone, a number, an id, a feed's address, a choice, a
# file or the group's name, and nothing else; or what the group is told.
NO_WORDS = {
    "action:move",
    "action:named-take",
    "action:take",
    "cycle:date",
    "export:restore",
    "forget:name",
    "competency:rate",
    "health:answer",
    "health:change",
    "me:lighter",
    "me:pause",
    "me:rest-add",
    "me:time",
    "me:zone",
    "partner:not-with-add",
    "partner:pause",
    "me:join-zone",
    "milestone:due",
    "milestone:pace",
    "library:replace",
    "library:report",
    "news:add",
    "paper:feed-add",
    "paper:hours",
    "paper:how",
    "paper:nominate",
    "plan:save-more",
    "reminder:date",
    "rota:swap",
    "routine:minutes",
    "second-rating:ask",
    "second-rating:rate",
    "session:move",
    "settings:basics",
    "settings:rhythm",
    "settings:support",
    "setup:basics",
    "setup:rhythm",
}


@pytest.fixture
async def db_url(empty_db_url: str) -> str:
    """A database of its own: its tables are broken here."""
    import_models()
    await upgrade(empty_db_url)
    return empty_db_url


@pytest.fixture
def _loggers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    loggers = [
        root,
        *(logging.getLogger(name) for name in ("bot", "cogs", "alembic", "apscheduler")),
    ]
    levels, handlers = [each.level for each in loggers], root.handlers[:]
    yield
    root.handlers[:] = handlers
    for each, level in zip(loggers, levels, strict=True):
        each.setLevel(level)


@contextmanager
def logged(form: str) -> Iterator[io.StringIO]:
    """Everything that the bot would write at its most talkative."""
    stream = io.StringIO()
    log.configure("DEBUG", form, stream)  # type: ignore[arg-type]
    yield stream


async def break_every_table(study: Study) -> None:
    """Let every insert and update fail; PostgreSQL then quotes the row."""
    for table in Base.metadata.sorted_tables:
        async with study.db.begin() as session:
            if not study.db.is_sqlite:
                await session.execute(
                    text(f'ALTER TABLE "{table.name}" ADD CHECK (1 = 0) NOT VALID')
                )
                continue
            for act in ("INSERT", "UPDATE", "DELETE"):
                await session.execute(
                    text(
                        f'CREATE TRIGGER "{table.name}_{act}" BEFORE {act} ON "{table.name}" '
                        "BEGIN SELECT RAISE(ABORT, 'broken'); END"
                    )
                )


async def opened_forms(study: Study, ana: ActingUser) -> dict[str, Seen]:
    """Each form that takes words, opened while all is well."""
    olga = study.organiser
    await olga.slash("join")
    retro = await opened(study, "anonymous")
    cards = [await write(ana, retro, "Worked", text) for text in ("One", "Two")]
    own_card = await ana.click(cards[0], "Edit")
    await on(study)
    await on(study)
    named = await ana.click(retro, custom_id="theme:rename:1:0", forge=True)
    comment = await ana.slash("retro card")
    await closed(study)
    await olga.slash("retro open", anonymity="named")
    await ana.slash("conference add", name="ICML", deadline="2026-04-15")
    await ana.slash("milestone add", title="Mine")
    await ana.slash("milestone done", milestone="community-knowledge-share")
    await ana.click(await ana.slash("today"), "Done")
    any_card = await ana.slash("retro card")
    card = await ana.submit(await ana.slash("retro card"), {"Your card": "First"})
    round_id = await paper_chosen(study, ana)
    await olga.click(await olga.slash("cycle start", date="tomorrow"), "Start cycle 2")
    panel, editing = await ana.slash("today"), await olga.slash("plan edit", milestone=SETS)
    day = START.date()
    ids = {
        "routine:note": f"routine:note:{study.guild.id}:{day}:today",
        "routine:week": f"routine:week:{study.guild.id}:{day}",
        "mini-retro:write": f"mini-retro:write:{study.guild.id}:{day}",
        "checkin:answer": f"checkin:answer:{study.guild.id}:1",
        "competency:answer": f"competency:answer:{study.guild.id}",
        "milestone:note": f"milestone:note:{SETS}",
        "milestone:time-note": "milestone:time-note:community-knowledge-share:1:0",
        "milestone:add": "milestone:add::",
        "milestone:rename": "milestone:rename:own-1",
        "retro:card": "retro:card:2:1",
        "retro:edit": custom_ids(card, "retro:edit")[0],
        "action:add": "action:add:2",
        "action:add-from": f"action:add-from:{study.retros.id}:1",
        "paper:follow": "paper:follow",
        "conference:add": "conference:add",
        "conference:change": "conference:change:1",
        "review:write": "review:write:2603.00001",
        "reproduction:log": "reproduction:log:2603.00001",
        "reproduction:edit": "reproduction:edit:1",
        "follow-up:plan": f"follow-up:plan:{round_id}",
        "library:suggest": "library:suggest",
        "partner:join": f"partner:join:{study.guild.id}",
        "cycle-report:answer": f"cycle-report:answer:{study.guild.id}:1",
        **await _of_own_work(ana),
        **await _of_talks(study, ana),
    }
    forms = {name: await ana.click(panel, custom_id=ids[name], forge=True) for name in ids}
    forms["retro:anycard"] = any_card
    forms |= {"retro:edit-own": own_card, "theme:rename": named, "retro:comment": comment}
    forms["plan:add"] = await olga.click(editing, custom_id="plan:add:theory-math", forge=True)
    answering = await unclear_deadline(study)
    forms["deadline-file:answer"] = await olga.click(editing, custom_id=answering, forge=True)
    forms["plan:save"] = await olga.click(editing, custom_id=f"plan:edit:{SETS}", forge=True)
    return forms


async def _of_own_work(ana: ActingUser) -> dict[str, str]:
    """What opens the forms of a share, a project and a contribution."""
    share = await ana.submit(await ana.slash("share add", url=LINK), {"Title": "Owls"})
    await ana.submit(await ana.slash("project new"), {"Title": "Mails"})
    added = await ana.click(await ana.slash("project contributions"), "Add")
    await ana.submit(added, {"Link to the pull request": "https://example.org/pull/1"})
    return {
        "share:add": "share:add",
        "share:change": custom_ids(share, "share:change")[0],
        "project:new": "project:new",
        "project:checkpoint": "project:checkpoint:1:scoping:audit",
        **{f"project:{each}": f"project:{each}:1" for each in OF_A_PROJECT},
        **{f"project:{each}": f"project:{each}:1:publish" for each in TO_PUBLISH},
        "contribution:add": "contribution:add",
        "contribution:edit": "contribution:edit:1",
    }


async def _of_talks(study: Study, ana: ActingUser) -> dict[str, str]:
    """What opens the forms of an evening that has begun."""
    sam = await study.person("Sam")
    meeting_id, (hers, his) = await begun_evening(study, ana, sam)
    return {
        "session:write": f"session:notes:{meeting_id}",
        "talk:propose": "talk:propose",
        "talk:change": f"talk:change:{hers}",
        "talk:give": f"talk:give:{study.guild.id}:{his}",
    }


@pytest.mark.usefixtures("_loggers_as_before")
@pytest.mark.parametrize("form", ["text", "json"])
async def test_what_was_typed_into_a_failing_act_is_not_in_the_log(study: Study, form: str) -> None:
    """Neither by a statement's parameters, nor by PostgreSQL's DETAIL, nor at DEBUG."""
    ana = await study.person("Ana")
    forms = await opened_forms(study, ana)
    assert set(routes_of(FEATURES).forms) == {*forms, *NO_WORDS}
    await break_every_table(study)
    with logged(form) as stream:
        for name, seen in forms.items():
            who = study.organiser if name.startswith(_OF_ORGANISERS) else ana
            fields = {field["custom_id"] for field in form_of(seen).fields.values()}
            known = {"link": LINK, "owner": ana.account, "column": "1", "outcome": "failed"}
            known |= {item.key: "2" for item in VERSIONS[PRESENT]}
            known |= {"kind": "blog", "audience": "technical", "url": LINK, "resource": "book"}
            known |= {"deadline": "2026-05-01"} | (
                {"due": "2026-05-01"} if "owner" in fields else {}
            )
            known |= {"roles": "peer", "capacity": "1"}
            known |= {"minutes": "10", "listener": "other", "clarity": "5"}
            known |= dict.fromkeys(FORM_TEXTS - {"link"}, WORDS)
            # Of a project it is a question, of a talk a number.
            known |= {"impact": "5"} if name == "talk:give" else {}
            given = {field: value for field, value in known.items() if field in fields}
            answer = await who.submit(seen, given, forge=True)
            assert "the reference `" in answer.text, (name, answer.text)
            assert "You wrote:" in answer.text, name
        commands = {
            "milestone note": {"milestone": SETS, "note": WORDS, "link": LINK},
            "milestone done": {"milestone": SETS, "note": WORDS, "link": LINK},
            "milestone add": {"title": WORDS},
            "conference add": {"name": WORDS, "deadline": "2026-04-15", "link": LINK},
        }
        for command, options in commands.items():
            answer = await ana.slash(command, options=options, forge=True)
            assert "the reference `" in answer.text, (command, answer.text)
        with pytest.raises(ExceptionGroup):
            # Among what is due then is the end of the retro's first phase.
            await study.clock.advance(timedelta(days=1))
    written = stream.getvalue()
    assert written.count("Traceback") >= 5
    assert "IntegrityError" in written
    for private in (*PRIVATE, str(ana.id)):
        assert private not in written


@pytest.mark.usefixtures("_loggers_as_before")
def test_no_library_logs_messages_or_parameters_at_debug() -> None:
    with logged("text") as stream:
        for name in ("discord.http", "discord.gateway", "aiosqlite", "sqlalchemy.engine.Engine"):
            logging.getLogger(name).debug("payload %s", WORDS)
        logging.getLogger("bot.any").debug("ours")
        logging.getLogger("cogs.any").debug("ours too")
    assert stream.getvalue().count("ours") == 2
    assert WORDS not in stream.getvalue()


@pytest.mark.usefixtures("_loggers_as_before")
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_that_quotes_what_was_typed_is_written_without_it(form: str) -> None:
    with logged(form) as stream:
        typed = f'{WORDS}\nand "more"'
        try:
            int(typed)
        except ValueError as error:
            extra = {"typed": [typed]}
            logging.getLogger("cogs.any").error("failed", exc_info=error, extra=extra)
    assert "ValueError" in stream.getvalue()
    assert "Zebrafink" not in stream.getvalue()
