"""The conversation rules: what to ask, what to say, who is called. Pure: no input, output, clock, dice or log."""
