"""What members take with them: so far their dates, as a calendar file.

`service` asks each feature for the entries that it declares (`bot.feature.CalendarSource`); `rules`
writes the file.
"""
