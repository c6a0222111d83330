"""Groups: a server that studies together, and its members with their zones and prompt times."""
