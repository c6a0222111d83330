"""Users that act: what they can do, and what they see of the answers."""
