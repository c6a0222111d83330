"""What became of a member's suggestions, in ``/today`` and in the daily message, said once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.groups.values import MemberCaller
from bot.library.queries import to_tell, told_before, words_for
from bot.library.values import KIND, Decision, SuggestionWord
from bot.reminders.queries import named
from bot.reminders.values import ReminderKey
from cogs.common.daily_message import DailyLine, DailyLines, DailyMessage, Urgency
from cogs.common.panels import Items
from cogs.common.text import one_line

_TITLE, _MOST = 80, 3


async def today_rows(session: AsyncSession, caller: MemberCaller) -> Items:
    """The words of the last days."""
    found = await words_for(session, caller.member, caller.now)
    return ["\n".join(map(_text, found[-_MOST:]))] if found else []


def _text(word: SuggestionWord) -> str:
    title = f"*{one_line(word.suggestion.text.title, _TITLE)}*"
    if word.suggestion.decision is Decision.ACCEPTED:
        return f"Your suggestion {title} is in the library now. Thank you for adding to it."
    return (
        f"An organiser read your suggestion {title} and left it out for now. Thank you for "
        "thinking of the group."
    )


def _line(word: SuggestionWord, key: ReminderKey) -> DailyLine[ReminderKey]:
    return DailyLine(
        key=key,
        rows=[_text(word)],
        urgency=Urgency.AHEAD,
        due=key.due,
        more_in="`/today`",
        worth_a_message=False,
    )


async def _to_send(
    session: AsyncSession, message: DailyMessage
) -> Sequence[DailyLine[ReminderKey]]:
    sent = await message.once(session, named)
    found = await to_tell(session, message.member, sent, message.now)
    return [_line(word, key) for word, key in found]


async def _again(
    session: AsyncSession, caller: MemberCaller, _delivery_id: int, keys: Sequence[ReminderKey]
) -> Sequence[DailyLine[ReminderKey]]:
    return [_line(word, key) for word, key in await told_before(session, caller, keys)]


DAILY_LINES = DailyLines(kind=KIND, to_send=_to_send, again=_again)
