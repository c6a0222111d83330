"""What a search through retros finds. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.inputs.search import words_of
from bot.inputs.text import folded
from bot.past_retros.values import Archive, Hit, Kind, PastRetro


def search_words(typed: str) -> str:
    """The words of a search as they are compared: neither case, accents nor signs matter.

    Raises:
        UserError: nothing is left of them, or more than fits.
    """
    return words_of(typed, "words of a card, a theme or an action, such as `shorter calls`")


def hits(archive: Archive, words: str) -> list[Hit]:
    """The texts in which each of these words stands, the newest retro's first."""
    wanted = words.split()
    found = []
    for past in archive.retros:
        for kind, text in _texts(past):
            plain = folded(text)
            if all(word in plain for word in wanted):
                found.append(Hit(past, kind, _line_with(text, wanted[0])))
    return found


def _texts(past: PastRetro) -> Iterator[tuple[Kind, str]]:
    yield from ((Kind.THEME, theme.title) for theme in past.themes if theme.title)
    yield from ((Kind.CARD, card.text) for card in past.all_cards)
    yield from ((Kind.COMMENT, card.text) for card in past.comments)
    yield from ((Kind.ACTION, action.text) for action in past.actions)


def _line_with(text: str, word: str) -> str:
    """A text from the line on in which a word stands."""
    lines = text.split("\n")
    place = next((n for n, line in enumerate(lines) if word in folded(line)), 0)
    return "\n".join(lines[place:])
