"""The colour of panels about second ratings."""

ACCENT = 0x8B5CF6
