"""What every request passes: the log, rate limits, faults, parsing and answering."""
