"""Finding what was read, and writing it into files. Pure."""
