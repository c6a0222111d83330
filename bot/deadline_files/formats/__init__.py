"""Reading files of deadlines, for the worker's process: calendars, YAML and JSON.

What could keep a parser busy for long, or blow up in memory, is refused: depth, number and
references are bounded, every value stays the text that it is, and nothing in a file names code.
"""
