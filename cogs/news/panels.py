"""Newsletters as panels: what the group follows, what is wrong with an address, the headlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.inputs.dates import WEEKDAYS
from bot.inputs.links import host_of
from bot.milestones.values import Section
from bot.news.service import MAX_FEEDS
from bot.news.values import FollowedFeed, Headline, Health, News, NewsChanged, Offer
from cogs.common.daily_message import DayWords
from cogs.common.panels import ONLY_YOU, Accent, Items, Panel, button, buttons, line, row
from cogs.common.text import cut, escape, fit, link_to, one_line, plural, stamp
from cogs.news.routes import ADD, FOUND, LIST, REMOVE, SUGGESTED
from cogs.news.style import ACCENT

_MARKS = {Health.CURRENT: "●", Health.FAILING: "◐", Health.DEAD: "⊘"}
_NAME, _TITLE, _SOURCE = 60, 90, 30
_SUGGESTED = 3
# Headlines of a daily message: so many, and so many characters of it.
_TOLD, _ROOM = 3, 750
# What headlines in a list may take beside ten feeds.
_LATEST_ROOM = 1_200


def news_panel(found: News, *, can_change: bool, said: str | None = None) -> Panel:
    """The newsletters, how each is, and the latest headlines. ``said`` is what was just done."""
    heading = f"**Newsletters** · {len(found.feeds)} of {MAX_FEEDS}\n{_about(found)}"
    items: Items = [f"{said}\n\n{heading}" if said else heading, line()]
    for feed in found.feeds:
        text = _feed_row(feed)
        items.append(row(text, button("Remove", REMOVE(feed.id))) if can_change else text)
    if not found.feeds:
        items.append(_none_yet(found, can_change=can_change))
    latest = headline_lines(found.latest, room=_LATEST_ROOM)
    if latest:
        items += [line(), "\n".join(["**Latest**", *latest])]
    acts = [button("Look again", LIST())]
    if can_change:
        new = [
            button(f"Follow {cut(each.title, 40)}", SUGGESTED(each.key))
            for each in found.suggested[:_SUGGESTED]
        ]
        acts = [button("Add", ADD()), *acts, *(new if not found.feeds else [])]
    who = "" if can_change else " Organisers change the newsletters in the server."
    return Panel(ACCENT, *items, line(), buttons(*acts), small_print=f"{ONLY_YOU}{who}")


def changed_text(changed: NewsChanged) -> str:
    """What was done, in a sentence or two."""
    if changed.removed is not None:
        return f"Removed: {_name(changed.removed)}. No more of its headlines come."
    assert changed.added is not None, "something was added or removed"
    if changed.was_known:
        return f"The group follows this already: {_name(changed.added)}."
    count = plural(changed.entries, "entry", "entries") if changed.entries else "no entries yet"
    return f"Added: {_name(changed.added)}, with {count}. I read it once a day."


def known_text(feed: FollowedFeed) -> str:
    """That a feed need not be added."""
    return f"The group follows this already: {_name(feed)}."


def trouble_panel(address: str, trouble: str, offers: Sequence[Offer]) -> Panel:
    """Why an address cannot be followed, and what its page offers instead."""
    said = f"I cannot follow that address ({escape(host_of(address))}): {escape(trouble)}."
    if not offers:
        return Panel(
            Accent.ERROR,
            f"{said} Nothing was changed.\nA newsletter's page often links its feed as *RSS*; that "
            "address is the one.",
            buttons(button("Try another", ADD()), button("Newsletters", LIST())),
            small_print=ONLY_YOU,
        )
    return Panel(
        ACCENT,
        f"{said} Its page names {'this one' if len(offers) == 1 else 'these'}:",
        *(
            row(
                link_to(one_line(offer.title, _NAME), offer.url),
                button("Follow", FOUND(place)),
            )
            for place, offer in enumerate(offers)
        ),
        buttons(button("Try another", ADD()), button("Newsletters", LIST())),
        small_print=ONLY_YOU,
    )


def headline_lines(headlines: Iterable[Headline], *, room: int) -> list[str]:
    """A line for each: title, link and newsletter; as many as ``room`` characters hold."""
    lines: list[str] = []
    for each in headlines:
        title = link_to(one_line(each.title, _TITLE), each.link)
        text = f"- {title} · {one_line(each.source, _SOURCE)}"
        room -= len(text) + 1
        if room < 0 and lines:
            break
        lines.append(text)
    return lines


def told_in_message(headlines: Sequence[Headline]) -> Sequence[Headline]:
    """Those that a daily message has room for."""
    return headlines[: len(headline_lines(headlines[:_TOLD], room=_ROOM))]


def news_words(
    told: Sequence[Headline], block: Section | None
) -> DayWords[Sequence[Headline]] | None:
    """Headlines, and the block that they are read for; None where there is neither."""
    mine = (
        f"block {block.number}, *{one_line(block.title, _NAME)}*" if block else "what you work on"
    )
    if told:
        count = plural(len(told), "headline")
        which = "Does it matter" if len(told) == 1 else "Pick the one that matters most"
        text = f"{count}. {which} to {mine}{'?' if len(told) == 1 else '.'}"
        return DayWords(text=text, rows=["\n".join(headline_lines(told, room=_ROOM))], key=told)
    if block is None:
        return None
    return DayWords(text=f"Skim a newsletter and pick the one item that matters to {mine}.", key=())


def dead_rows(dead: Sequence[FollowedFeed]) -> Items:
    """What organisers should know: newsletters that have given nothing for a week."""
    if not dead:
        return []
    names = ", ".join(_name(feed) for feed in dead[:3])
    more = f" and {len(dead) - 3} more" if len(dead) > 3 else ""
    return [
        f"⊘ I have not been able to read {names}{more} for a week or longer. `/news list` says "
        "why; I go on trying every few days."
    ]


def _about(found: News) -> str:
    if not found.weekdays:
        return (
            'The plan has no day of news, so headlines stand here alone. With `topic = "news"` at '
            "a day of its routine they come with that day's prompt."
        )
    days = " and ".join(WEEKDAYS[day] for day in found.weekdays)
    return f"I read each once a day. {days}'s prompt brings the newest headlines, each once."


def _none_yet(found: News, *, can_change: bool) -> str:
    text = "No newsletters yet. "
    text += (
        "`/news add` takes the address of an RSS or Atom feed."
        if can_change
        else "Organisers add them with `/news add`."
    )
    if can_change and found.without_feed:
        names = ", ".join(one_line(title, _NAME) for title in found.without_feed[:3])
        text += f"\nOf {names} I know no feed; if its page links one, paste that."
    return text


def _feed_row(feed: FollowedFeed) -> str:
    text = f"{_MARKS[feed.health]} {_name(feed)} · {escape(host_of(feed.url))}\n"
    read = stamp(feed.read_at, "R")
    if feed.health is Health.CURRENT:
        return f"{text}up to date, read {read}"
    since = "" if feed.failing_since is None else f" since {stamp(feed.failing_since, 'D')}"
    pace = "every few days" if feed.health is Health.DEAD else "by myself"
    trouble = fit(feed.trouble or "it could not be read", 120)
    return f"{text}failing{since}: {trouble}. I try again {pace}; it was last read {read}"


def _name(feed: FollowedFeed) -> str:
    return f"**{one_line(feed.title, _NAME)}**"
