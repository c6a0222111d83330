"""Retros: on its dates the group looks back, in cards that stay hidden until the reveal.

A retro has a format (its columns) and a level of anonymity, both fixed when it opens. It goes
through phases, each with a deadline: members read what the group did and add cards; at the reveal
everyone sees all of them at once; they are grouped, voted on and talked about (`bot.themes`). What
the group decides becomes actions, each with an owner and a due date, and the next retro opens with
those that are unfinished.
"""
