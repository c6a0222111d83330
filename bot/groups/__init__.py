"""Groups: a server that studies together, and its members with their zones and prompt times.

Public: the use cases of ``service``, the hooks of ``changes``, typed times and dates in ``rules``,
time zones by city in ``zones``.
"""
