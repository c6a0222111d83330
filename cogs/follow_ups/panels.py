"""What follows a chosen paper, as panels: the thread's question, a rating, an offer."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.actions.rules import MAX_ACTION
from bot.actions.values import Action
from bot.figures import FLOOR
from bot.follow_ups.values import BEST, Doing, Figure, FollowUp, MyRating, Offer, Planned
from cogs.common.feature import PanelAddition
from cogs.common.forms import Form, person_field, text_field
from cogs.common.panels import ONLY_YOU, Items, Panel, button, buttons, line, row
from cogs.common.paper_text import title
from cogs.common.text import day_stamp, escape, fit, one_line, plural
from cogs.follow_ups.links import LOG, PAPER
from cogs.follow_ups.routes import DECLINE, OFFERS, PLAN, RATE, STARS, TAKE
from cogs.follow_ups.style import ACCENT

_SHOWN, _ON_PAGE, _TITLE, _TEXT = 8, 2, 120, 150
_OFFERS = 5
_RULE = f"Ratings are private. From {FLOOR} on the group sees their mean, never whose they are."
_WORTH = {
    1: "not worth the time",
    2: "a little",
    3: "worth the time",
    4: "well worth it",
    5: "changes how I work",
}


def marker(round_id: int) -> str:
    """The custom id that only this question's message has."""
    return PLAN(round_id)


def question_panel(found: FollowUp) -> Panel:
    """What the thread is asked a week after, with what was said to be done since."""
    chosen = found.chosen
    items: Items = [
        f"**A week with {title(chosen.paper)}**\nWas it worth the time? And what will you do with "
        "it: try it, use it, tell somebody? An action has an owner and a date.",
    ]
    if found.doing.actions or found.doing.offered:
        items += [line(), _doing(found.doing, _SHOWN)]
    items.append(
        buttons(
            button("Rate", RATE(chosen.round_id), style=discord.ButtonStyle.primary),
            button("Add action", PLAN(chosen.round_id)),
            button("Log attempt", LOG(chosen.paper.key)),
            button("Paper", PAPER(chosen.paper.key)),
        )
    )
    return Panel(ACCENT, *items, small_print=_RULE)


def rating_panel(found: MyRating) -> Panel:
    """How one rates a reading, with a button for each rating."""
    chosen = found.chosen
    told = "Not rated yet. What was the reading worth to you?"
    if found.stars is not None:
        told = f"You rate it {found.stars} of {BEST}: {_WORTH[found.stars]}."
    scale = "\n".join(f"**{stars}** {words}" for stars, words in _WORTH.items())
    acts = [
        button(f"● {stars}" if stars == found.stars else str(stars), STARS(chosen.round_id, stars))
        for stars in _WORTH
    ]
    items: Items = [
        f"**{title(chosen.paper)}**\n{told}",
        scale,
        buttons(*acts),
        figure_text(found.figure),
    ]
    more = [button("Paper", PAPER(chosen.paper.key))]
    if found.stars is not None:
        more.insert(0, button("Take back", STARS(chosen.round_id, 0)))
    return Panel(ACCENT, *items, buttons(*more), small_print=f"{ONLY_YOU} {_RULE}")


def figure_text(figure: Figure | None) -> str:
    """What the group sees of all ratings."""
    if figure is None:
        return f"The group's mean: too few ratings; it shows from {FLOOR} on."
    return (
        f"The group's mean: {figure.mean:.1f} of {BEST}, from {plural(figure.ratings, 'rating')}. "
        f"It is made anew with every {FLOOR} new ones."
    )


def plan_form(round_id: int) -> Form:
    """What will be done with a paper; without an owner it is whoever writes it."""
    return Form(
        "What will you do with it?",
        PLAN(round_id),
        fields=[
            text_field(
                "text",
                "What will be done",
                example="Try its loss on our small model",
                max_length=MAX_ACTION,
            ),
            text_field(
                "due",
                "Due date",
                hint="A date, a weekday, or a few words",
                example="2026-12-18, friday, in 2 weeks",
                max_length=40,
            ),
            person_field(
                "owner",
                "Owner",
                hint="Empty: you. Somebody else is asked first.",
                required=False,
            ),
        ],
    )


