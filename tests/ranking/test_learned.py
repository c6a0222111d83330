"""The learned order: what the group did moves a prior, and what it states moves both (A6, U3)."""

from __future__ import annotations

import math
import pickle
import random
from dataclasses import replace

import pytest

from bot.ranking import Block, Candidate, EvidenceKind, Interests, Ranking, Request, rank
from bot.ranking.learned.terms import counts
from bot.ranking.parts import read
from bot.ranking.themes import SAME_THEME, Themes
from tests.ranking.papers import TODAY, asked, nominated, paper, seen

TEXTS = {
    "1": ("Agents that plan with tools", "We present an agent of language models that uses tools."),
    "2": ("Quantization of networks to 4 bits", "Quantization makes networks small and fast."),
    "3": ("Message passing on graphs", "Graph neural networks pass messages between nodes."),
    "4": ("Detecting objects in images", "A convolutional detector finds objects in images."),
    "5": ("Reasoning with long chains of thought", "LLMs reason at test time; reasoning is long."),
    "6": ("A bound for kernel regression", "We prove a generalization bound for kernels."),
    "7": ("Speech in noisy rooms", "Microphones record speech, and we denoise it."),
    "8": ("Forecasting the traffic of cities", "Sensors count cars, and we forecast them."),
}
WEEK = tuple(paper(key, *texts) for key, texts in TEXTS.items())
ALL = {"floor": -100.0}


def order(request: Request) -> list[str]:
    return [each.key for each in rank(request).ordered]


def reasons(found: Ranking, key: str) -> tuple[str, ...]:
    return next(each.reasons for each in found.ordered if each.key == key)


def place(key: str, **other: object) -> int:
    return order(replace(asked(*WEEK, **ALL), **other)).index(key)  # type: ignore[arg-type]


def test_a6_the_same_papers_and_evidence_give_the_same_ranking_however_they_come() -> None:
    evidence = [
        seen("91", EvidenceKind.CHOSEN, *TEXTS["3"]),
        seen("92", EvidenceKind.DISLIKED, *TEXTS["5"]),
        seen("93", EvidenceKind.SEED, *TEXTS["6"]),
    ]
    expected = rank(asked(*WEEK, evidence=tuple(evidence), **ALL))
    for seed in range(3):
        week = list(WEEK)
        random.Random(seed).shuffle(week)
        random.Random(seed).shuffle(evidence)
        assert rank(asked(*week, evidence=tuple(evidence), **ALL)) == expected


def test_cold_start_has_an_opinion_and_says_it_in_the_papers_own_words() -> None:
    found = rank(asked(*WEEK, **ALL))
    assert order(asked(*WEEK, **ALL))[:2] == ["5", "1"], "what was picked most in the prior's weeks"
    assert reasons(found, "5") == ("about long chains of thought",)


@pytest.mark.parametrize(
    ("key", "word"), [("2", "quantisation"), ("3", "graphs"), ("8", "traffic")]
)
def test_the_plans_own_subject_moves_the_order_without_any_history(key: str, word: str) -> None:
    """The prior's taste is one curator's; a plan about something else gets that up."""
    before = place(key)
    block = Block(f"block 2: {word}", (word,), members=3)
    for stated in (
        {"blocks": (block,)},
        {"interests": Interests(words=(word,))},
        {"evidence": (seen("91", EvidenceKind.SEED, *TEXTS[key]),)},
    ):
        assert place(key, **stated) < before
    both = asked(*WEEK, blocks=(block,), interests=Interests(words=(word,)))
    assert rank(both).shortlist[0].key == key


@pytest.mark.parametrize(
    ("kind", "moves"),
    [
        (EvidenceKind.CHOSEN, 1),
        (EvidenceKind.APPROVED, 1),
        (EvidenceKind.NOMINATED, 1),
        (EvidenceKind.REVIEWED, 1),
        (EvidenceKind.LIKED, 1),
        (EvidenceKind.DISLIKED, -1),
        (EvidenceKind.OFF_TOPIC, -1),
        (EvidenceKind.PASSED_OVER, -1),
        (EvidenceKind.KNOWN, 0),
        (EvidenceKind.TOO_LONG, 0),
    ],
)
def test_a6_what_the_group_did_moves_what_is_like_it(kind: EvidenceKind, moves: int) -> None:
    def score(*evidence: object) -> float:
        found = rank(replace(asked(*WEEK, **ALL), evidence=evidence))  # type: ignore[arg-type]
        return next(each.score for each in found.ordered if each.key == "3")

    moved = score(seen("91", kind, *TEXTS["3"])) - score()
    assert (moved > 0) - (moved < 0) == moves


