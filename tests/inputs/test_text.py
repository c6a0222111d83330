"""What is left of typed and pasted text, how it is compared, and where it is cut."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.inputs.text import (
    ascii_signs,
    beginning,
    clean_throughout,
    comparable,
    cut,
    first_characters,
    folded,
    storable,
    visible_line,
    visible_text,
)

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060"
    "\u2064\u2066\u2069\u2800\u3000\u3164\ufe0f\ufeff\uffa0\ufff9\ufffc\U0001d159\U000e0041"
    "\U000e0100 \n\t\0\x1b\x7f\x85\u2028"
)
mixed = st.text(
    st.sampled_from([*INVISIBLE, *"ae\u0301ا\u06dd\u0915\u094d👩🔬\U0001f3fd❤\U0001f3f4\U0001f1e9"])
    | st.characters(),
    max_size=30,
)


@given(st.text())
def test_what_is_storable_is_encoded_and_holds_no_nul(text: str) -> None:
    kept = storable(text + "\0\ud800")
    assert "\0" not in kept
    assert kept.encode().decode() == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n lines\t", "two lines"),
        ("a\x00b\x1bc\u202ed\u200be", "abcde"),
        ("soft\u00adly \u2060joi\ufeffned\u034f", "softly joined"),
        ("Neur\u2066IPS\u2069 2027", "NeurIPS 2027"),
        ("NeurIPS\u31642027", "NeurIPS 2027"),
        ("e\u0301 e\u034f\u0301", "é é"),
        ("👩\u200d💻 שלום", "👩\u200d💻 שלום"),
        (
            "❤\ufe0f\u200d🔥 👩🏽\u200d🔬 1\ufe0f\u20e3",
            "❤\ufe0f\u200d🔥 👩🏽\u200d🔬 1\ufe0f\u20e3",
        ),
        (f"{ENGLAND} x\U000e0067", f"{ENGLAND} x"),
        ("می\u200cخواهم क्\u200dष", "می\u200cخواهم क्\u200dष"),
        ("葛\U000e0100 \u06dd12", "葛\U000e0100 \u06dd12"),
        ("a\u200db\u200cc", "abc"),
    ],
)
def test_a_line_keeps_what_can_be_seen(typed: str, kept: str) -> None:
    assert visible_line(typed) == kept


@given(st.text(st.sampled_from(INVISIBLE), max_size=8))
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert visible_text(text) == visible_line(text) == ""


@given(mixed)
def test_visible_text_stays_as_it_is(text: str) -> None:
    kept = visible_text(text)
    assert visible_text(kept) == kept == unicodedata.normalize("NFC", kept)
    assert not kept or regex.search(r"[^\s\p{Default_Ignorable_Code_Point}\p{Cc}]", kept)


def test_lines_stay_lines() -> None:
    assert visible_text("\ufeffone\r\n\r\n  two\u2028three\u200b\n") == "one\n\n  two\nthree"


def test_what_discord_sends_is_cleaned_where_people_type() -> None:
    sent = {"name": "\u3164", "value": "\u3164", "options": [{"value": "e\u0301\0"}, {"value": 7}]}
    assert clean_throughout(sent) == {
        "name": "\u3164",
        "value": "",
        "options": [{"value": "é"}, {"value": 7}],
    }


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("２０２６－１２－０７", "2026-12-07"),
        ("１８：３０", "18:30"),
        ("UTC\u22125", "UTC-5"),
        ("ｃｓ．ＬＧ、ｓｔａｔ．ＭＬ", "cs.LG,stat.ML"),
        ("ｈｔｔｐｓ：／／ｅｘａｍｐｌｅ．ｏｒｇ", "https://example.org"),
        ("8\u3000pm\u200b", "8 pm"),
    ],
)
def test_wide_signs_are_read_as_ascii(typed: str, read: str) -> None:
    assert ascii_signs(typed) == read


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ÜBER", "über"),
        ("e\u0301", "É"),
        ("STRASSE", "straße"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Ärzte\u00ad-\u200bNetz", "A\u0308RZTE-NETZ"),
        ("می\u200cخواهم", "میخواهم"),
        (" two\n words", "Two Words"),
    ],
)
def test_case_and_encoding_do_not_matter_in_comparing(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_accents_do_not_matter_where_names_are_folded() -> None:
    assert folded("São_Paulo,  BR") == "sao paulo br"
    assert folded("Łukasz Ørsted, Ægir Þórðarson") == "lukasz orsted aegir thordarson"
    assert folded("\U0001d434\U0001d6fc-Net \u01e2ther \u1d2d") == "a\u03b1 net aether ae"
    assert comparable("São") != comparable("Sao")


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("abcdef", 4, "abc…"),
        ("abc", 3, "abc"),
        ("\U0001f1e9\U0001f1ea" * 5, 4, "\U0001f1e9\U0001f1ea…"),
        ("👩\u200d🔬" * 5, 6, "👩\u200d🔬…"),
        ("e\u0301" * 8, 6, "e\u0301e\u0301…"),
        ("क्षि" * 3, 6, "क्षि…"),
        ("👩\u200d🔬" * 5, 2, "…"),
        ("one two three four", 12, "one two…"),
        ("one two three four", 14, "one two three…"),
        ("a verylongwordindeed", 12, "a verylongw…"),
    ],
)
def test_text_is_cut_between_characters_and_words(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown


@given(mixed, st.integers(1, 20))
def test_no_character_is_divided(text: str, limit: int) -> None:
    whole = regex.findall(r"\X", text)
    starts = {"".join(whole[:count]) for count in range(len(whole) + 1)}
    assert first_characters(text, limit) in starts
    shown = cut(text, limit)
    assert len(shown) <= limit
    assert shown == text or shown[:-1] in {start.rstrip() for start in starts}


@given(mixed, st.integers(1, 20))
def test_what_goes_on_overleaf_is_whole_and_divided_between_characters(
    text: str, limit: int
) -> None:
    parts, rest = [], text
    while rest:
        parts.append(beginning(rest, limit))
        rest = rest[len(parts[-1]) :]
    assert "".join(parts) == text
    assert all(0 < len(part) <= limit for part in parts)
    whole = regex.findall(r"\X", text)
    if all(len(character) <= limit for character in whole):
        ends = {len("".join(whole[:count])) for count in range(len(whole) + 1)}
        assert {len("".join(parts[:count])) for count in range(len(parts) + 1)} <= ends


@pytest.mark.parametrize(
    ("text", "limit", "first"),
    [
        ("abc", 2, "ab"),
        ("a\r\nb", 2, "a"),
        ("a\r\nb", 3, "a\r\n"),
        ("a\n\rb", 2, "a\n"),
        ("ae\u0301", 2, "a"),
        ("abc", 0, ""),
    ],
)
def test_letters_without_marks_are_a_character_each(text: str, limit: int, first: str) -> None:
    assert first_characters(text, limit) == first


def test_a_sign_that_encloses_what_follows_stays_with_it() -> None:
    assert first_characters("ab \u06dd 12", 4) == "ab "
