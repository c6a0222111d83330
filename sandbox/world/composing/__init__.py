"""From a request body to a message, with its files and mentions."""
