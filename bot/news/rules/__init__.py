"""Rules of newsletters: addresses, the texts of entries, when a feed is read. Pure."""
