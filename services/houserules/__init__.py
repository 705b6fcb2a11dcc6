"""House Rules: streaming moderation of social-media posts.

The rooms, in the order in which a post walks through them:

``contracts``   what crosses a topic: typed structs, the vocabulary, derived ids
``text``        views of a text with offsets back to the original, and matchers over whole batches
``windows``     event-time history of a partition, exact after a crash, and its changelog codec
``screening``   repeats and floods
``redaction``   personal information: detectors, validators, the registry of contacts that are never redacted
``judging``     the policy, its compiler, rules, the resolution into one verdict, and actions
``policies``    the policies that ship with the package
``stream``      the only room that knows Kafka, Faust, clocks, files and metrics
``brokers``     the embedded broker, and Apache Kafka for tests
``cli``         the ``houserules`` command
"""

from houserules.version import __version__

__all__ = ["__version__"]
