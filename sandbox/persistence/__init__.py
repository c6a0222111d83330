"""Keeping a world in a folder, and bringing it back."""
