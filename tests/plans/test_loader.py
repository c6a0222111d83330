"""Reading plan files: what is refused, with which line and key."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plans import loader
from bot.plans.loader import PlanError
from bot.plans.rules.toml_locations import key_lines
from tests.plans.strategies import HEAD, entry, few, milestone_text, small_plan

FLOW = {"id": "a", "title": "A", "milestones": ["one"], "week": 1}
DAY = {"day": "monday", "title": "A", "text": "b"}
AXIS = {"id": "a", "title": "A", "text": "b", "levels": ["low", "high"]}
RESOURCE = {"id": "a", "kind": "docs", "title": "A", "text": "b"}
PAPER = {
    "arxiv": "1908.07585",
    "title": "A",
    "authors": ["b"],
    "year": 2019,
    "component": "first-part",
    "why": "c",
}


def problems(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(PlanError) as caught:
        loader.load(text)
    return [(p.line, p.key, p.message) for p in caught.value.problems]


def line_of(text: str, snippet: str) -> int:
    return text[: text.index(snippet)].count("\n") + 1


def test_p1_loading_the_same_text_again_gives_the_same_plan() -> None:
    text = loader.shipped_text()
    assert loader.load(text) == loader.load(text) == loader.shipped()


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    text = loader.shipped_text()
    assert loader.load_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == loader.load(
        text
    )


def test_load_path(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(small_plan(), encoding="utf-8")
    assert [m.id for m in loader.load_path(file).milestones] == ["one", "two"]


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ('id = "one"\n', "id = 1\n", "id", "must be text"),
        ('id = "one"\n', 'id = "One:1"\n', "id", "lower-case words"),
        ('id = "one"\n', f'id = "{"x" * 41}"\n', "id", "41 characters; at most 40"),
        ('title = "Milestone one"\n', 'title = ""\n', "title", "empty"),
        ('title = "Milestone one"\n', 'title = "   "\n', "title", "empty"),
        ('title = "Milestone one"\n', f'title = "{"x" * 81}"\n', "title", "at most 80"),
        ('title = "Milestone one"\n', 'title = "a\\u202eb"\n', "title", "U+202E"),
        ('title = "Milestone one"\n', 'title = "a\\u0007b"\n', "title", "U+0007"),
        ('text = "Do it."\n', "text = [1]\n", "text", "must be text"),
        (
            'text = "Do it."\n',
            'text = "Do it."\nhours = [3, 1]\n',
            "hours",
            "smaller to the larger",
        ),
        ('text = "Do it."\n', 'text = "Do it."\nhours = [0, 1]\n', "hours[1]", "1 or more"),
        ('text = "Do it."\n', 'text = "Do it."\nhours = [1.5, 2]\n', "hours[1]", "whole number"),
        ('text = "Do it."\n', 'text = "Do it."\nhours = [1]\n', "hours[2]", "required"),
        ('text = "Do it."\n', 'text = "Do it."\nhour = [1, 2]\n', "hour", "did you mean 'hours'"),
        (
            'text = "Do it."\n',
            'text = "Do it."\nneeds = ["three"]\n',
            "needs",
            "no milestone 'three'",
        ),
        ('text = "Do it."\n', 'text = "Do it."\nneeds = ["one"]\n', "needs", "needs itself"),
        ('text = "Do it."\n', 'text = "Do it."\npath = "nlp"\n', "path", "no path 'nlp'"),
        ('text = "Do it."\n', 'text = "Do it."\naxes = ["zen"]\n', "axes", "no axis 'zen'"),
        ('text = "Do it."\n', 'text = "Do it."\nrepeats = "hour"\n', "repeats", "one of 'week'"),
        ('text = "Do it."\n', 'text = "Do it."\ncounts = "songs"\n', "counts", "'paper-reviews'"),
        (
            'text = "Do it."\n',
            'text = "Do it."\ncounts = "paper-reviews"\n',
            "counts",
            "in which period?",
        ),
    ],
)
def test_a_bad_milestone_is_named_by_line_and_key(
    old: str, new: str, key: str, message: str
) -> None:
    text = small_plan().replace(old, new, 1)
    [(line, where, said)] = problems(text)
    assert where == f"blocks[1].components[1].milestones[1].{key}"
    assert message in said
    changed = new.strip().splitlines()[-1]
    assert line == (line_of(text, changed) if "required" not in said else line_of(text, "hours"))


@pytest.mark.parametrize(
    ("section", "keys", "line_text", "key", "message"),
    [
        ("flow", FLOW | {"milestones": ["x"]}, "milestones", ".milestones", "no milestone 'x'"),
        ("flow", FLOW | {"month": 1}, "[[flow]]", "", "either a week or a month"),
        ("flow", FLOW | {"milestones": ["one"] * 2}, "milestones", ".milestones", "already has"),
        ("flow", FLOW | {"week": 0}, "week", ".week", "1 or more"),
        ("routine", DAY | {"day": "funday"}, "day", ".day", "one of 'monday'"),
        ("routine", DAY | {"optional": "no"}, "optional", ".optional", "true or false"),
        ("routine", DAY | {"resources": ["x"]}, "resources", ".resources", "no resource 'x'"),
        ("routine", DAY | {"topic": "gossip"}, "topic", ".topic", "one of 'news'"),
        ("axes", AXIS | {"levels": ["one"]}, "levels", ".levels", "at least 2"),
        ("resources", RESOURCE | {"url": "javascript:1"}, "url", ".url", "https://"),
        ("resources", RESOURCE | {"feed": "feed.xml"}, "feed", ".feed", "https://"),
        ("papers", PAPER | {"arxiv": "1908.07585v2"}, "arxiv", ".arxiv", "without version"),
        ("papers", PAPER | {"component": "x"}, "component", ".component", "no component 'x'"),
    ],
)
def test_a_bad_entry_elsewhere_is_named_by_line_and_key(
    section: str, keys: dict[str, object], line_text: str, key: str, message: str
) -> None:
    head = small_plan()
    text = head + entry(section, **keys)
    [(line, where, said)] = problems(text)
    expected_line = text[: text.index("\n" + line_text, len(head))].count("\n") + 2
    assert (line, where) == (expected_line, f"{section}[1]{key}")
    assert message in said


GUIDE = """
[[projects.questions]]
id = "why"
label = "Why"
text = "What for?"

