"""Ballots and results of each method as panels: whole at their longest, and what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.papers.receipts import receipts_of
from bot.papers.values import Ballot, Round, RoundDecision, VoteSettings
from bot.voting import Count, Marks, Method, count
from bot.voting.receipts import as_text
from cogs.common.panels import Panel
from cogs.papers import panels, result_panels
from cogs.papers.ballot_panels import ballot_panel, ordinal
from cogs.papers.round_text import decided, short_finding
from cogs.papers.tally_picture import tally_of
from cogs.papers.vote_settings_panels import changed_panel, preview_panel
from tests.papers.test_panels import CLOSES, OPENED, WORST, a_round, closed, overview, texts

KEYS = tuple(f"2603.{number:05}" for number in range(1, 6))


def counted(method: Method, ballots: list[Marks], text: str = "Plain") -> Round:
    """A round of five papers, closed on these ballots."""
    result: Count = count(method, KEYS, ballots)
    found = a_round(text, method=method)
    picks = tuple(replace(each, approvals=result.support[each.paper.key]) for each in found.picks)
    winner = next((each.paper for each in picks if each.paper.key == result.winner), None)
    decision = RoundDecision.TIE if result.by_tie_rule else RoundDecision.BALLOTS
    return replace(
        found,
        closed_at=CLOSES,
        decision=decision if winner else RoundDecision.NO_BALLOTS,
        ballots=len(ballots),
        picks=picks,
        winner=winner,
        stages=result.stages,
        codes=tuple(f"{number:B>8}" for number in "CDFGHJK"[: len(ballots)]),
        thread_id=2**62,
    )


def ranking(*numbers: int) -> Marks:
    return {KEYS[number - 1]: place for place, number in enumerate(numbers, start=1)}


# Each paper leaves by itself, and there is a tie.
LONG_RUNOFF = [
    ranking(1, 2),
    ranking(1),
    ranking(2),
    ranking(2),
    ranking(3, 1),
    ranking(4),
    ranking(5),
]
LONG_STAR: list[Marks] = [dict.fromkeys(KEYS, 5)] * 7
BALLOTS: dict[Method, list[Marks]] = {
    Method.APPROVAL: [dict.fromkeys(KEYS, 1)] * 7,
    Method.RUNOFF: LONG_RUNOFF,
    Method.STAR: LONG_STAR,
}


def panels_of(method: Method, text: str) -> list[Panel]:
    done = counted(method, BALLOTS[method], text)
    open_round = replace(a_round(text, method=method, hides_totals=False), ballots=7)
    mine = {key: min(at, 5) for at, key in enumerate(KEYS, start=1)}
    so_far = done.stages[0]
    return [
        ballot_panel(Ballot(open_round, mine, OPENED, "BBBBBBBC"), OPENED),
        ballot_panel(Ballot(open_round, {}, None, None), OPENED),
        ballot_panel(Ballot(done, mine, OPENED, done.codes[0] if done.codes else ""), CLOSES),
        ballot_panel(Ballot(done, mine, OPENED, "XXXXXXXX"), CLOSES),
        ballot_panel(Ballot(done, {}, None, None), CLOSES),
        result_panels.result_panel(done),
        result_panels.details_panel(done),
        panels.shortlist_panel(open_round, OPENED),
        panels.shortlist_panel(done, CLOSES),
        panels.picks_panel(
            replace(overview(open_round), so_far=so_far), OPENED, ["x" * 400], can_change=True
        ),
    ]


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("text", [WORST, "*" * 6000, "\u05d0 " * 900])
def test_m6_hostile_titles_fit_every_panel_of_a_vote(method: Method, text: str) -> None:
    for panel in panels_of(method, text):
        assert panel.content_length() <= 4000
        assert panel.total_children_count <= 40
        assert "@everyone" not in texts(panel)
    done = counted(method, BALLOTS[method], text)
    assert "\n\n\n" not in as_text(receipts_of(done))


def test_a8_a_runoff_says_each_round_and_who_rests() -> None:
    found = counted(Method.RUNOFF, LONG_RUNOFF)
    shown = texts(result_panels.details_panel(found))
    assert "Ballots in each round" in shown
    assert "**1** · 5. Plain (withdrawn) · out in round 1" in shown
    assert "● **2 → 2 → 2 → 3** · 1. Plain" in shown
    assert decided(found) == (
        "It has more than half: 3 of 5 ballots in round 4. 2 ballots rank none of the papers that "
        "were left by then. In round 1, 3 papers tied with the fewest ballots; the one lowest on "
        "the shortlist left. In round 2, 2 papers tied with the fewest ballots; the one lowest on "
        "the shortlist left."
    )
    assert short_finding(found) == "3 of 5 ballots in round 4"
    bars = tally_of(found).bars
    assert [(bar.first, bar.total) for bar in bars] == [(2, 3), (2, 2), (1, 1), (1, 1), (1, 1)]
    file = as_text(receipts_of(found))
    assert "## Round 4" in file
    assert "- Leaves: 5. Plain" in file
    assert "- Equal: 3. Plain; 4. Plain; 5. Plain. The rule for ties decided." in file


def test_a8_star_says_both_steps_and_how_a_tie_went() -> None:
    found = counted(Method.STAR, [{KEYS[0]: 5, KEYS[1]: 4}, {KEYS[0]: 1, KEYS[1]: 2}, {KEYS[1]: 1}])
    assert decided(found) == (
        "Highest totals: 7 and 6 points. Of the last two, 2 ballots scored it higher and 1 lower."
    )
    assert short_finding(found) == "2 of 3 ballots"
    shown = texts(result_panels.result_panel(found))
    assert "● **7** · 2. Plain (withdrawn) · higher on 2" in shown
    assert "more fives, then the paper higher on the shortlist" in shown
    even = counted(Method.STAR, LONG_STAR)
    assert "5 papers tied for a place in the last two" in decided(even)
    assert "The last two are even, 0 to 0 ballots; more fives, then the shortlist decided." in (
        decided(even)
    )


@pytest.mark.parametrize(
    ("method", "said"),
    [(Method.APPROVAL, "approved"), (Method.RUNOFF, "ranked"), (Method.STAR, "scored")],
)
def test_a9_nothing_chosen_is_said_as_the_method_has_it(method: Method, said: str) -> None:
    found = counted(method, [])
    assert decided(found) == f"Nobody {said} a paper this time, so nothing is chosen."
    assert "- Result: no ballot was for a paper" in as_text(receipts_of(found))


def test_the_group_picked_is_said_of_a_pick_by_ballots_alone() -> None:
    picked = closed("Plain")
    taken = replace(picked, decision=RoundDecision.NO_BALLOTS, ballots=0)
    for found, is_said in ((picked, True), (taken, False)):
        for panel in (
            result_panels.result_panel(found),
            panels.picks_panel(overview(found), CLOSES, ()),
        ):
            assert ("The group picked" in texts(panel)) == is_said
    assert "Nobody voted for a paper; the first was taken" in texts(
        result_panels.result_panel(taken)
    )


def test_u9_a_closed_ballot_says_whether_it_counted_and_how() -> None:
    found = counted(Method.RUNOFF, LONG_RUNOFF)
    assert found.codes is not None
    mine = Ballot(found, ranking(3, 1), OPENED, found.codes[0])
    shown = texts(ballot_panel(mine, CLOSES))
    assert "`BBBB-BBBC` was counted as:\n1st · 3. Plain (withdrawn)\n2nd · 1. Plain" in shown
    away = texts(ballot_panel(replace(mine, code="XXXXXXXX"), CLOSES))
    assert "was not counted: you were not in the group at the close" in away
    former = texts(ballot_panel(replace(mine, round=replace(found, codes=None)), CLOSES))
    assert "Your ballot stays as it was then" in former
    assert "BBBB" not in former


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd")]
)
def test_places_are_ordinal(number: int, said: str) -> None:
    assert ordinal(number) == said


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("hides_totals", [True, False])
def test_a_change_of_how_we_vote_is_previewed_with_what_shown_totals_tell(
    method: Method, hides_totals: bool
) -> None:
    now = VoteSettings(Method.APPROVAL, True, has_open=True)
    wanted = replace(now, method=method, hides_totals=hides_totals)
    for panel in (preview_panel(now, method, hides_totals), changed_panel(wanted)):
        shown = texts(panel)
        assert ("Hidden totals tell nothing." in shown) == (not hides_totals)
    assert ("already" in texts(preview_panel(now, method, hides_totals))) == (wanted == now)
