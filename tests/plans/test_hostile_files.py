"""Plan files made to hurt: each is refused, with a reason, and without a long wait."""

from __future__ import annotations

import pickle

import pytest

from bot.plans import loader
from bot.plans.loader import MAX_BYTES, PlanError
from tests.plans.strategies import HEAD, entry, milestone_text, small_plan


def refusal(text: str) -> PlanError:
    with pytest.raises(PlanError) as caught:
        loader.load(text)
    return caught.value


def test_a_cycle_is_refused_at_each_of_its_members() -> None:
    text = small_plan(
        milestone_text("one", needs=["three"]),
        milestone_text("two", needs=["one"]),
        milestone_text("three", needs=["two"]),
        milestone_text("four", needs=["three"]),
    )
    messages = [problem.message for problem in refusal(text).problems]
    assert messages == [
        f"{name!r} needs itself, directly or through others" for name in ("one", "two", "three")
    ]


def test_ten_thousand_milestones_are_refused_once() -> None:
    text = small_plan(*(milestone_text(f"m{i}") for i in range(10_000)))
    [problem] = refusal(text).problems
    assert problem.key == "blocks[1].components[1].milestones"
    assert "at most 25" in problem.message


def test_too_many_milestones_in_many_components_are_refused() -> None:
    text = HEAD + milestone_text("one")
    for i in range(13):
        text += entry("blocks", id=f"b{i}", title="B", summary="s", rhythm="r", objectives=[])
        text += entry("blocks.components", id=f"c{i}", title="C", summary="s")
        text += "".join(milestone_text(f"m{i}-{j}") for j in range(25))
    assert "326 milestones; at most 300" in refusal(text).problems[0].message


def test_duplicate_ids_by_the_thousand_stay_a_short_answer() -> None:
    text = HEAD + milestone_text("one") + '\n[[tips]]\nid = "a"\nx = 1\n' * 5000
    error = refusal(text)
    assert len(error.problems) <= 100
    assert len(error.message) < 4000


@pytest.mark.parametrize(
    "text",
    [
        "#" * (MAX_BYTES + 1),
        "# é\n" * (MAX_BYTES // 4),
    ],
)
def test_more_than_a_mebibyte_is_refused(text: str) -> None:
    assert "1 MiB" in refusal(text).message
    with pytest.raises(PlanError, match="1 MiB"):
        loader.load_bytes(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 3900,
        "x = " + "[\n" * 50_000,
        "x = " + "{a = " * 700 + "1" + "}" * 700,
        "a." * 1900 + "b = 1",
        "\n".join("[" + "a." * 99 + f"b{i}]" for i in range(300)),
        "x = " + "9" * 5000,
        "x = 2024-99-99",
        "x = '" + "é" * 5000 + "'",
        "\x00",
        "x = 1\nx = 2",
        "[a]\n[a]",
        "blocks = 3",
        "[plan]\n[blocks]\n[flow]",
        "plan = [1]\nblocks = ['a', {}, [[]]]",
        "\ud800",
    ],
)
def test_hostile_files_are_refused(text: str) -> None:
    assert refusal(text).problems


def test_a_file_that_is_not_text_is_refused_at_its_line() -> None:
    with pytest.raises(PlanError) as caught:
        loader.load_bytes(b"# fine\n# \xff\n")
    assert caught.value.problems[0].line == 2


def test_pings_markdown_and_other_scripts_are_ordinary_text() -> None:
    title = "@everyone **bold** ||spoiler|| שלום مرحبا 你好 <@1>"
    text = small_plan().replace("Milestone one", title)
    assert loader.load(text).milestones[0].title == title


def test_a_refusal_comes_back_whole_from_the_workers_process() -> None:
    error = refusal("plan = 1")
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.message, copy.problems) == (str(error), error.message, error.problems)