[[projects.pain_points]]
id = "time"
title = "Time"
text = "Is there any?"

[[projects.stages]]
id = "sketch"
title = "Sketch"
text = "On paper."
checkpoint = "Whom does it concern?"
"""


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ('id = "sketch"', 'id = "published"', "stages[1].id", "is kept for what comes after all"),
        ('id = "sketch"', f'id = "{"x" * 21}"', "stages[1].id", "at most 20 fit"),
        ('label = "Why"', f'label = "{"x" * 46}"', "questions[1].label", "at most 45 fit"),
        ('"What for?"', f'"{"x" * 101}"', "questions[1].text", "at most 100 fit"),
        ('checkpoint = "Whom does it concern?"\n', "", "stages[1]", "this key is required"),
        ('text = "Is there any?"', 'text = "\u3164"', "pain_points[1].text", "the text is empty"),
        (
            "[[projects.pain_points]]",
            "[[projects.pain_point]]",
            "pain_point",
            "did you mean 'pain_points'",
        ),
    ],
)
def test_c8_a_bad_guide_to_projects_is_named_by_line_and_key(
    old: str, new: str, key: str, message: str
) -> None:
    text = small_plan(tail=GUIDE.replace(old, new, 1))
    found = {(where, said) for _line, where, said in problems(text)}
    assert any(where.startswith(f"projects.{key}") and message in said for where, said in found)


def test_c8_a_guide_to_projects_is_read_and_older_files_need_none() -> None:
    guide = loader.load(small_plan(tail=GUIDE)).projects
    assert guide is not None
    assert [stage.title for stage in guide.stages] == ["Sketch"]
    assert loader.load(small_plan()).projects is None
    twice = GUIDE + GUIDE[GUIDE.index("[[projects.stages]]") :]
    [(_, where, said)] = problems(small_plan(tail=twice))
    assert where == "projects.stages[2].id"
    assert "used twice" in said


@pytest.mark.parametrize("what", ["project-audits", "contributions", "partners"])
def test_c8_what_is_done_once_counts_without_a_period(what: str) -> None:
    plan = loader.load(small_plan(milestone_text("one", counts=what)))
    assert plan.milestones[0].counts == what


@pytest.mark.parametrize(
    ("keys", "key", "message"),
    [
        ('grown = "Grown?"', "self_check", "this key is required"),
        (f'grown = "{"x" * 46}"\nfocus = "More?"', "self_check.grown", "at most 45 fit"),
        ('grown = "Grown?"\nfocus = "\u3164"', "self_check.focus", "the text is empty"),
        ('grown = "Grown?"\nfocus = "More?"\nfeel = "?"', "self_check.feel", "not known here"),
    ],
)
def test_w5_bad_questions_after_a_rating_are_named(keys: str, key: str, message: str) -> None:
    found = problems(small_plan(tail=f"[self_check]\n{keys}\n"))
    assert any(where.startswith(key) and message in said for _, where, said in found)


def test_w5_the_questions_are_read_and_older_files_need_none() -> None:
    text = small_plan(tail='[self_check]\ngrown = "Grown?"\nfocus = "More?"\n')
    check = loader.load(text).self_check
    assert check is not None
    assert (check.grown, check.focus) == ("Grown?", "More?")
    assert loader.load(small_plan()).self_check is None


@pytest.mark.parametrize(
    ("keys", "key", "message"),
    [
        ('progress = "Moved?"\ndrained = "Tired?"', "afterwards", "this key is required"),
        (
            f'progress = "{"x" * 46}"\ndrained = "Tired?"\nparty = "Cake?"',
            "afterwards.progress",
            "at most 45 fit",
        ),
        (
            'progress = "Moved?"\ndrained = "\u3164"\nparty = "Cake?"',
            "afterwards.drained",
            "the text is empty",
        ),
    ],
)
def test_u8_bad_questions_at_a_cycles_end_are_named(keys: str, key: str, message: str) -> None:
    found = problems(small_plan(tail=f"[afterwards]\n{keys}\n"))
    assert any(where.startswith(key) and message in said for _, where, said in found)


def test_u8_the_questions_are_read_and_older_files_need_none() -> None:
    tail = '[afterwards]\nprogress = "Moved?"\ndrained = "Tired?"\nparty = "Cake?"\n'
    asked = loader.load(small_plan(tail=tail)).afterwards
    assert asked is not None
    assert (asked.progress, asked.drained, asked.party) == ("Moved?", "Tired?", "Cake?")
    assert loader.load(small_plan()).afterwards is None


def test_an_unknown_section_is_refused() -> None:
    text = small_plan(tail="[weather]\nsun = 1\n")
    assert problems(text) == [(line_of(text, "[weather]"), "weather", "this key is not known here")]


def test_a_day_and_an_id_stand_only_once() -> None:
    day = entry("routine", **DAY)
    text = small_plan(milestone_text("one"), milestone_text("one"), tail=day + day)
    [first, second] = problems(text)
    assert first[1:] == (
        "blocks[1].components[1].milestones[2].id",
        "'one' is used twice; each one needs its own",
    )
    assert second[1] == "routine[2].day"
    assert first[0] == text[: text.rindex('id = "one"')].count("\n") + 1


def test_a_shared_milestone_cannot_wait_for_one_of_a_path() -> None:
    lists: dict[str, object] = {key: [] for key in ("study", "practice", "datasets", "challenge")}
    path = entry("paths", id="nlp", title="NLP", short="NLP", **lists)
    text = small_plan(
        milestone_text("one", path="nlp"), milestone_text("two", needs=["one"]), tail=path
    )
    [(_, key, message)] = problems(text)
    assert key.endswith("milestones[2].needs")
    assert "another path" in message


@pytest.mark.parametrize(
    ("one", "two", "is_taken"),
    [(None, None, True), ("nlp", None, True), (None, "nlp", True), ("nlp", "cv", False)],
)
def test_a12_each_member_counts_their_reviews_at_one_milestone(
    one: str | None, two: str | None, is_taken: bool
) -> None:
    lists: dict[str, object] = {key: [] for key in ("study", "practice", "datasets", "challenge")}
    paths = "".join(entry("paths", id=i, title=i, short=i, **lists) for i in ("nlp", "cv"))
    counting: dict[str, object] = {"repeats": "month", "counts": "paper-reviews"}
    on = [counting | ({"path": path} if path else {}) for path in (one, two)]
    milestones = (milestone_text("one", **on[0]), milestone_text("two", **on[1]))
    text = small_plan(*milestones, tail=paths)
    if not is_taken:
        assert [m.counts for m in loader.load(text).milestones] == ["paper-reviews"] * 2
        return
    [(_, key, message)] = problems(text)
    assert key.endswith("milestones[2].counts")
    assert message == "'one' counts 'paper-reviews' already"


def test_a_missing_key_is_named_at_its_table() -> None:
    text = small_plan().replace('text = "Do it."\n', "", 1)
    assert problems(text) == [
        (
            line_of(text, "[[blocks.components.milestones]]"),
            "blocks[1].components[1].milestones[1].text",
            "this key is required",
        )
    ]


def test_all_problems_come_at_once_in_the_order_of_lines() -> None:
    text = small_plan().replace('id = "one"', "id = 1").replace("weeks = [1, 2]", 'weeks = "long"')
    assert [key.rpartition(".")[2] for _, key, _ in problems(text)] == ["weeks", "id"]


def test_a_syntax_error_is_named_by_line_and_key() -> None:
    text = small_plan().replace('rhythm = "Two weeks."', 'rhythm = "Two weeks.')
    [(line, key, message)] = problems(text)
    assert (line, key) == (line_of(text, "rhythm"), "rhythm")
    assert "not valid TOML" in message


def test_an_unfinished_file_is_named_by_its_last_line() -> None:
    [(line, _, message)] = problems(HEAD + 'x = "')
    assert line == HEAD.count("\n") + 1
    assert "not valid TOML" in message


def test_the_scan_sees_through_strings_comments_and_brackets() -> None:
    text = (
        'top = """\n[not.a.table]\nkey = 1\n"""  # [comment] = 2\n'
        "list = [\n  'a]', # ]\n  {x = 1},\n]\n"
        "[[a]]\n'quoted key' = 1\nb.c = 2\n[a.d]\ne = '''\n'''\n[[a]]\nf=1.5\n[[a.g]]\nh = 1"
    )
    tomllib.loads(text)
    assert key_lines(text) == {
        ("top",): 1,
        ("list",): 5,
        ("a",): 9,
        ("a", 0): 9,
        ("a", 0, "quoted key"): 10,
        ("a", 0, "b"): 11,
        ("a", 0, "b", "c"): 11,
        ("a", 0, "d"): 12,
        ("a", 0, "d", "e"): 13,
        ("a", 1): 15,
        ("a", 1, "f"): 16,
        ("a", 1, "g"): 17,
        ("a", 1, "g", 0): 17,
        ("a", 1, "g", 0, "h"): 18,
    }


@few
@given(st.text(max_size=300))
def test_any_text_is_a_plan_or_a_plan_error(text: str) -> None:
    with pytest.raises(PlanError):
        loader.load(text)


@few
@given(st.data())
def test_any_broken_copy_of_the_plan_is_read_or_refused(data: st.DataObject) -> None:
    text = small_plan()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    damage = data.draw(st.text(st.sampled_from('"[]=.#\n\\x1'), max_size=4))
    broken = text[:start] + damage + text[end:]
    lines = []
    try:
        loader.load(broken)
    except PlanError as error:
        lines = [problem.line for problem in error.problems]
    assert all(1 <= line <= broken.count("\n") + 1 for line in lines)
