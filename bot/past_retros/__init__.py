"""Retros that are over: their history, each one whole, search, and files of them (D2).

A retro is held in :mod:`bot.retros` and :mod:`bot.themes`, and what came of it is in
:mod:`bot.actions`. Here they are read together once it is closed, and what came up in several of
them is named.
"""
