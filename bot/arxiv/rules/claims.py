"""What an abstract claims, in its own whole sentences. Pure."""

from __future__ import annotations

import re

from bot.arxiv.rules.sentences import sentences

_GIVES = re.compile(
    r"\b(?:we|our|this (?:paper|work|study|survey|article|review|report)|the paper)\b[^.]{0,60}?"
    r"\b(?:propose|introduce|present|describe|develop|release|argue|survey|review|study"
    r"|investigate|prove|derive|provide|offer|design|contribute)",
    re.IGNORECASE,
)
_FINDS = re.compile(
    r"\b(?:we|our|results?|experiments?|evaluations?|findings?|analys[ei]s|it)\b[^.]{0,80}?"
    r"\b(?:show|find|found|demonstrate|achieve|outperform|improve|reveal|reduce|reach|surpass"
    r"|exceed|indicate|suggest|confirm|observe|conclude|prove|yield)|\boutperform|state-of-the-art",
    re.IGNORECASE,
)


def claims(abstract: str, room: int, *, at_most: int = 3) -> tuple[str, ...]:
    """The sentences that say what is new and what was found, in their order, as many as fit.

    The first that says what the paper gives comes before others, then what it found. Where none
    says either, the last sentences stand, in which abstracts mostly come to their point. ``room``
    is in characters of all of them together; a sentence that does not fit is left out whole.
    """
    found = sentences(" ".join(abstract.split()))
    gives = [number for number, each in enumerate(found) if _GIVES.search(each)]
    finds = [number for number, each in enumerate(found) if _FINDS.search(each)]
    wanted = list(dict.fromkeys([*gives[:1], *finds, *gives[1:]]))
    if not wanted:
        wanted = list(reversed(range(len(found))))
    kept: list[int] = []
    for number in wanted:
        if len(kept) < at_most and len(found[number]) <= room:
            kept.append(number)
            room -= len(found[number])
    return tuple(found[number] for number in sorted(kept))
