"""Sealed evidence: the original of a post, encrypted, for verdicts that order `preserve_evidence`. Pure."""
