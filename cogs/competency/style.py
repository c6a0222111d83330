"""The colour of panels about competency."""

ACCENT = 0x8B5CF6
