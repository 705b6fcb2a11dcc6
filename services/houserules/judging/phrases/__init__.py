"""Phrases: what they say, what texts need to hold for one to match, and how a batch is searched for all of them."""
