"""The pure rules of arXiv: ids, calendar, feeds' health, and how its texts are read."""
