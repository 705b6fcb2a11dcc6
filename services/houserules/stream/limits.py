"""When dead letters stop being an accident: too many in a row, or too large a share, is a bad deploy and not bad posts."""

from collections import deque
from typing import Final

SPAN: Final = 5_000
"""Records that the share is taken over."""

LEAST: Final = 1_000
"""Records that must have been seen before the share counts."""


class DeadLetterLimitError(RuntimeError):
    """Too many records could not be read. The worker stops, with nothing after the limit acknowledged."""


class DeadLetterLimit:
    """Counts dead letters against records, over all partitions of a worker."""

    def __init__(self, run: int, ratio: float) -> None:
        """`run`: this many in a row are too many. `ratio`: a larger share of the last `SPAN` records is too much."""
        self._run_limit: Final = run
        self._ratio_limit: Final = ratio
        self._run = 0
        self._batches: deque[tuple[int, int]] = deque()
        self._records = 0
        self._dead = 0

    def record(self, rejected: list[bool]) -> None:
        """Note a batch: one flag per record, in order. Raises DeadLetterLimitError when a limit is passed."""
        for dead in rejected:
            self._run = self._run + 1 if dead else 0
            if self._run >= self._run_limit:
                raise DeadLetterLimitError(
                    f"{self._run} records in a row could not be read (limit --dead-letter-run {self._run_limit}); "
                    "see their reasons with `houserules dead-letters list`, mend the producer, then restart the worker"
                )
        self._batches.append((len(rejected), sum(rejected)))
        self._records += len(rejected)
        self._dead += sum(rejected)
        while self._batches and self._records - self._batches[0][0] >= SPAN:
            records, unread = self._batches.popleft()
            self._records -= records
            self._dead -= unread
        if self._records >= LEAST and self._dead > self._ratio_limit * self._records:
            raise DeadLetterLimitError(
                f"{self._dead} of the last {self._records} records could not be read "
                f"(limit --dead-letter-ratio {self._ratio_limit}); see their reasons with "
                "`houserules dead-letters list`, mend the producer, then restart the worker"
            )
