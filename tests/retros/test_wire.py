"""Retros over the wire: the real bot, people who act, and what they see."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.inputs.date_patterns import LAST, EveryWeeks, MonthDay, MonthWeekday
from bot.retros.queries import find_open
from bot.retros.values import PANEL, SUMMARY
from cogs.common import public_panels
from tests.live import Study, custom_ids
from tests.retros.acting import (
    closed,
    form_text,
    opened,
    posted,
    second_server,
    settle,
    text_of,
    write,
)

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)

NASTY = "@everyone **loud** <@1234567890123456789> [win](https://bad.example) \u202eשלום"


async def test_t1_t2_a_retro_from_opening_to_reveal(study: Study) -> None:
    """T1, T2: columns, hidden cards with a count, a deadline that reveals, one summary."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    panel = await opened(study)
    reveal = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
    assert f"reveal <t:{int(reveal.timestamp())}:f>" in text_of(panel)
    form = await ana.click(panel, "Worked")
    assert "Named: your name shows with your card" in form_text(form)
    answer = await ana.submit(form, {"Your card": "Pairing on proofs"})
    assert answer.ephemeral
    assert "1 card so far" in answer.text
    await write(ben, panel, "Adjust", "Shorter calls")
    await ana.until(lambda: "2 cards so far" in text_of(panel))
    for someone in (ana, ben, study.organiser):
        seen = "".join(text_of(m) for m in someone.visible(study.retros) if not m.ephemeral)
        assert "Pairing" not in seen
        assert "Shorter" not in seen
    await study.clock.move_to(reveal)
    assert len(posted(study)) == 2
    summary = text_of(posted(study)[-1])
    assert f"• Pairing on proofs · <@{ana.id}>" in summary
    assert f"• Shorter calls · <@{ben.id}>" in summary
    assert "facts › collect › **group**" in summary
    assert "Revealed" in text_of(panel)


async def test_t1_the_month_opens_a_retro_by_itself(study: Study) -> None:
    """T1: on the group's day and time; and the reveal follows."""
    await study.set_up(retro=(MonthDay(2), time(7)))
    await study.clock.move_to(datetime(2026, 3, 2, 6, 59, tzinfo=UTC))
    assert posted(study) == []
    await study.clock.move_to(datetime(2026, 3, 2, 7, 0, tzinfo=UTC))
    assert "Anonymous: no name is stored" in text_of(posted(study)[0])
    await study.clock.move_to(datetime(2026, 3, 5, 7, 0, tzinfo=UTC))
    assert len(posted(study)) == 1
    assert "fewer than two cards" in text_of(posted(study)[0])
    await study.clock.move_to(datetime(2026, 3, 8, 7, 0, tzinfo=UTC))
    assert len(posted(study)) == 2
    assert "closed without a card, and that is fine." in text_of(posted(study)[1])
    assert "Read all" not in str(posted(study)[1].components)
    assert "0 cards" not in text_of(posted(study)[0]) + text_of(posted(study)[1])


async def test_t7_a_single_card_gets_three_days_once_and_then_one_line(study: Study) -> None:
    """T7: nothing of the card is lost, and there is no list of one."""
    ana = await study.person("Ana")
    panel = await opened(study)
    await write(ana, panel, "Worked", "Pairing on proofs")
    await study.clock.move_to(datetime(2026, 3, 5, 6, 0, tzinfo=UTC))
    assert "fewer than two cards" in text_of(panel)
    until = datetime(2026, 3, 8, 6, 0, tzinfo=UTC)
    assert f"reveal <t:{int(until.timestamp())}:f>" in text_of(panel)
    assert len(posted(study)) == 1
    await study.clock.move_to(until)
    summary = posted(study)[-1]
    said = f"closed with a single card: Pairing on proofs · <@{ana.id}>"
    assert text_of(summary).splitlines()[0].endswith(said)
    assert "Read all" not in str(summary.components)
    assert "Closed" in text_of(panel)
    await study.restart()
    await study.clock.advance(timedelta(hours=1))
    assert len(posted(study)) == 2


async def test_t1_retros_open_on_the_last_friday_and_every_few_weeks(study: Study) -> None:
    """T1: by the settings; a change of them holds from the next one on."""
    await study.set_up(retro=(MonthWeekday(LAST, 4), time(7)))
    for day in (6, 13, 20):
        await study.down_until(datetime(2026, 3, day, 6, 59, tzinfo=UTC))
        await study.clock.advance(timedelta(minutes=2))
        assert posted(study) == []
    await study.down_until(datetime(2026, 3, 27, 6, tzinfo=UTC))
    await study.clock.move_to(datetime(2026, 3, 27, 6, 59, tzinfo=UTC))
    assert posted(study) == []
    await study.clock.move_to(datetime(2026, 3, 27, 7, 0, tzinfo=UTC))
    assert len(posted(study)) == 1
    await closed(study)
    await study.set_up(retro=(EveryWeeks(2, date(2026, 4, 6)), time(7)))
    for day in (6, 20):
        before = len(posted(study))
        # A week earlier there is none.
        for earlier in (timedelta(days=7), timedelta()):
            await study.down_until(datetime(2026, 4, day, 6, tzinfo=UTC) - earlier)
            await study.clock.advance(timedelta(minutes=59))
            assert len(posted(study)) == before
        assert len(posted(study)) == before
        await study.clock.move_to(datetime(2026, 4, day, 7, 0, tzinfo=UTC))
        assert len(posted(study)) == before + 1
        await closed(study)