def planned_panel(planned: Planned) -> Panel:
    """The answer to what will be done: an action, or an offer that waits."""
    if planned.action is not None:
        text = f"Noted. `/action list` has it too.\n{action_line(planned.action)}"
        return Panel(ACCENT, text, small_print="The group sees it with your name.")
    assert planned.offer is not None
    offer = planned.offer
    text = (
        f"Offered to <@{offer.owner_id}>, who finds it in `/today`. Once they take it, it is an "
        f"action with their name.\n○ **{escape(offer.text)}**\n"
        f"by {day_stamp(offer.due_on, offer.zone)}"
    )
    small = "Until then the group sees only that an offer waits. Nobody is pinged."
    return Panel(ACCENT, text, small_print=small)


def offers_panel(offers: Sequence[Offer], guild_id: int, said: str | None = None) -> Panel:
    """What one was asked to do, each with both answers."""
    items: Items = [said, line()] if said else []
    items.append("**Asked of you**" + ("" if offers else "\nNothing waits for you."))
    for each in offers[:_OFFERS]:
        items.append(_offer(each))
        items.append(
            buttons(
                button("Take it", TAKE(guild_id, each.id)),
                button("No, thanks", DECLINE(guild_id, each.id)),
            )
        )
    if len(offers) > _OFFERS:
        items.append(f"and {len(offers) - _OFFERS} more, once these are answered")
    small = f"What you take on, the group sees with your name. {ONLY_YOU}"
    return Panel(ACCENT, *items, small_print=small)


def offer_rows(offers: Sequence[Offer], guild_id: int) -> Items:
    """For ``/today``: that something was asked of its reader."""
    if not offers:
        return []
    text = f"**Asked of you** · {plural(len(offers), 'offer')}\n{_offer(offers[0])}"
    return [row(text, button("Answer", OFFERS(guild_id)))]


def standing(offers: Sequence[Offer]) -> str:
    """For ``/me``: how much was asked of its reader; empty for nothing."""
    return f"{plural(len(offers), 'offer')} of an action for you in `/today`" if offers else ""


def about_paper(found: FollowUp, rating: MyRating, *, is_organiser: bool) -> PanelAddition:
    """For a paper's page: what the group does with it, its mean, and the way to both."""
    told = f"**After the reading**\n{figure_text(rating.figure)}"
    if rating.stars is not None:
        told += f" Yours is {rating.stars}; only you see that."
    rows: Items = [told]
    if found.doing.actions or found.doing.offered:
        rows.append(_doing(found.doing, _ON_PAGE))
    if found.trouble is not None and is_organiser:
        rows.append(
            "-# For organisers: the question a week after could not be posted in the thread: "
            f"{fit(found.trouble, 150)}. It is not tried again; *Rate* and *Add action* work here."
        )
    round_id = found.chosen.round_id
    return PanelAddition(
        rows=rows, acts=[button("Rate", RATE(round_id)), button("Add action", PLAN(round_id))]
    )


def action_line(action: Action) -> str:
    """An action in a line or two: what, whose, until when."""
    by = day_stamp(action.due_on, action.zone)
    text = one_line(action.text, _TEXT)
    whose = "nobody yet" if action.owner_id is None else f"<@{action.owner_id}>"
    return f"{action.status.mark} **{text}**\n{whose} · by {by}"


def _doing(doing: Doing, shown: int) -> str:
    lines = [action_line(each) for each in doing.actions[:shown]]
    if len(doing.actions) > shown:
        lines.append(f"and {len(doing.actions) - shown} more in `/action list`")
    if doing.offered:
        more = " more" if lines else ""
        lines.append(f"{plural(doing.offered, 'offer')}{more}, not taken on yet")
    return "\n".join(("**What we do with it**", *lines))


def _offer(offer: Offer) -> str:
    by = day_stamp(offer.due_on, offer.zone)
    about = one_line(offer.title, _TITLE)
    return f"○ **{one_line(offer.text, _TEXT)}**\nby {by} · for *{about}*"
