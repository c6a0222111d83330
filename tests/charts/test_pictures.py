"""The pictures themselves, drawn in a real worker: size, ground, glyphs, sameness."""

from __future__ import annotations

import importlib
import math
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import hypothesis
import pytest
from hypothesis import given
from PIL import Image, ImageChops

from bot.charts import (
    activity,
    burn_up,
    checkins,
    cycle,
    health,
    radar,
    roadmap,
    streak,
    style,
    tally,
)
from bot.plans.loader import shipped
from tests.charts import calls, samples
from tests.charts.calls import Data, InChild

EXAMPLES = [
    pytest.param(roadmap.draw, samples.ROADMAP, id="roadmap"),
    pytest.param(burn_up.draw, samples.BURN_UP, id="burn_up"),
    pytest.param(activity.draw, samples.ACTIVITY, id="activity"),
    pytest.param(tally.draw, samples.TALLY, id="tally"),
    pytest.param(streak.draw, samples.STREAK, id="streak"),
    pytest.param(health.draw, samples.HEALTH, id="health"),
    pytest.param(checkins.draw, samples.CHECK_INS, id="checkins"),
    pytest.param(radar.draw, samples.RADAR, id="radar"),
    pytest.param(cycle.draw, samples.CYCLE, id="cycle"),
]
few = hypothesis.settings(
    max_examples=max(4, hypothesis.settings().max_examples // 10), deadline=None
)


def decoded(png: bytes) -> Image.Image:
    assert png.startswith(b"\x89PNG")
    picture = Image.open(BytesIO(png)).convert("RGBA")
    assert picture.width == 1200
    assert 300 <= picture.height <= 3000
    return picture


def color_at(picture: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    """Red, green, blue and alpha."""
    color = picture.getpixel(place)
    assert isinstance(color, tuple)
    return color


@pytest.mark.parametrize(("draw", "data"), EXAMPLES)
def test_a_card_with_transparent_corners_the_same_each_time(
    in_child: InChild, draw: Callable[[Data], bytes], data: Data
) -> None:
    png = in_child(calls.draw, draw, data)
    assert in_child(calls.draw, draw, data) == png
    assert len(png) < 200_000
    picture = decoded(png)
    right, bottom = picture.width - 1, picture.height - 1
    for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        assert color_at(picture, corner)[3] == 0
    ground = tuple(bytes.fromhex(style.GROUND[1:]))
    assert color_at(picture, (40, 20)) == (*ground, 255)
    # What the eye gets first is there: today's line, and what is done.
    counted = picture.getcolors(1 << 20)
    assert counted is not None, "that many colours"
    colors = {color for _, color in counted}
    for mark in (style.BLUE, style.ORANGE):
        assert (*bytes.fromhex(mark[1:]), 255) in colors


@few
@given(samples.standings)
def test_r11_u7_any_streak_draws(in_child: InChild, data: streak.Standing) -> None:
    decoded(in_child(calls.draw, streak.draw, data))
    assert 0 < len(streak.alt_text(data)) <= 1024
    assert streak.title(data) in streak.in_words(data)


@few
@given(samples.trends())
def test_t8_any_trend_of_health_checks_draws(in_child: InChild, data: health.Trend) -> None:
    decoded(in_child(calls.draw, health.draw, data))
    assert 0 < len(health.alt_text(data)) <= 1024
    assert health.title(data) in health.in_words(data)
    assert max(map(len, health.table(data).splitlines())) <= 36


@few
@given(samples.check_ins())
def test_w1_any_trend_of_check_ins_draws(in_child: InChild, data: checkins.Trend) -> None:
    decoded(in_child(calls.draw, checkins.draw, data))
    assert 0 < len(checkins.alt_text(data)) <= 1024
    assert checkins.title(data) in checkins.in_words(data)
    assert max(map(len, checkins.table(data).splitlines())) <= 36


@few
@given(samples.cycles)
def test_u8_any_cycle_draws(in_child: InChild, data: cycle.Cycle) -> None:
    if not data.is_empty:
        decoded(in_child(calls.draw, cycle.draw, data))
    assert 0 < len(cycle.alt_text(data)) <= 1024
    assert cycle.title(data) in cycle.in_words(data)
    assert max(map(len, cycle.table(data).splitlines()), default=0) <= 36


@few
@given(samples.radars())
def test_w6_any_radar_of_levels_draws(in_child: InChild, data: radar.Radar) -> None:
    decoded(in_child(calls.draw, radar.draw, data))
    assert 0 < len(radar.alt_text(data)) <= 1024
    assert radar.title(data) in radar.in_words(data)
    assert max(map(len, radar.table(data).splitlines())) <= 36


def test_w6_names_stay_on_the_card_and_apart_from_the_web(in_child: InChild) -> None:
    """Eight axes as the plan has them; what is too long is cut."""
    names = [axis.title for axis in shipped().axes] + ["Donaudampfschifffahrt " * 4]
    spokes = tuple(radar.Spoke(name[:80], 3, 5) for name in names)
    data = radar.Radar(spokes, "Q2 2026")
    for text, left, right in in_child(calls.texts_of, "radar", data):
        assert 0 <= left < right <= style.WIDTH, text


@few
@given(samples.tallies)
def test_a8_any_tally_draws(in_child: InChild, data: tally.Tally) -> None:
    decoded(in_child(calls.draw, tally.draw, data))
    assert 0 < len(tally.alt_text(data)) <= 1024


def test_a8_the_tally_s_title_says_who_won_and_by_what(in_child: InChild) -> None:
    """A title that is too long for the card gives way to the paper's number."""
    texts = [text for text, _, _ in in_child(calls.texts_of, "tally", samples.TALLY)]
    assert " ".join(texts[:2]) == "“Scaling laws” wins: 4 of 7 ballots in round 2"
    assert "● 1. Scaling laws" in texts
    first, *others = samples.TALLY.bars
    long = replace(samples.TALLY, bars=(replace(first, title="W" * 60), *others))
    texts = [text for text, _, _ in in_child(calls.texts_of, "tally", long)]
    assert " ".join(texts[:2]) == "Paper 1 wins: 4 of 7 ballots in round 2"
    assert tally.alt_text(samples.TALLY).splitlines()[1:] == [
        "1. Scaling laws: 4 (2 at first)",
        "2. Stop overthinking: 3",
        "3. On graphs: 1, out in round 1",
        "4. Withdrawn meanwhile: not counted",
    ]


@few
@given(samples.roadmaps)
def test_any_roadmap_draws(in_child: InChild, data: roadmap.Roadmap) -> None:
    decoded(in_child(calls.draw, roadmap.draw, data))


@few
@given(samples.burn_ups)
def test_any_burn_up_draws(in_child: InChild, data: burn_up.BurnUp) -> None:
    decoded(in_child(calls.draw, burn_up.draw, data))


@few
@given(samples.activities)
def test_any_activity_draws(in_child: InChild, data: activity.Activity) -> None:
    decoded(in_child(calls.draw, activity.draw, data))


def test_hostile_titles_stay_on_the_card_and_apart_from_the_counts(in_child: InChild) -> None:
    hostile = (*samples.HOSTILE, *samples.HOSTILE)
    for titles in (hostile[:6], hostile):
        block = samples.ROADMAP.blocks[0]
        data = replace(
            samples.ROADMAP,
            blocks=tuple(replace(block, title=title) for title in titles),
            finding="A finding that is much too long for any card " * 3,
        )
        texts = in_child(calls.texts_of, "roadmap", data)
        assert all(left >= 14 and right <= style.WIDTH - 14 for _, left, right in texts)
        assert any("…" in text for text, _, _ in texts)
        names = [right for _, left, right in texts if 40 <= left <= 44]
        assert len(names) == len(titles)
        assert max(names) <= style.WIDTH - 70, "the counts are right of it"


def test_p12_the_burn_up_says_what_its_lines_count(in_child: InChild) -> None:
    """The title counts those without a date too; and it is not cut where a shorter one is whole."""
    texts = [text for text, _, _ in in_child(calls.texts_of, "burn_up", samples.BURN_UP)]
    assert "the 4 with dates; 1 done without one" in texts
    assert "done: 2" in texts
    late = tuple(
        replace(each, title="Interpretability-of-models-without-data")
        for each in samples.BURN_UP.dated
    )
    data = replace(samples.BURN_UP, dated=late, today=late[-1].due + timedelta(days=1))
    texts = [text for text, _, _ in in_child(calls.texts_of, "burn_up", data)]
    assert texts[0] == "3 of 9 done, 2 late"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Łódź, Tiếng Việt, Ελλάδα, Мир", "Łódź, Tiếng Việt, Ελλάδα, Мир"),
        ("機械学習 机器学习 딥러닝", "機械学習 机器学习 딥러닝"),
        ("مقدمة في", "مقدمة في"),
        ("🎉 Ship it 👩‍🚀!", "Ship it !"),
        (" two\n lines\t\x07", "two lines"),
        ("Deep हिन्दी", ""),
    ],
)
def test_a_title_is_shown_whole_or_not_at_all(in_child: InChild, typed: str, shown: str) -> None:
    """No boxes: emoji go, and a name with letters that no font has is left out."""
    assert in_child(calls.printable, typed) == shown


