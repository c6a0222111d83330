import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.papers.candidates import ranked
from bot.papers.rules.ranking import Candidate, Context, rank

TODAY = date(2026, 3, 9)
CONTEXT = Context(today=TODAY, interests=("Quantisation", "Distillation", "PAC learning"))


def candidate(key: str, title: str = "On things", **changes: Any) -> Candidate:
    plain = Candidate(key, title, "An abstract.", new_in=("cs.LG",), announced_on=TODAY)
    return replace(plain, **changes)


def keys(candidates: list[Candidate], context: Context = CONTEXT) -> list[str]:
    return [scored.key for scored in rank(candidates, context)]


def test_a6_same_inputs_in_any_order_give_the_same_list() -> None:
    candidates = [candidate(f"2603.0000{n}") for n in range(1, 9)]
    expected = rank(candidates, CONTEXT)
    for seed in range(5):
        random.Random(seed).shuffle(candidates)
        assert rank(candidates, CONTEXT) == expected


def test_a6_interests_raise_a_paper_and_are_its_reason_in_any_spelling() -> None:
    plain = candidate("2603.00001")
    matching = candidate("2603.00002", "Post-training quantization, and Distillation")
    first, second = rank([plain, matching], CONTEXT)
    assert first.key == matching.key
    assert first.reasons[0] == "about Distillation, Quantisation"
    assert second.reasons == ("new in cs.LG",)


def test_a6_a_word_counts_only_as_a_word_and_hyphens_do_not_matter() -> None:
    inside = candidate("2603.00001", "Prequantisationary notes")
    hyphen = candidate("2603.00002", "PAC\u2011learning bounds")
    assert rank([inside], CONTEXT)[0].reasons == ("new in cs.LG",)
    assert rank([hyphen], CONTEXT)[0].reasons[0] == "about PAC learning"


def test_a6_excluded_words_and_the_floor_drop_a_paper_but_not_a_nomination() -> None:
    context = replace(CONTEXT, excluded=("survey",), floor=2.0)
    survey = candidate("2603.00001", "A survey of distillation")
    weak = candidate("2603.00002", announced_on=TODAY - timedelta(days=7))
    wanted = candidate("2603.00003", "Surveys", nominators=1, new_in=(), announced_on=None)
    assert keys([survey, weak, wanted], context) == ["2603.00003"]
    assert set(keys([survey, weak], CONTEXT)) == {"2603.00001", "2603.00002"}


def test_a2_cross_lists_are_candidates_only_if_switched_on() -> None:
    cross = candidate("2603.00001", new_in=(), cross_in=("cs.LG",))
    new = candidate("2603.00002")
    assert keys([cross, new]) == ["2603.00002"]
    switched_on = replace(CONTEXT, include_cross=True)
    ranked = rank([cross, new], switched_on)
    assert [s.key for s in ranked] == ["2603.00002", "2603.00001"]
    assert ranked[1].reasons == ("cross-listed in cs.LG",)


def test_a6_nominations_stand_first_by_how_many_wish_for_them() -> None:
    strong = candidate("2603.00001", "Quantisation and distillation in PAC learning")
    one = candidate("2603.00002", nominators=1)
    two = candidate("2603.00003", nominators=2)
    ranked = rank([strong, one, two], CONTEXT)
    assert [s.key for s in ranked] == ["2603.00003", "2603.00002", "2603.00001"]
    assert ranked[0].reasons[0] == "nominated by 2 members"
    assert ranked[1].reasons[0] == "nominated"


def test_a6_newer_announcements_and_second_categories_count() -> None:
    old = candidate("2603.00001", announced_on=TODAY - timedelta(days=6))
    new = candidate("2603.00002")
    both = candidate("2603.00003", new_in=("cs.CL", "cs.LG"))
    assert keys([old, new, both]) == ["2603.00003", "2603.00002", "2603.00001"]


@given(st.lists(st.text(max_size=20), max_size=5), st.text(max_size=80))
def test_any_words_and_titles_can_be_ranked(words: list[str], title: str) -> None:
    context = Context(today=TODAY, interests=tuple(words), excluded=tuple(words[:1]))
    assert len(rank([candidate("2603.00001", title)], context)) <= 1


async def test_a6_pieces_are_ranked_as_the_whole_is() -> None:
    candidates = [
        candidate(f"2603.{n:05}", "Quantisation" if n % 7 == 0 else "On things")
        for n in range(1, 96)
    ]
    assert await ranked(candidates, CONTEXT) == rank(candidates, CONTEXT)
    assert await ranked([], CONTEXT) == []
