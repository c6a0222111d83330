"""What members take with them: all that is stored about them, and their dates as a calendar file.

`service` asks each feature for what it declares; `archive` writes the files of what is stored,
`rules` the calendar's.
"""
