"""Groups: a server that studies together, and its members with their zones and prompt times.

Public: the use cases of ``service`` and ``invitation``, the reads of ``queries``; ``membership`` is
about who is still in the server, ``presence`` about where the bot is.
"""
