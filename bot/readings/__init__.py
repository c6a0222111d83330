"""What a group has read: its history, a paper's whole page, search, and files of it (A11, D2).

The papers are chosen in :mod:`bot.papers`. What other features have to say about them, they declare
(`bot.feature`, `cogs.common.feature`): this room names none of them but the reproduction log and
the ratings, which it filters by and puts into its files.
"""
