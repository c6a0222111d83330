"""A whole cycle over the wire, to its report, over restarts (U8)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from sandbox import ActingUser, Seen
from sandbox.world.model import Message
from tests.competency.test_wire import rate
from tests.cycle_reports.acting import end_cycle, file_of, open_report, pictures_of
from tests.live import Study, custom_ids, form_of
from tests.wins.sharing import share

SETS, SUMMARIES = "theory-problem-sets", "theory-paper-summaries"
TUTORIAL, DEPLOY = "theory-math-tutorial", "practice-deploy-app"
QUESTIONS = ["What moved?", "What drained you?", "What deserves a small party?"]
HOSTILE = "@everyone **bold** <@1> `x`\n# [a](https://x.example) ||s||"
on_sqlite = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


async def group_of(study: Study, number: int) -> list[ActingUser]:
    return [await study.person(f"Person {place}") for place in range(number)]


def news_of(study: Study) -> Message:
    """The newest announcement."""
    return list(study.announcements.messages)[-1]


async def later(study: Study, **span: int) -> None:
    await study.clock.advance(timedelta(**span))


async def a_cycle(study: Study, ana: ActingUser) -> None:
    """Forty days in which Ana does, skips, shares and rates; then Olga closes it."""
    await rate(ana, 2, 2, 2, 2, 2, 2, 2, 2)
    await ana.slash("milestone done", milestone=SUMMARIES)
    await share(ana, SUMMARIES)
    await ana.slash("milestone note", milestone=TUTORIAL, note=f"Moved house. {HOSTILE}")
    await ana.slash("milestone skip", milestone=TUTORIAL)
    await later(study, minutes=1)
    await study.down_until(study.clock.now() + timedelta(days=40))
    await ana.slash("milestone done", milestone=DEPLOY)
    share_form = await ana.slash("share add", url="owl.example")
    await ana.submit(share_form, {"Title": "Owls"})
    await rate(ana, 3, 2, 2, 2, 2, 2, 1, 2)
    await end_cycle(study, 1)
    await study.restart()


async def test_u8_a_cycle_from_its_first_day_to_the_report(study: Study) -> None:
    """Picture, text and file, over restarts, on both databases."""
    ana = await study.person("Ana")
    await a_cycle(study, ana)
    news = news_of(study)
    assert news.buttons == ["Review", "Report", "Group's page"]
    seen = await ana.click(news, "Report")
    assert seen.ephemeral
    [picture] = pictures_of(seen)
    assert Image.open(BytesIO(picture)).width == 1200
    assert "Planned against real dates. Cycle 1: 2 done, 1 of " in str(seen.components)
    for said in (
        "Cycle 1: 2 done, 1 of 3 dates kept, up on 1 of 8 axes.",
        "At its close 2 of 34 milestones were done, 2 of them in this cycle.",
        "**Planned and done** · 2",
        "● Summaries of two foundational papers · planned <t:1773662400:D>, done <t:",
        "days late",
        "**Skipped** · 1",
        "⊘ Tutorial on a core mathematical concept · Moved house. ",
        "**Open at the close** · 32: 32 not decided, so carried",
        "Theoretical knowledge 2 → 3 of 5",
        "Leadership 2 → 1 of 5",
        "1 win shared, 1 share",
        "Only you see this.",
    ):
        assert said in seen.text, said
    assert "@everyone" not in seen.text
    text = file_of(seen)
    assert "Moved house. @everyone \\*\\*bold\\*\\* \\<@1\\> \\`x\\` \\# \\[a\\]" in text
    assert "- Theoretical knowledge: 2 → 3 of 5" in text
    assert "- share: Owls" in text


@on_sqlite
async def test_u8_the_questions_are_answered_for_oneself_alone(study: Study) -> None:
    """Ben's pages have nothing of what Ana wrote or did."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    await a_cycle(study, ana)
    form = form_of(await ana.click(await open_report(ana), "Look back"))
    assert list(form.fields) == QUESTIONS
    await study.restart()
    kept = await ana.submit(form, {QUESTIONS[0]: "Maths", QUESTIONS[1]: HOSTILE})
    assert "**What moved?** Maths" in kept.text
    assert "@everyone" not in kept.text
    again = form_of(await ana.click(kept, "Change answers"))
    assert again.fields[QUESTIONS[1]]["value"] == HOSTILE
    assert "**What moved?** Maths" in (await open_report(ana)).text

    bens = await open_report(ben)
    assert not pictures_of(bens), "he did nothing that could be drawn"
    for mine in ("Maths", "Moved house", "Owls", "2 → 3"):
        assert mine not in bens.text
        assert mine not in file_of(bens)
        assert mine not in (await ben.click(bens, "Group's page")).text