def test_more_of_a_ballot_moves_more() -> None:
    weights = [seen("91", EvidenceKind.APPROVED, *TEXTS["3"], weight=share) for share in (0.2, 0.9)]
    few, many = (rank(asked(*WEEK, evidence=(each,), **ALL)) for each in weights)
    score = [{e.key: e.score for e in found.ordered}["3"] for found in (few, many)]
    assert score[0] < score[1]


def test_reasons_name_the_paper_that_one_is_like_and_its_known_author() -> None:
    new = paper("3", *TEXTS["3"], authors=("Ada Lovelace",), venue="ICML 2026")
    chosen = seen("91", EvidenceKind.CHOSEN, "Graphs of *things*", TEXTS["3"][1])
    chosen = replace(chosen, authors=("ADA Lovelace", "Grace Hopper"))
    found = rank(asked(new, *WEEK[3:], evidence=(chosen,), **ALL))
    assert set(reasons(found, "3")) == {
        "like “Graphs of *things*”, which you chose in May",
        "by an author whose paper you discussed",
        "accepted at ICML 2026",
    }
    long_ago = replace(chosen, on=TODAY.replace(year=2024), authors=())
    found = rank(asked(new, evidence=(long_ago,), **ALL))
    assert "like “Graphs of *things*”, which you chose in November 2024" in reasons(found, "3")
    seed = replace(chosen, kind=EvidenceKind.SEED)
    found = rank(asked(new, evidence=(seed,), **ALL))
    assert "like “Graphs of *things*”, of the plan" in reasons(found, "3")


def test_a_known_author_raises_the_score_unless_there_are_a_hundred() -> None:
    chosen = seen("91", EvidenceKind.CHOSEN, "Cars", authors=("Ada Lovelace",))

    def score(*authors: str) -> float:
        new = paper("3", *TEXTS["3"], authors=authors)
        (found,) = rank(asked(new, evidence=(chosen,), **ALL)).ordered
        return found.score

    others = [f"Name {number}" for number in range(99)]
    assert score("ada lovelace") > score("Grace Hopper")
    assert score("Ada Lovelace", *others) == score("Grace Hopper", *others)


def test_a_paper_is_never_said_to_be_like_itself() -> None:
    wished = seen("3", EvidenceKind.NOMINATED, *TEXTS["3"])
    assert not any(
        "like" in each for each in reasons(rank(asked(*WEEK, evidence=(wished,), **ALL)), "3")
    )


def test_no_reason_is_a_category_or_a_paper_that_the_group_did_not_want() -> None:
    evidence = (seen("91", EvidenceKind.OFF_TOPIC, *TEXTS["3"]),)
    for each in rank(asked(*WEEK, evidence=evidence, **ALL)).ordered:
        assert len(each.reasons) == 1
        assert each.reasons[0].startswith("about ") or each.reasons == ("new this week",)
        assert "cs." not in each.reasons[0]


def test_a_venue_raises_the_score() -> None:
    accepted = replace(WEEK[6], key="9", venue="ICML 2026")
    assert order(asked(WEEK[6], accepted, **ALL)) == ["9", "7"]


def test_u3_one_place_is_for_a_block_where_members_stand() -> None:
    week = [*WEEK, *(paper(f"5{n}", *TEXTS["5"]) for n in range(8))]
    block = Block("block 4: rooms", ("noisy rooms",), members=1)
    found = rank(asked(*week, blocks=(block,), size=2, **ALL)).shortlist
    assert [(each.key, each.block) for each in found if each.block] == [("7", "block 4: rooms")]
    nobody = replace(block, members=0)
    assert not any(each.block for each in rank(asked(*week, blocks=(nobody,), **ALL)).ordered)


def test_variety_of_two_on_one_theme_the_better_one_stands() -> None:
    twin = paper("51", "Reasoning with long chains of thought, again", TEXTS["5"][1])
    found = rank(asked(*WEEK, twin, **ALL))
    assert {"5", "51"} <= {each.key for each in found.ordered}
    assert len({"5", "51"} & {each.key for each in found.shortlist}) == 1


def test_variety_is_measured_among_many_papers_by_their_rare_words() -> None:
    """Two of a week on R1-Zero's training are one theme, though their texts are not alike."""
    usual = "We study how models learn from data, and show results on tasks with a new method. "
    week = [
        read(paper(str(number), f"A study of matter {number}", usual + _matter(number) * 3))
        for number in range(60)
    ]
    one = read(paper("91", "Taming zero reinforcement learning", usual + "Zero training of R1."))
    two = read(paper("92", "Understanding R1 Zero training", usual + "Critique of reinforcement."))
    themes = Themes([*week, one, two])
    assert themes.same("91", "92")
    assert not any(themes.same("91", each.candidate.key) for each in week)


