"""*More* over the wire (A6): all of a paper for its reader alone, who likes it or says why not."""

from __future__ import annotations

from sandbox import Seen
from sandbox.world.model import Message
from tests.live import Study, custom_ids
from tests.papers.test_wire import CLOSES, MONDAY, opened, paper, posts, sqlite_only

ABSTRACT = " ".join(f"Sentence number {number} says what it says." for number in range(1, 9))


def more_of(panel: Seen | Message, number: int) -> str:
    """The custom id of the *More* of a paper by its number."""
    return custom_ids(panel, f"paper:more:2603.{number:05}")[0]


async def test_a6_more_shows_all_of_a_paper_and_takes_what_one_thinks_of_it(study: Study) -> None:
    """After a restart and after the close too; what one thinks is seen by nobody else."""
    ana, ben = await study.person("Ana"), await study.person("Ben")
    first = paper(1, "First", summary=ABSTRACT, categories=("cs.LG", "stat.ML", "cs.CL"))
    study.sandbox.feeds.set_batch(MONDAY, [first])
    await ben.slash("paper nominate", paper="2603.00001")
    panel = await opened(study, first, paper(2, "Second"))
    assert "Sentence number 2 says" in panel.text
    assert "Sentence number 3 says" not in panel.text

    seen = await ana.click(panel, custom_id=more_of(panel, 1))
    assert seen.ephemeral
    assert ABSTRACT in seen.text
    assert "Ada Lovelace, Grace Hopper\n" in seen.text
    assert "Machine Learning, Computation and Language · 2603.00001" in seen.text
    assert "On the shortlist of <t:1772442000:D> because: nominated" in seen.text
    assert "Your view**: none yet" in seen.text
    assert seen.buttons == ["👍", "👎", "Read", "Off topic", "Too long", "Known"]

    liked = await ana.click(seen, "👍")
    assert liked.updated
    assert "Your view**: 👍\n" in liked.text
    await study.restart()
    known = await ana.click(liked, "Known")
    assert "Your view**: 👍 · not for us, known" in known.text
    assert "● Known" in known.buttons
    back = await ana.click(await ana.click(known, "👍"), "● Known")
    assert "none yet" in back.text
    await ana.click(back, "Off topic")
    assert "none yet" in (await ben.click(panel, custom_id=more_of(panel, 1))).text

    await ana.choose(await ana.slash("paper vote"), ["2603.00001"])
    await study.clock.move_to(CLOSES)
    (shortlist, result) = posts(study)
    for message in (shortlist, result):
        again = await ana.click(message, custom_id=more_of(message, 1))
        assert "not for us, off topic" in again.text
    assert "👎" in (await ana.click(again, "👎")).text
    assert "off topic" not in "".join(post.text for post in posts(study))


@sqlite_only
async def test_a6_picks_and_more_work_in_direct_messages(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    picks = await ana.slash("paper picks", dm=True)
    assert picks.message is not None
    rows = panel.text.split("\n")[2:-1]
    assert set(rows) <= set(picks.text.split("\n")), "the same rows"
    seen = await ana.click(picks, custom_id=more_of(picks, 2))
    assert "Second" in seen.text
    assert not seen.updated, "the list stays there"
    assert "👎" in (await ana.click(seen, "👎")).text


@sqlite_only
async def test_who_is_not_in_the_group_is_asked_to_join_and_organisers_may_look(
    study: Study,
) -> None:
    panel = await opened(study)
    zoe = await study.person("Zoe", joined=False)
    seen = await zoe.click(panel, custom_id=more_of(panel, 1))
    assert "not in the study group yet" in seen.text
    assert seen.buttons == ["Join"]
    shown = await study.organiser.click(panel, custom_id=more_of(panel, 1))
    assert "About it." in shown.text
    assert "not in the study group yet" in (await study.organiser.click(shown, "👍")).text


@sqlite_only
async def test_a6_a_long_abstract_has_pages_and_opinions_stay_on_theirs(study: Study) -> None:
    ana = await study.person("Ana")
    long = " ".join(f"Sentence *{number}* says what it says." for number in range(1, 101))
    panel = await opened(study, paper(1, "First", summary=long, authors=("A B",) * 60))
    seen = await ana.click(panel, custom_id=more_of(panel, 1))
    assert "Sentence \\*1\\* says" in seen.text
    assert "Sentence \\*100\\* says" not in seen.text
    assert "and many more" in seen.text, "not all of them are known"
    last = await ana.click(await ana.click(seen, "›"), "👍")
    assert last.updated
    assert "Sentence \\*100\\* says" in last.text
    assert "Your view**: 👍" in last.text


@sqlite_only
async def test_a_key_of_no_paper_is_refused_kindly(study: Study) -> None:
    ana = await study.person("Ana")
    panel = await opened(study)
    for route in ("more:1", "abstract:x:7", "like:2603.00009:0", "not-for-us:x:known:0"):
        seen = await ana.click(panel, custom_id=f"paper:{route}", forge=True)
        assert "do not know that paper" in seen.text
    odd = await ana.click(panel, custom_id="paper:not-for-us:2603.00001:ugly:0", forge=True)
    assert "no longer works here" in odd.text