async def test_u8_one_place_leads_to_targets_pace_path_routine_and_the_next_cycle(
    study: Study,
) -> None:
    ana, olga = await study.person("Ana"), study.organiser
    await olga.slash("join")
    await study.down_until(study.clock.now() + timedelta(days=7))
    await end_cycle(study, 1)
    guild_id = study.guild.id
    seen = await ana.click(await open_report(ana), "What next")
    assert "**Targets** · 35 of 35 to decide" in seen.text
    for act in ("cycle:review", "cycle:count", "milestone:pace", "milestone:path"):
        assert len(custom_ids(seen, act)) == 1, act
    for act in ("me:time", "me:weekdays", "me:rest"):
        assert custom_ids(seen, act) == [f"{act}:{guild_id}"]
    assert not custom_ids(seen, "cycle:start")
    pace = form_of(await ana.click(seen, custom_id=custom_ids(seen, "milestone:pace")[0]))
    shown = await ana.submit(pace, {"Days after the plan's dates": "7"})
    assert "open dates move" in shown.text
    seen = await ana.click(await open_report(ana), "What next")
    path = await ana.click(seen, custom_id=custom_ids(seen, "milestone:path")[0])
    assert custom_ids(path, "milestone:path-pick")
    seen = await ana.click(await open_report(ana), "What next")
    count = await ana.click(seen, custom_id=custom_ids(seen, "cycle:count")[0])
    assert "**Count all from" in count.text

    forged = await ana.click(seen, custom_id=f"cycle:start:{guild_id}", forge=True)
    assert "This is for organisers" in forged.text
    await study.down_until(study.clock.now() + timedelta(days=20))
    hers = await olga.click(await open_report(olga), "What next")
    closing = await olga.click(hers, "Start")
    assert "**Close cycle 2, begin cycle 3**" in closing.text
    await olga.click(closing, "Start cycle 3")
    assert "**Cycle 2 is closed" in closing.text


@on_sqlite
async def test_u8_w2_the_groups_page_has_released_wins_and_sums_from_five_on(
    study: Study,
) -> None:
    people = await group_of(study, 5)
    ana, ben = people[:2]
    for who in people:
        await who.slash("milestone done", milestone=SUMMARIES, note="Heron")
    await share(ana, SUMMARIES)
    await later(study, hours=1)
    await end_cycle(study, 1)
    news = news_of(study)
    seen = await ben.click(news, "Group's page")
    assert seen.ephemeral
    assert "5 members taken together" in seen.text
    assert "5 of 175 milestones done, 0 skipped, 170 open" in seen.text
    assert "1 win shared" in seen.text
    assert f"<@{ana.id}>: Summaries of two foundational papers" in seen.text
    assert f"<@{ben.id}>" not in seen.text
    assert "Heron" not in seen.text
    await ana.click(await ana.slash("milestone show", milestone=SUMMARIES), "Take back")
    after = await ben.click(seen, "My report")
    assert "**Planned and done** · 1" in after.text
    after = await ben.click(news, "Group's page")
    assert f"<@{ana.id}>" not in after.text
    assert "5 of 175 milestones done" in after.text


@on_sqlite
async def test_u8_w2_of_four_the_page_says_only_too_few(study: Study) -> None:
    people = await group_of(study, 4)
    await people[0].slash("milestone done", milestone=SUMMARIES)
    await end_cycle(study, 1)
    seen = await people[1].click(news_of(study), "Group's page")
    assert "**Together** · too few: sums appear from 5 members on." in seen.text
    assert "No wins are released" in seen.text
    assert "milestones done" not in seen.text


