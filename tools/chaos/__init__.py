"""The real program is killed, starved and lied to; an auditor compares what was told with what is kept."""
