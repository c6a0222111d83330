"""What users do with a bot, and what its answers do."""
