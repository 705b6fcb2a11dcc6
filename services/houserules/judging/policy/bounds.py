"""How much a policy may hold. Far above what anybody needs: they keep a mistake, or somebody else's file, from costing
memory and time without end, and each is told with the place where it is passed."""

from typing import Final

MOST_FILE_BYTES: Final = 2_000_000
MOST_FILES: Final = 500
MOST_DEPTH: Final = 32
"""Values within values. The parser itself falls over at some tens of thousands."""

MOST_RULES: Final = 2_000
MOST_EXAMPLES: Final = 50
"""Posts that a rule must hit, and as many that it must miss."""

MOST_CONDITIONS: Final = 5_000
"""Conditions in one rule, with all that the shared ones in it hold."""

MOST_OVERLAYS: Final = 100
MOST_SPANS: Final = 50
"""Spans of one overlay."""

MOST_TERMS: Final = 50_000
LONGEST_TERM: Final = 200
MOST_PHRASES: Final = 5_000
LONGEST_PHRASE: Final = 8_000
"""A phrase as written, in characters; what its fragments stand for comes on top."""

LONGEST_COMPILED: Final = 20_000
"""A phrase or fragment with all that its fragments stand for, as a regular expression, in characters."""

MOST_REGEXES: Final = 2_000
LONGEST_REGEX: Final = 4_000
LARGEST_REGEX: Final = 20_000
"""The size of a regular expression's automaton, in steps of RE2's program: `[a-z]{9}{99}` is short and large."""
