"""The engine's version: part of every verdict and of every `verdict_id`.

Raise it whenever the same post under the same policy may be judged differently: ids are derived from it, and two
engines that disagree must never share an id.
"""

__version__ = "0.1.0"
