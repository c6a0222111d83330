"""Text as people type or paste it, without what cannot be kept or seen. Pure."""

from __future__ import annotations

import unicodedata
from typing import Any, TypeVar, cast

import regex

T = TypeVar("T")

# What a form, a command or a message holds under these names in Discord's JSON is a person's text.
_TYPED = ("value", "content")
_LINE_ENDS = regex.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# They take a place and show nothing: Hangul's fillers, the empty braille cell, a musical rest.
_BLANKS = regex.compile("[\u115f\u1160\u3164\uffa0\u2800\U0001d159]")
_JOINING_SCRIPTS = "".join(
    rf"\p{{{script}}}"
    for script in (
        *("Arabic", "Syriac", "Nko", "Mongolian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati"),
        *("Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Tibetan", "Myanmar"),
        *("Khmer", "Balinese", "Javanese"),
    )
)
# Joiners within emoji and the scripts that need them, the letters of a flag's region, and the
# variants of a sign belong to what is seen; other characters of these kinds only hide.
_KEPT = (
    rf"(?<=[[{_JOINING_SCRIPTS}]--\p{{Default_Ignorable_Code_Point}}])[\u200c\u200d]"
    r"|(?<=\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d(?=\p{Extended_Pictographic})"
    r"|(?<=\U0001f3f4[\U000e0020-\U000e007e]*)[\U000e0020-\U000e007f]"
    r"|(?<=[^\s\p{C}\p{Default_Ignorable_Code_Point}\ufffc])\p{Variation_Selector}"
    r"|\p{Prepended_Concatenation_Mark}"
)
_HIDDEN = r"[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}\ufffc--[\n\t]]"
_INVISIBLE = regex.compile(rf"(?={_HIDDEN})(?!{_KEPT}).", regex.VERSION1 | regex.DOTALL)
_PREPENDED = regex.compile(r"\p{Grapheme_Cluster_Break=Prepend}")
_LETTERS = regex.compile(r"[^\W_]+")
_JOINERS = str.maketrans(dict.fromkeys("\u200c\u200d"))
# Letters whose strokes and ligatures are no accents to Unicode, after folding the case.
_WITHOUT_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_SIGNS = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u2044\u2215", "/")
    | {"\u3001": ",", "\u3002": ".", "\uff61": ".", "\u2236": ":", "\ufe55": ":"}
)


def storable(text: str) -> str:
    """``text`` without what a database refuses: NUL and unpaired surrogates."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def clean_throughout(data: T) -> T:
    """``data`` as Discord's JSON has it, with all its texts `storable`, and typed ones visible."""
    cleaned: Any = data
    if isinstance(data, str):
        cleaned = storable(data)
    elif isinstance(data, list):
        cleaned = [clean_throughout(each) for each in data]
    elif isinstance(data, dict):
        cleaned = {
            storable(key): visible_text(value)
            if key in _TYPED and isinstance(value, str)
            else clean_throughout(value)
            for key, value in data.items()
        }
    return cast(T, cleaned)


def visible_text(text: str) -> str:
    """``text`` as it is kept: in NFC, without what nobody sees, nor blank space around it.

    Empty when nothing visible is left. Lines stay lines.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _BLANKS.sub(" ", _LINE_ENDS.sub("\n", storable(text)))
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).strip()


def visible_line(text: str) -> str:
    """As `visible_text`, on one line."""
    return " ".join(visible_text(text).split())


def ascii_signs(text: str) -> str:
    """``text`` to read a number, date, time, zone, id or link from, on one line.

    Full-width signs and kinds of dashes become those of ASCII.
    """
    line = visible_line(text)
    if line.isascii():
        return line
    return " ".join(line.translate(_SIGNS).split())


def comparable(text: str) -> str:
    """``text`` for finding and comparing: case and the way it is encoded do not matter."""
    if text.isascii():
        return " ".join(text.casefold().split())
    plain = visible_line(text).translate(_JOINERS).casefold()
    return unicodedata.normalize("NFC", plain)


def folded(text: str) -> str:
    """As `comparable`, without accents, and with one space for whatever is no letter: for names."""
    return " ".join(_LETTERS.findall(without_accents(comparable(text))))


def without_accents(text: str) -> str:
    """``text``, which is `comparable`, without accents and strokes."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    letters = "".join(mark for mark in apart if not unicodedata.combining(mark))
    # Some, such as those of formulas, show their case and strokes only once they are taken apart.
    return letters.casefold().translate(_WITHOUT_STROKES)


def first_characters(text: str, limit: int) -> str:
    """As many whole characters as people see them as ``limit`` code points hold."""
    if len(text) <= limit:
        return text
    if limit > 0 and text[: limit + 1].isascii():
        # There the one character of two code points is CR with LF.
        return text[: limit - text.startswith("\r\n", limit - 1)]
    # Where a character surely begins, since each costs 3 µs.
    end = text.rfind(" ", 0, limit)
    while end > 0 and _PREPENDED.match(text, end - 1):
        end = text.rfind(" ", 0, end)
    end = max(end, 0)
    for found in regex.finditer(r"\X", text, pos=end, endpos=limit + 1):
        if found.end() > limit:
            break
        end = found.end()
    return text[:end]


def beginning(text: str, limit: int) -> str:
    """As `first_characters`, but never empty, for text that goes on overleaf.

    Only of a character that is longer than ``limit`` by itself (a letter under hundreds of accents)
    there is a part: no page could hold it.
    """
    return first_characters(text, limit) or text[:limit]


def cut(text: str, limit: int) -> str:
    """``text`` of at most ``limit`` code points (1 or more), between words where that keeps half.

    Cut text ends in …; what is seen as one character is never divided.
    """
    if len(text) <= limit:
        return text
    kept = first_characters(text, limit - 1)
    if not text[len(kept)].isspace():
        words = regex.match(r".*\s", kept, regex.DOTALL)
        if words and words.end() > limit // 2:
            kept = words[0]
    return kept.rstrip() + "…"
