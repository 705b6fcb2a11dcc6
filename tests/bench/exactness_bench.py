"""The full trial: half a million posts while workers and broker are killed, every decision held against the checker's.

    python tests/bench/exactness_bench.py [--posts 500000] [--kills 20] [--broker-restarts 3] [--storm-seconds 120]

Prints figures and mismatches; the exit status is 0 only if there are none and no worker ended by itself.
"""

import argparse
import asyncio
import logging
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from houserules.brokers.embedded import EmbeddedBroker
from houserules.brokers.kafka import KafkaBroker
from support.chaos import Trial, run_trial


def main() -> int:
    """The exit status."""
    defaults = Trial(posts=500_000, kills=20, broker_restarts=3)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--posts", type=int, default=defaults.posts)
    parser.add_argument("--kills", type=int, default=defaults.kills, help="kill -9 of a worker (at times of all)")
    parser.add_argument(
        "--broker-restarts", type=int, default=defaults.broker_restarts, help="by turns crash and restart"
    )
    parser.add_argument("--storm-seconds", type=float, default=0.0, help="one more worker joins and leaves for so long")
    parser.add_argument("--partitions", type=int, default=defaults.partitions)
    parser.add_argument("--workers", type=int, default=defaults.workers)
    parser.add_argument("--max-batch", type=int, default=defaults.max_batch)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument(
        "--deadline", type=float, default=300.0, help="seconds for everything to be answered in the end"
    )
    parser.add_argument("--embedded", action="store_true", help="on the embedded broker, which cannot be restarted")
    options = vars(parser.parse_args())
    embedded = options.pop("embedded")
    if embedded and options["broker_restarts"]:
        parser.error("the embedded broker forgets everything when it is restarted: add --broker-restarts 0")
    # Workers run in sessions of their own: they must be taken down with us, however we are asked to end.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Clients complain of every connection that a broker takes down with it.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    with EmbeddedBroker() if embedded else KafkaBroker() as broker, tempfile.TemporaryDirectory() as directory:
        report = asyncio.run(run_trial(Trial(**options), broker, "exactness.", Path(directory)))
    print(report.text())
    return 0 if report.exact else 1


if __name__ == "__main__":
    sys.exit(main())
