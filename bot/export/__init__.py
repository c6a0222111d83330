"""What members take with them: so far their dates, as a calendar file.

`service` gathers what concerns a member into :class:`~bot.export.calendar.Event` values; `sources`
has a pure function for each thing that has dates; `calendar` writes the file. A further thing with
dates is a further function in `sources`, called in `service`.
"""