async def test_t2_an_author_edits_and_removes_own_cards_until_the_reveal(study: Study) -> None:
    """T2: by the buttons of the private answer; removing asks once more."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    panel = await opened(study)
    answer = await write(ana, panel, "Worked", "Pairing")
    card_id = custom_ids(answer, "retro:edit")[0].split(":")[2]
    form = await ana.click(answer, "Edit")
    edited = await ana.submit(form, {"Your card": "Pairing on proofs"})
    assert edited.updated
    assert "Pairing on proofs" in edited.text
    mine = await ana.click(panel, "My cards")
    assert mine.ephemeral
    assert "Pairing on proofs" in mine.text
    assert "Pairing" not in (await ben.click(panel, "My cards")).text
    for forged in (f"retro:edit:{card_id}", f"retro:remove:{card_id}", f"retro:removed:{card_id}"):
        refused = await ben.click(panel, custom_id=forged, forge=True)
        assert "do not find that card among yours" in refused.text
    asked = await ana.click(mine, "Remove")
    assert "Remove this card?" in asked.text
    gone = await ana.click(asked, "Remove")
    assert "None in this retro yet" in gone.text
    await ana.until(lambda: "0 cards so far" in text_of(panel))
    again = await ana.click(panel, custom_id=f"retro:removed:{card_id}", forge=True)
    assert "may be removed already" in again.text


async def test_t3_anonymous_cards_name_nobody(study: Study) -> None:
    """T3: said on the panel, the form, the answer and the summary; the author stands nowhere."""
    ana = await study.person("Ana")
    panel = await opened(study, "anonymous")
    form = await ana.click(panel, "Adjust")
    answer = await ana.submit(form, {"Your card": "Less homework"})
    await write(ana, panel, "Adjust", "More sleep")
    summary = await closed(study)
    for text in (text_of(panel), form_text(form), answer.text, text_of(summary)):
        assert "Anonymous: no name is stored with a card." in text
    assert answer.buttons == ["Edit", "Remove"]
    assert "• Less homework" in text_of(summary)
    everything = text_of(summary) + (await study.organiser.click(summary, "Read all")).text
    assert str(ana.id) not in everything
    assert "Ana" not in everything


async def test_a_card_by_command_works_in_direct_messages_too(study: Study) -> None:
    """M5: the column is chosen in the form."""
    ana = await study.person("Ana")
    nothing = await ana.slash("retro card")
    assert "No retro is open right now" in nothing.text
    panel = await opened(study)
    form = await ana.slash("retro card", dm=True)
    answer = await ana.submit(form, {"Column": "Adjust", "Your card": "Shorter calls"})
    assert "in *Adjust*" in answer.text
    await ana.until(lambda: "1 card so far" in text_of(panel))


async def test_a_form_from_before_a_restart_is_kept(study: Study) -> None:
    """Nothing of the form lives in the process: buttons and forms work after a restart."""
    ana = await study.person("Ana")
    panel = await opened(study)
    form = await ana.click(panel, "Worked")
    await study.restart()
    answer = await ana.submit(form, {"Your card": "Pairing"})
    assert "1 card so far" in answer.text
    assert (await ana.click(panel, "Adjust")).modal is not None


async def test_a_late_card_gets_a_clear_reply_and_its_text_back(study: Study) -> None:
    """T7: the form was opened before the close; short text is quoted, long text is a file."""
    ana = await study.person("Ana")
    panel = await opened(study)
    forms = [await ana.click(panel, "Worked") for _ in range(2)]
    await closed(study)
    short = await ana.submit(forms[0], {"Your card": "Pairing *on* proofs"})
    assert "closed meanwhile" in short.text
    assert "Pairing \\*on\\* proofs" in short.text
    long = await ana.submit(forms[1], {"Your card": "word " * 799 + "last."})
    assert "in the file below" in long.text
    assert long.files[0].data.decode().endswith("last.")
    late = await ana.click(panel, custom_id="retro:card:1:0", forge=True)
    assert "This retro closed" in late.text


async def test_m6_text_of_any_kind_is_shown_and_works_nothing(study: Study) -> None:
    """M6: a card of 4,000 characters, one that would ping, and empty ones from a forged client."""
    ana = await study.person("Ana")
    panel = await opened(study)
    assert "1 card so far" in (await write(ana, panel, "Worked", "*" * 4000)).text
    assert "2 cards so far" in (await write(ana, panel, "Worked", NASTY)).text
    for text, problem in (("", "empty"), ("x" * 4001, "4,001 characters")):
        form = await ana.click(panel, "Worked")
        assert problem in (await ana.submit(form, {"Your card": text}, forge=True)).text
    summary = await closed(study)
    assert summary.mentions == []
    assert not summary.mention_everyone
    assert "@everyone" not in text_of(summary)
    page = await ana.click(summary, "Read all")
    texts = [page.text]
    while "›" in page.buttons and len(texts) < 9:
        page = await ana.click(page, "›")
        texts.append(page.text)
        if f"{len(texts)}/{len(texts)}" in page.buttons:
            break
    assert "".join(texts).count("\\*") >= 4000


async def test_t7_what_too_few_cards_would_refuse_is_not_asked_first(study: Study) -> None:
    """T7: leading on is refused at once; closing tells what there is to see, if that is nothing."""
    ana = await study.person("Ana")
    panel = await opened(study)
    assert "Now: *collect*" in (await study.organiser.slash("retro next")).text
    assert "Two cards are the least" in (await study.organiser.slash("retro next")).text
    asked = await study.organiser.slash("retro close")
    assert "sees that nobody wrote a card, and none can be added any more" in asked.text
    await write(ana, panel, "Worked", "Pairing")
    asked = await study.organiser.slash("retro close")
    assert "sees 1 card then, each with its author's name" in asked.text
    assert "Two cards are the least" in (await study.organiser.slash("retro next")).text
    await write(ana, panel, "Worked", "Calls")
    assert "Go on" in (await study.organiser.slash("retro next")).buttons


async def test_only_organisers_open_and_close(study: Study) -> None:
    ana, stranger = await study.person("Ana"), await study.person("Sam", joined=False)
    for command in ("retro open", "retro close"):
        assert "This is for organisers" in (await ana.slash(command)).text
        assert "in the server" in (await ana.slash(command, dm=True)).text
    panel = await opened(study)
    assert "</join:" in (await stranger.click(panel, "Worked")).text
    assert "</join:" in (await stranger.slash("action list")).text


async def test_two_organisers_at_once(study: Study) -> None:
    """One opening and one summary, however many press at once; the others get a kind word."""
    both = (study.organiser, study.organiser)
    answers = await asyncio.gather(*(who.slash("retro open") for who in both))
    await settle(study)
    assert sorted("open already" in answer.text for answer in answers) == [False, True]
    assert len(posted(study)) == 1
    asked = [await who.slash("retro close") for who in both]
    assert all("Everybody in <#" in question.text for question in asked)
    assert len(posted(study)) == 1, "nothing is revealed before it is confirmed"
    answers = await asyncio.gather(
        *(study.organiser.click(question, "Close and reveal") for question in asked)
    )
    await settle(study)
    assert sorted("No retro is open" in answer.text for answer in answers) == [False, True]
    assert len(posted(study)) == 2
    assert "nothing to close" in (await study.organiser.slash("retro close")).text


async def test_ids_of_another_server_are_not_found(study: Study) -> None:
    """Forged retro, card and action ids: another group's, absurd ones, and none at all."""
    ana = await study.person("Ana")
    panel = await opened(study)
    answer = await write(ana, panel, "Worked", "Pairing")
    card_id = custom_ids(answer, "retro:edit")[0].split(":")[2]
    summary = await closed(study)
    foreign = await second_server(study, ana)
    retro_id = custom_ids(summary)[0].split(":")[2]
    for forged in (
        f"retro:card:{retro_id}:0",
        f"retro:read:{retro_id}",
        f"retro:mine:{retro_id}",
        f"retro:edit:{card_id}",
        f"action:review:{retro_id}",
        f"action:done:1:summary:{retro_id}",
        "retro:read:99999999999999999999999",
        "retro:read:-1",
        "retro:read:one",
        "retro:read",
        "action:done:1:nowhere:1",
    ):
        seen = await ana.click(foreign, custom_id=forged, forge=True)
        assert "do not find" in seen.text or "no longer works" in seen.text, forged
        assert "Reference" not in seen.text
        assert "Pairing" not in seen.text
    form = await ana.click(foreign, "Worked")
    forged_form = await ana.submit(
        form, {"Your card": "smuggled"}, custom_id=f"retro:card:{retro_id}:0", forge=True
    )
    assert "do not find that retro" in forged_form.text
    assert "smuggled" in forged_form.text


async def test_a_panel_with_nothing_to_see_is_left_as_it_is(study: Study) -> None:
    """The summary of an open retro, and the panel of one that is not there."""
    panel = await opened(study)
    before = text_of(panel)
    async with study.db.read() as session:
        retro_id = await find_open(session, study.guild.id)
    assert retro_id is not None
    await public_panels.refresh(study.bot, SUMMARY, study.guild.id, retro_id)
    await public_panels.refresh(study.bot, PANEL, study.guild.id, retro_id + 1)
    assert [text_of(message) for message in posted(study)] == [before]
