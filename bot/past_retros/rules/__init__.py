"""Pure rules: what comes up again, what a search finds, what files say."""