@pytest.mark.parametrize(("draw", "data"), EXAMPLES)
def test_the_smallest_text_is_legible_on_a_phone_and_the_card_is_not_white(
    in_child: InChild, draw: Callable[[Data], bytes], data: Data
) -> None:
    """Shown 360 pixels wide, a point is a pixel."""
    assert style.WIDTH <= 360
    assert min(style.SMALL_SIZE, style.TEXT_SIZE, style.TITLE_SIZE) >= 13
    picture = decoded(in_child(calls.draw, draw, data)).resize((36, 36)).convert("L")
    assert max(picture.tobytes()) < 200


def test_a_late_title_that_no_font_has_leaves_the_picture_its_count(in_child: InChild) -> None:
    late = replace(samples.ROADMAP.blocks[0], targets=(roadmap.Target(samples.START, ("हिन्दी",)),))
    data = replace(samples.ROADMAP, blocks=(late,))
    assert "3 of 8 done, 1 late" in [
        text for text, _, _ in in_child(calls.texts_of, "roadmap", data)
    ]


def test_a_block_without_a_printable_title_has_its_number(in_child: InChild) -> None:
    data = replace(samples.ROADMAP, blocks=(replace(samples.ROADMAP.blocks[0], title="हिन्दी"),))
    assert "Block 1" in [text for text, _, _ in in_child(calls.texts_of, "roadmap", data)]


