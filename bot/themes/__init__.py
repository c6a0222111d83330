"""Themes: after the reveal of a retro, cards that belong together, voted on and discussed.

At the reveal each card is a theme by itself. Members merge, name and part them, vote with a few
votes each, and the first ones get a thread. No card is ever lost by that, and who voted for what is
shown nowhere.
"""
