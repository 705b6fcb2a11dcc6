"""Scorers: how likely a text is of some kind, as a number from 0 to 1. Evidence beside the rules, never a judge."""
