"""The search for campaigns: who has posted the same text, over all fingerprint records in their order.

What is found depends on the records and their order alone, so a worker that takes the same records again comes to the
same state and finds the same campaigns with the same names.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Final

import numpy as np
from msgspec import Struct

from houserules.campaigns.fingerprints import APPLIED, FLAGS, GONE, FingerprintBatch
from houserules.campaigns.groups import Groups
from houserules.campaigns.index import MAX_CAPACITY, Places
from houserules.campaigns.links import Links
from houserules.campaigns.quorum import Quorum, Scale, find_quorum
from houserules.campaigns.registry import content_name, duplicate
from houserules.campaigns.rows import DEAD, EXEMPT, NEVER, TAKEN, Rows
from houserules.campaigns.running import Copy, Match, Running, RunningCampaigns, by_sequence
from houserules.contracts.campaign import Campaign
from houserules.contracts.stages import Duplicate, Screening
from houserules.contracts.times import HOUR
from houserules.screening.model import CampaignPolicy, NearPolicy
from houserules.screening.signature import similarity

LATENESS: Final = 7 * HOUR
"""How much longer than a window rows are kept: as late as a post may come and still be screened, and its retries."""

SLICE: Final = 4096
"""Posts looked at in one go."""

MOST_SEEDS: Final = 16
"""Copies whose text is tried as a campaign's, the newest first."""

_MIX: Final = 0x9E3779B97F4A7C15


class Member(Struct, frozen=True, gc=False):
    """A post whose verdict has to be superseded: where it stands on `posts`, what screening said of it before, and how it
    belongs to a campaign."""

    partition: int
    offset: int
    post_key: str
    revision: int
    screening: Screening
    duplicate: Duplicate


@dataclass(slots=True)
class Found:
    """What one record brought to light: new campaigns, campaigns that go on for longer, and posts that belong to one."""

    established: list[Campaign] = field(default_factory=list)
    extended: list[Campaign] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)


