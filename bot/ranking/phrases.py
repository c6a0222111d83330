"""Words and phrases, found in a text in any spelling and shown as they were given."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.inputs.text import comparable

_SEPARATORS = re.compile(r"[\u2010-\u2015_/-]")
_BRITISH = re.compile(r"is(?=ations?\b|ed\b|ing\b|e[sd]?\b)")
_LETTERS = re.compile(r"\w")


def normal(text: str) -> str:
    """Lower case, American endings for British ones, plain dashes and spaces."""
    return " ".join(_BRITISH.sub("iz", _SEPARATORS.sub(" ", comparable(text))).split())


class Phrases:
    """Phrases to look for in texts that are `normal`. One or several of a thing are the same."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Of two spellings of one phrase, the first is the one shown. Those without a letter or
        digit are left out."""
        self._shown: dict[str, str] = {}
        for phrase in phrases:
            if _LETTERS.search(stem := _singular(normal(phrase))):
                self._shown.setdefault(stem, " ".join(phrase.split()))
        # The longest first, so that "federated learning" is not taken for "learning".
        choices = "|".join(re.escape(w) for w in sorted(self._shown, key=lambda w: (-len(w), w)))
        self._pattern = re.compile(rf"(?<!\w)({choices})(?:s|es)?(?!\w)") if choices else None

    def find(self, text: str) -> tuple[str, ...]:
        """Those that stand in ``text``, in the order in which they were given."""
        if self._pattern is None:
            return ()
        found = set(self._pattern.findall(text))
        return tuple(shown for stem, shown in self._shown.items() if stem in found)


def _singular(phrase: str) -> str:
    return (
        phrase[:-1] if len(phrase) > 3 and phrase[-1] == "s" and phrase[-2] not in "su" else phrase
    )