@on_sqlite
async def test_u8_m1_forgotten_after_the_close_a_page_is_gone_and_the_groups_stays(
    study: Study,
) -> None:
    people = await group_of(study, 5)
    ana, ben = people[:2]
    await ana.slash("milestone done", milestone=SUMMARIES)
    await share(ana, SUMMARIES)
    await later(study, hours=1)
    await end_cycle(study, 1)
    news = news_of(study)
    form = form_of(await ana.click(await open_report(ana), "Look back"))
    await ana.submit(form, {QUESTIONS[0]: "Kingfisher"})
    before = await ben.click(news, "Group's page")
    asked = form_of(await ana.click(await ana.slash("forget"), "Forget me"))
    await ana.submit(asked, {next(iter(asked.fields)): study.guild.name})
    gone = await ana.click(news, "Report")
    assert "Kingfisher" not in gone.text
    after = await ben.click(news, "Group's page")
    assert f"<@{ana.id}>" in before.text
    assert f"<@{ana.id}>" not in after.text
    assert "1 of 175 milestones done" in after.text, "the sums tell of nobody who went"


@on_sqlite
async def test_u8_forged_numbers_groups_and_too_much_text_end_kindly(study: Study) -> None:
    ana = await study.person("Ana")
    stranger = await study.person("Sam", joined=False)
    elsewhere = study.sandbox.world.create_guild("Elsewhere")
    await end_cycle(study, 1)
    ours = study.guild.id
    for verb in ("show", "answer", "group"):
        for number in (0, 2, -1, 10**30):
            odd = await ana.click(
                await ana.slash("help"),
                custom_id=f"cycle-report:{verb}:{ours}:{number}",
                forge=True,
            )
            assert "the reference `" not in odd.text, (verb, number)
            assert odd.modal is None
        odd = await ana.click(
            await ana.slash("help"), custom_id=f"cycle-report:{verb}:{elsewhere.id}:1", forge=True
        )
        assert "the reference `" not in odd.text
        assert "Cycle 1" not in odd.text
        odd = await stranger.click(
            await stranger.slash("help"), custom_id=f"cycle-report:{verb}:{ours}:1", forge=True
        )
        assert "join" in odd.text
    form = form_of(await ana.click(await open_report(ana), "Look back"))
    long = await ana.submit(form, {QUESTIONS[0]: "x" * 1001, QUESTIONS[2]: "Cake"}, forge=True)
    assert "Each answer holds 1,000 characters" in long.text
    assert "Cake" in long.text


@on_sqlite
async def test_u8_in_direct_messages_and_for_whoever_came_later(study: Study) -> None:
    ana = await study.person("Ana")
    await end_cycle(study, 1)
    await later(study, days=1)
    zoe = await study.person("Zoe")
    seen: Seen = await ana.click(await ana.slash("cycle show", number=1, dm=True), "Report")
    assert "**Cycle 1** · Monday 2 March 2026 to Monday 2 March 2026" in seen.text
    late = await zoe.click(news_of(study), "Report")
    assert "no report of yours" in late.text
    assert late.buttons == ["Group's page", "What next"]
    forged = f"cycle-report:answer:{study.guild.id}:1"
    assert "no report of yours" in (await zoe.click(late, custom_id=forged, forge=True)).text
    assert "**What next**" in (await zoe.click(late, "What next")).text


@on_sqlite
async def test_u8_without_a_picture_the_words_and_the_file_are_there(study: Study) -> None:
    ana = await study.person("Ana")
    await ana.slash("milestone done", milestone=SUMMARIES)
    await later(study, hours=1)
    await end_cycle(study, 1)
    await study.bot.worker.close()
    seen = await open_report(ana)
    assert not pictures_of(seen)
    assert "Cycle 1: 1 done, 1 of 1 date kept." in seen.text
    assert "Summaries of two foundational papers: planned 2026-03-16" in file_of(seen)