def test_variety_among_few_papers_asks_for_more_of_a_likeness() -> None:
    """Each word of a short week seems rare: two that share some are not one theme yet."""
    one = read(paper("91", "Reward models", "Reward models judge answers of chat assistants."))
    other = read(paper("92", "Speech models", "Speech models transcribe what assistants hear."))
    few = [read(paper(str(number), *TEXTS[str(number)])) for number in range(1, 9)]
    assert SAME_THEME < Themes([*few, one, other]).cosine("91", "92") < 0.3
    assert not Themes([*few, one, other]).same("91", "92")
    again = read(paper("93", "Reward models", "Reward models judge answers of assistants."))
    assert Themes([*few, one, again]).same("91", "93")


def _matter(number: int) -> str:
    return "".join("bdfghjklmn"[int(digit)] + "a" for digit in str(100 + number)) + " "


def test_a_paper_of_the_plan_takes_one_place_of_a_block_or_a_free_one_and_says_so() -> None:
    plans = [
        paper(f"8{n}", *TEXTS[str(n)], is_plan_paper=True, new_in=(), announced_on=None)
        for n in (3, 6)
    ]
    week = [WEEK[0], *WEEK[3:5], *WEEK[6:]]
    full = rank(asked(*week, *plans, **ALL)).shortlist
    assert [each.key for each in full if each.key.startswith("8") and len(each.key) > 1] == []
    block = Block("block 1: theory", ("generalization bound", "kernel regression"))
    served = rank(asked(*week, *plans, blocks=(block,), **ALL)).shortlist
    assert [each.key for each in served].count("86") == 1
    assert served[-1].key == "86"
    quiet = rank(asked(WEEK[0], *plans, **ALL)).shortlist
    assert len(quiet) == 2
    assert "of the plan, not discussed yet" in quiet[-1].reasons


def test_the_floor_keeps_filler_out_of_a_quiet_week() -> None:
    assert [each.key for each in rank(asked(WEEK[4], WEEK[7])).shortlist] == ["5"]
    usual = replace(WEEK[3], venue="ICML 2026")
    assert rank(asked(usual, interests=Interests(categories=("cs.LG",)))).shortlist == ()
    assert rank(asked(WEEK[7], floor=-5.0)).shortlist[0].key == "8"
    assert rank(asked(WEEK[4], floor=50.0)).shortlist == ()


def test_a10_nominations_stand_first_and_need_no_floor() -> None:
    wish = nominated("7", 3, title=TEXTS["7"][0])
    found = rank(asked(wish, *WEEK[:6], floor=0.0)).shortlist
    assert found[0].key == "7"
    assert found[0].reasons[0] == "nominated by a member"


HOSTILE: list[tuple[Candidate, ...]] = [
    (),
    (paper("1", " ", " "),),
    (paper("1", "Author after author", authors=tuple(f"Name {n}" for n in range(3000))),),
    (paper("1", "reasoning " * 40, "x" * 50_000),),
    (paper("1", "שלום 中文 \u202eabc\u202c ℝⁿ 🦜 \x00", "e\u0301" * 30 + "​ ﬁ ½ ²"),),
    (paper("1", "$\\alpha$-[regex](.*+?)", "\\" * 99, categories=(), new_in=("cs.CL",)),),
    tuple(paper(str(number), "The same title", "The same text.") for number in range(30)),
]


@pytest.mark.parametrize("week", HOSTILE)
def test_hostile_papers_are_ranked_with_finite_scores(week: tuple[Candidate, ...]) -> None:
    evidence = tuple(
        seen(f"9{n}", kind, one.title, one.abstract, authors=one.authors)
        for n, (kind, one) in enumerate(zip(EvidenceKind, week * 20, strict=False))
    )
    words = tuple(one.title for one in week)
    blocks = (Block("block 1", (*words, "", "()", "s")),)
    request = asked(
        *week, evidence=evidence, interests=Interests(words=words), blocks=blocks, **ALL
    )
    found = pickle.loads(pickle.dumps(rank(pickle.loads(pickle.dumps(request)))))
    assert sorted(each.key for each in found.ordered) == sorted(one.key for one in week)
    assert all(math.isfinite(each.score) for each in found.ordered)


def test_a_week_that_is_ranked_again_is_read_once_and_ranked_alike() -> None:
    week = [replace(each, title=f"Again: {each.title}") for each in WEEK]
    first = rank(asked(*week, **ALL))
    read_before = counts.cache_info().misses
    assert rank(asked(*week, **ALL)) == first
    assert counts.cache_info().misses == read_before
