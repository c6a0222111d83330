"""The colour of newsletters; never the only sign of anything."""

ACCENT = 0x10B981
