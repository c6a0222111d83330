"""A simulated year of a large group's messages, and what the rules say of it.

`script` draws from a seed what people do and what breaks; `run` lets the real engine and the
routine's service live through it, on a database, with `discord` in place of Discord; `oracle`
judges what arrived. The oracle is written from docs/features.md (R1 to R14) and
docs/architecture.md, and imports nothing of the bot.
"""