class Clusters:
    """Campaigns among the posts of all records taken so far. Not safe for threads."""

    __slots__ = (
        "_groups",
        "_high",
        "_links",
        "_pending",
        "_policy",
        "_rows",
        "_running",
        "_scale",
        "_similarity",
        "_touched",
        "shed",
    )

    def __init__(self, policy: CampaignPolicy, near: NearPolicy | None) -> None:
        """Raises ValueError if the policy's `max_entries` is out of range."""
        if not 0 < policy.max_entries <= MAX_CAPACITY:
            raise ValueError(f"max_entries is {policy.max_entries}; 1 to {MAX_CAPACITY} are possible")
        self._policy: Final = policy
        self._similarity: Final = None if near is None else near.similarity
        self._scale: Final = Scale(policy)
        self._rows: Final = Rows(policy.max_entries)
        self._groups: Final = Groups(self._rows)
        self._links: Final = Links(self._rows, self._similarity)
        self._running: Final = RunningCampaigns(self._similarity)
        self._high = NEVER
        self._touched: dict[str, Running] = {}
        self._pending: list[tuple[int, Running, float | None]] = []
        self.shed = 0
        """Posts forgotten before their time, for want of room."""

    @property
    def entries(self) -> int:
        """Posts remembered."""
        return len(self._rows)

    @property
    def live(self) -> int:
        """Campaigns that have not ended by the latest event time seen."""
        return self._running.live(self._high)

    def adopt(self, campaign: Campaign) -> None:
        """Know of a campaign that was found in records before the first one that will be taken."""
        self._running.add(Running(campaign))
        self._running.limit()

    def take(self, batch: FingerprintBatch, sequence: int) -> Found:
        """Go on by one record. `sequence` is its place among the records: 0 or more, and ascending."""
        found = Found()
        established: list[Running] = []
        self._touched = {}
        step = max(1, min(SLICE, self._rows.capacity // 4))
        for start in range(0, len(batch), step):
            self._take(batch, start, min(start + step, len(batch)), sequence, established, found)
        for running in established:
            found.established.append(running.current())
            self._touched.pop(running.campaign.cluster_id, None)
        for running in sorted(self._touched.values(), key=by_sequence):
            found.extended.append(running.current())
        for running in (*established, *self._touched.values()):
            running.published = running.until
        self._touched = {}
        self._expire()
        return found

    def snapshot(self) -> tuple[object, ...]:
        """The whole state, for comparison: of two equal ones, every record makes the same."""
        return (
            self._high,
            self.shed,
            self._running.snapshot(),
            self._groups.snapshot(),
            self._rows.snapshot(),
            self._links.snapshot(),
        )

    def _take(
        self,
        batch: FingerprintBatch,
        start: int,
        stop: int,
        sequence: int,
        established: list[Running],
        found: Found,
    ) -> None:
        rows = self._rows
        fresh = self._links.fresh(batch, start, stop)
        count = len(fresh.index)
        if not count:
            return
        while len(rows) + count > rows.capacity:
            self.shed += self._drop()
        first = rows.tail
        flags, signatures = batch.flags[fresh.index], batch.signatures[fresh.index]
        contents = np.where(flags & GONE, 0, batch.content[fresh.index])
        state = (flags & FLAGS).astype(np.uint8)
        state[contents == 0] |= EXEMPT
        matches = self._running.match(contents, signatures)
        # The rows that a revision of this batch replaces are numbered from the tail, which dropping leaves where it is.
        linked = self._links.add(batch, fresh, state)
        self._high = max(self._high, int(batch.time[fresh.index].max()))
        wanted = {*matches, *linked.near, *fresh.replaced, *linked.runs.tolist()}
        wanted.update(np.flatnonzero(linked.older >= 0).tolist())
        queue = sorted(wanted)
        in_run = set(linked.runs.tolist())
        newest: dict[int, int] = {}
        while queue:
            at = heappop(queue)
            row = first + at
            replaced = fresh.replaced.get(at)
            if replaced is not None:
                rows.set_state(replaced, DEAD)
            if not contents[at]:
                continue
            if self._joins(row, matches.get(at, ())) or not rows.free(row):
                continue
            hits = linked.near.get(at, [])
            older = newest.get(int(contents[at]), int(linked.older[at]))
            if older >= 0:
                hits.append(older)
            if at in in_run:
                newest[int(contents[at])] = row
            founded = self._found(row, hits, sequence << 16 | int(fresh.index[at])) if hits else None
            if founded is not None:
                established.append(founded)
                for place, near in self._running.says(founded, contents, signatures):
                    if place <= at:
                        # Passed already, and perhaps not found from here: of a batch's copies only the last one is sure
                        # to be linked to all others.
                        if rows.free(first + place):
                            self._joins(first + place, [(founded, near)])
                        continue
                    matches.setdefault(place, []).append((founded, near))
                    if place not in wanted:
                        wanted.add(place)
                        heappush(queue, place)
        self._links.settle(linked, first)
        self._report(found)
        self._running.limit()

    def _joins(self, row: int, matches: Sequence[Match]) -> bool:
        """Whether the post belongs to a running campaign; if so, it is a member from now on."""
        time = int(self._rows.time[row % self._rows.capacity])
        for running, near in matches:
            if running.campaign.since <= time <= running.until:
                self._join(running, row, near)
                self._reach(running)
                return True
        for running, near in matches:
            if time > running.until:
                running.wait(row, near)
        return False

    def _join(self, running: Running, row: int, near: float | None) -> None:
        rows = self._rows
        place = row % rows.capacity
        applied = rows.state[place] & APPLIED
        rows.set_state(row, TAKEN)
        if not applied:
            self._pending.append((row, running, near))
        time = int(rows.time[place])
        running.until = max(running.until, time + self._policy.window)
        if time > running.published - self._policy.window // 2:
            self._touched[running.campaign.cluster_id] = running

    def _reach(self, running: Running) -> None:
        """Take in copies that came before the campaign had gone on for as long as to them."""
        rows = self._rows
        while running.waiting:
            running.waiting = {row: near for row, near in running.waiting.items() if rows.free(row)}
            reached = [row for row in running.waiting if rows.time[row % rows.capacity] <= running.until]
            if not reached:
                return
            for row in reached:
                self._join(running, row, running.waiting[row])

    def _found(self, row: int, hits: Sequence[int], sequence: int) -> Running | None:
        """The campaign that the post of `row` completes, if it does.

        Its text is the post's own, or that of a copy of it: variants of one template are nearer to some than to others.
        """
        rows = self._rows
        group = self._groups.join(row, hits)
        if len(group) < self._policy.least_authors:
            return None
        now = int(rows.time[row % rows.capacity])
        group = group[rows.time[group % rows.capacity] >= now - self._policy.window]
        places = group % rows.capacity
        if not self._scale.could_suffice(rows.author[places].tolist(), rows.state[places].tolist()):
            return None
        group = group[np.lexsort((group, rows.time[places]))]
        seeds, tried = [row], 0
        while tried < len(seeds):
            seed = seeds[tried]
            copies = self._copies(seed, group)
            if tried == 0:
                others = [copy for copy, near in copies if copy != row and near is not None]
                seeds += sorted(others, reverse=True)[: MOST_SEEDS - 1]
            places = np.array([copy for copy, _ in copies], dtype=np.int64) % rows.capacity
            quorum = find_quorum(
                self._scale,
                self._policy.window,
                rows.time[places].tolist(),
                rows.author[places].tolist(),
                rows.state[places].tolist(),
                now,
            )
            if quorum is not None:
                return self._establish(seed, copies, quorum, sequence)
            tried += 1
        return None

    def _copies(self, seed: int, group: Places) -> list[Copy]:
        """The rows of a group that say the text of `seed`, in the group's order."""
        rows = self._rows
        places = group % rows.capacity
        exact = rows.content[places] == rows.content[seed % rows.capacity]
        scores = np.zeros(len(group))
        said = exact
        if self._similarity is not None:
            scores = similarity(rows.signatures[seed % rows.capacity], rows.signatures[places])
            said = exact | (scores >= self._similarity)
        near = [
            None if same else score for same, score in zip(exact[said].tolist(), scores[said].tolist(), strict=True)
        ]
        return list(zip(group[said].tolist(), near, strict=True))

    def _establish(self, seed: int, copies: Sequence[Copy], quorum: Quorum, sequence: int) -> Running:
        rows = self._rows
        content, signature = int(rows.content[seed % rows.capacity]), rows.signatures[seed % rows.capacity]
        members = copies[quorum.first : quorum.last + 1]
        survivor, earliest = self._earliest([member for member, _ in members])
        place = earliest % rows.capacity
        running = Running(
            Campaign(
                # From the survivor and not from the place in the log: a replay of the same posts, in other batches, gives
                # the same campaign the same name.
                cluster_id=content_name(int(rows.subject[place]) + int(rows.revision[place]) * _MIX),
                sequence=sequence,
                content=content_name(content),
                signature=signature.tobytes().hex() if signature.any() else None,
                survivor=survivor,
                authors=quorum.authors,
                since=quorum.since,
                until=int(rows.time[members[-1][0] % rows.capacity]) + self._policy.window,
            )
        )
        for member, near in members:
            self._join(running, member, near)
        for later, near in copies[quorum.last + 1 :]:
            running.wait(later, near)
        self._running.add(running)
        return running

    def _earliest(self, members: Sequence[int]) -> tuple[str, int]:
        """The post key and the row of the member written first; `members` come in the order of their times."""
        rows = self._rows
        time = rows.time[members[0] % rows.capacity]
        first = sorted(member for member in members if rows.time[member % rows.capacity] == time)
        return min((post_key, row) for row, (post_key, _) in zip(first, rows.describe(first), strict=True))

    def _report(self, found: Found) -> None:
        rows = self._rows
        self._pending.sort(key=_by_row)
        described = rows.describe([row for row, _, _ in self._pending])
        for (row, running, near), (post_key, screening) in zip(self._pending, described, strict=True):
            place = row % rows.capacity
            campaign = running.campaign
            found.members.append(
                Member(
                    int(rows.partition[place]),
                    int(rows.offset[place]),
                    post_key,
                    int(rows.revision[place]),
                    screening,
                    duplicate(campaign.cluster_id, campaign.survivor, post_key, near),
                )
            )
        self._pending = []

    def _expire(self) -> None:
        floor = self._high - self._policy.window - LATENESS
        while self._rows.outdated(floor):
            self._drop()
        self._running.expire(floor)

    def _drop(self) -> int:
        first, end = self._rows.oldest()
        self._groups.forget(first, end)
        self._rows.drop()
        return end - first


def _by_row(pending: tuple[int, Running, float | None]) -> int:
    return pending[0]
