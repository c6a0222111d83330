"""What partners are told: the opening of their thread, and messages to one of them."""

from __future__ import annotations

from bot.partners.matching_values import Kind
from bot.partners.values import Introduction, Partnership, TellSubject, Why
from bot.scheduling import Delivery
from cogs.common.panels import Items, Panel, button, buttons
from cogs.common.routes import CustomId
from cogs.common.text import escape, fit, stamp
from cogs.partners.panels import answer_buttons, names_of
from cogs.partners.routes import MINE, OPEN, STOP
from cogs.partners.style import ACCENT

_QUESTION = 300
_NEUTRAL = "That happens, and it is nobody's fault."


def thread_name(found: Introduction) -> str:
    """The name of a pair's thread, which no other one of mine has."""
    return f"Study partners · round {found.number} · {found.id}"


def opening_panel(found: Introduction) -> Panel:
    """The first words in a pair's thread."""
    # It names nobody, so that nothing of it has to go when somebody is forgotten.
    who = "You learn side by side; the others are those in this thread."
    if found.kind is Kind.MENTORING:
        who = "A mentor and a mentee: *Our pair* tells each of you which."
    return Panel(
        ACCENT,
        f"**You are study partners until the next round.**\n{who}",
        common_text(found),
        buttons(button("Our pair", marker(found))),
        small_print="Half-way each of you is asked once, alone, whether you met.",
    )


def common_text(found: Introduction) -> str:
    """What a pair has in common, and a question to begin with."""
    lines = []
    if found.axes:
        lines.append(f"Strong here, to grow there: {escape(', '.join(found.axes))}.")
    if found.topics:
        lines.append(f"Topics of you all: {escape(', '.join(found.topics))}.")
    if found.together is None:
        lines.append("There is no hour in which all of you are awake: notes in turns work well.")
    else:
        begins, ends = (stamp(each, "t") for each in found.together)
        lines.append(f"All of you are awake from {begins} to {ends}, by your own clocks.")
    lines.append("Agree on a first half hour. What would each of you like to come out of it?")
    if found.question is not None:
        lines.append(f"A question of the plan to begin with: *{fit(found.question, _QUESTION)}*")
    return "\n".join(lines)


def marker(found: Introduction) -> CustomId:
    """The custom id that only this thread's opening has."""
    return OPEN(found.guild_id, found.id)


def told_panel(
    delivery: Delivery,
    subject: TellSubject,
    pair: Partnership | None,
    common: Introduction | None,
) -> Panel:
    """A message to one member."""
    guild_id = delivery.guild_id
    items: Items
    acts = [button("My partners", MINE(guild_id))]
    if subject.why is Why.NOBODY or pair is None:
        items = [
            "**No partner in this round.**\nNobody was free this time. You come first as soon as "
            "somebody is."
        ]
    elif subject.why is Why.ENDED:
        items = [
            f"**Your pair ended early.**\n{_NEUTRAL} Unless you pause, I look for somebody else "
            "for you now, and write as soon as there is."
        ]
    else:
        people = names_of(pair.partners)
        acts = [button("Our pair", OPEN(guild_id, pair.id))]
        if subject.why is Why.HELLO:
            items = [f"**Your study partner until the next round: {people}**"]
            if common is not None:
                items.append(common_text(common))
            items.append("There is no thread for you here, so write to each other directly.")
        else:
            items = [f"**Have you met {people}?**\nWhat you say is yours alone."]
            acts = answer_buttons(pair)
    acts.append(button("Stop", stop_id(delivery)))
    small = "You get this because you take part in study partners. *Stop* ends all messages."
    return Panel(ACCENT, *items, buttons(*acts), small_print=small)


def stop_id(delivery: Delivery) -> CustomId:
    """The custom id of *Stop* on the message of a delivery; no other message has it."""
    return STOP(delivery.guild_id, delivery.id)
