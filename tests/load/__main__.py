"""`make bench`: six operations at 10,000 and 1,000,000 contacts, as ratios to a bare baseline.

Beside it the hop alone: the baseline with a second process behind it, asked by gRPC. What lies
between it and the baseline is the price of services, what lies between it and us is ours.

BENCH_SIZES, BENCH_SECONDS and BENCH_RESULTS change what is measured and where the JSON goes.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from tests.load.generator import Outcome, run
from tests.load.operations import OPERATIONS, Operation
from tests.load.reporting import keep, say
from tests.load.stage import Stage, servers, stage

CONCURRENCIES = (1, 16)


def main() -> None:
    """Measures everything and prints a table; the exit code is 1 when a request failed."""
    sizes = [int(text) for text in os.environ.get("BENCH_SIZES", "10000,1000000").split(",")]
    seconds = float(os.environ.get("BENCH_SECONDS", "4"))
    rows: list[dict[str, Any]] = []
    with servers() as (folder, postgresql, redis):
        for size in sizes:
            say(f"{size:,} contacts: loading")
            with stage(folder, postgresql, redis, size) as ready:
                rows += [shown(row) for row in measured(ready, size, seconds)]
    keep("contacts", rows)
    sys.exit(any(failed(row) for row in rows))


def measured(ready: Stage, size: int, seconds: float) -> Iterator[dict[str, Any]]:
    """One row for each operation and concurrency."""
    for operation in OPERATIONS:
        for concurrency in CONCURRENCIES:
            sides = all_sides(operation, ready, concurrency, seconds)
            bare = sides["bare"].rate
            ratios = {
                name: round(side.rate / bare, 2) if bare else 0.0 for name, side in sides.items()
            }
            yield {
                "contacts": size,
                "operation": operation.name,
                "concurrency": concurrency,
                "ratio": ratios["ours"],
                "hop_ratio": ratios["hop"],
                **{name: asdict(side) for name, side in sides.items()},
            }


def all_sides(
    operation: Operation, ready: Stage, concurrency: int, seconds: float
) -> dict[str, Outcome]:
    """Warms all sides up, then measures them in turns, so that they share the weather."""
    sides = {
        "ours": (ready.ours, operation.ours(ready.ours, ready.ids)),
        "bare": (ready.bare, operation.bare(ready.bare, ready.ids)),
        "hop": (ready.hop, operation.bare(ready.hop, ready.ids)),
    }
    for target, requests in sides.values():
        run(target, requests, concurrency=concurrency, seconds=min(seconds, 1.0))
    return {
        name: run(target, requests, concurrency=concurrency, seconds=seconds)
        for name, (target, requests) in sides.items()
    }


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Prints a row as it is found."""
    ours, bare, hop = row["ours"], row["bare"], row["hop"]
    failures = "+".join(str(side["failures"]) for side in (ours, bare, hop))
    say(
        f"{row['contacts']:>9,} {row['operation']:<7} x{row['concurrency']:<3}"
        f" {ours['rate']:>8} /s of {bare['rate']:>8} /s = {row['ratio']:.2f}"
        f" (the hop alone {row['hop_ratio']:.2f})"
        f"   p50 {ours['p50']:>7} ms  p95 {ours['p95']:>7}  p99 {ours['p99']:>7}"
        f"   (bare {bare['p50']} / {bare['p95']} / {bare['p99']})"
        + (f"   FAILED {failures}" if failed(row) else "")
    )
    return row


def failed(row: dict[str, Any]) -> bool:
    """Whether a request of any side failed."""
    return any(row[side]["failures"] for side in ("ours", "bare", "hop"))


if __name__ == "__main__":
    main()
