"""Actions: what came of a retro, each with an owner and a due date.

Its owner marks an action done, or an organiser. The next retro opens with those that are
unfinished, and asks what becomes of each.
"""
