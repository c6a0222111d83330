"""Reminders: which of a member's dates their daily message names, and which it has named.

A milestone or step is named once for a date while it comes near, and once when it has passed.
Features above keep in the same table what they name of their own kinds. `bot.routine` decides when
a message goes out; `cogs.reminders` adds its lines to it.
"""
