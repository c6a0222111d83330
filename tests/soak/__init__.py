"""``make soak``: a real bot process under attack for minutes, on both databases in turn.

Everything that comes in is hostile (`attempts`, `payloads`), while the process is killed, its
connections are cut, and Discord and the database refuse (`troubles`). `scene` holds the bot's world
and `rounds` says what must be true after each of them; `findings` counts what was tried and what
was wrong. All choices come from one seed.
"""
