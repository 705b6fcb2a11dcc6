"""The scorers that come with the package."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

from houserules.scoring.base import Scorer
from houserules.scoring.linear import LinearScorer

_SUFFIX: Final = ".hrm"


def shipped_scorers() -> tuple[str, ...]:
    """The names of all shipped scorers, in order. Reads the package's own folder of models."""
    folder = files("houserules.scoring") / "models"
    return tuple(sorted(item.name.removesuffix(_SUFFIX) for item in folder.iterdir() if item.name.endswith(_SUFFIX)))


@lru_cache(maxsize=8)
def load_scorer(name: str) -> Scorer:
    """The shipped scorer of this name, read once. KeyError if there is none; ValueError if its file is damaged."""
    if name not in shipped_scorers():
        raise KeyError(name)
    return LinearScorer.from_bytes((files("houserules.scoring") / "models" / f"{name}{_SUFFIX}").read_bytes())
