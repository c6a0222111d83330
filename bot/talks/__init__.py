"""Talks: lightning-talk evenings with an order of speakers, and feedback for each (C5).

A member proposes a talk; an organiser plans an evening, which is a session (`bot.sessions`) with
its panel, event and reminders, and puts talks on it. Feedback goes to the speaker alone.

Public: what there is in ``queries``; proposing and evenings in ``service`` and ``evenings``;
feedback in ``feedback``, when it closes in ``closing``; how a talk that was held counts in the plan
in ``counts``.
"""