def test_matplotlib_stays_in_the_child_and_discord_out_of_it(in_child: InChild) -> None:
    in_child(calls.draw, roadmap.draw, samples.ROADMAP)
    assert "matplotlib" in in_child(calls.modules)
    assert in_child(calls.modules).isdisjoint({"discord", "sqlalchemy", "aiohttp", "cogs"})
    importlib.import_module("cogs.features")
    assert "matplotlib" not in sys.modules
    assert "bot.charts.pictures.card" not in sys.modules


def test_w6_a_long_name_above_or_below_stays_clear_of_its_neighbours(in_child: InChild) -> None:
    """With twelve axes those begin close to it: what it adds lies between where they do."""

    def of(end: str) -> Image.Image:
        names = [end if at in (0, 6) else f"Axis {at}" for at in range(12)]
        spokes = tuple(radar.Spoke(name, 2, 5) for name in names)
        return decoded(in_child(calls.draw, radar.draw, radar.Radar(spokes, "Q1 2026")))

    short, long = of("A"), of("A name that goes on and on, and has no end")
    added = ImageChops.difference(short.convert("RGB"), long.convert("RGB")).getbbox()
    assert added is not None
    reach = (96 + 10) * math.sin(math.tau / 12) * 1200 / style.WIDTH
    assert 600 - reach < added[0] < added[2] < 600 + reach
