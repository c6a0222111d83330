"""The websocket side: sessions, shards, resuming."""
