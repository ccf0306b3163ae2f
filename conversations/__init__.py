"""The conversation rules: what to ask, what to say, who is called. Pure: no I/O, clock, dice or log."""
