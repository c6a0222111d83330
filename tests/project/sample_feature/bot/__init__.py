"""Books: what members note down to read. The smallest feature that has everything."""
