"""The drawing itself: the only home of matplotlib, loaded in the worker's process alone."""
