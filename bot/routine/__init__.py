"""The daily routine: each weekday's prompt from the plan, by direct message at the member's time.

One entry per member and local date says done or skipped, with a note. A snooze is a single later
message and never moves the series. Other features add lines to the daily message
(`cogs.common.daily_message`). Public: the acts of `service`, the reads of `queries`, and `rules`.
"""
