"""`make bench`: six operations at 10,000 and 1,000,000 contacts, as ratios to a bare baseline.

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
    sys.exit(any(row["ours"]["failures"] or row["bare"]["failures"] for row in rows))


def measured(ready: Stage, size: int, seconds: float) -> Iterator[dict[str, Any]]:
    """One row for each operation and concurrency; both sides take turns to share the weather."""
    for operation in OPERATIONS:
        for concurrency in CONCURRENCIES:
            ours, bare = both(operation, ready, concurrency, seconds)
            yield {
                "contacts": size,
                "operation": operation.name,
                "concurrency": concurrency,
                "ratio": round(ours.rate / bare.rate, 2) if bare.rate else 0.0,
                "ours": asdict(ours),
                "bare": asdict(bare),
            }


def both(
    operation: Operation, ready: Stage, concurrency: int, seconds: float
) -> tuple[Outcome, Outcome]:
    """Warms up, then measures ours and the baseline."""
    ours = operation.ours(ready.ours, ready.ids)
    bare = operation.bare(ready.bare, ready.ids)
    for target, requests in ((ready.ours, ours), (ready.bare, bare)):
        run(target, requests, concurrency=concurrency, seconds=min(seconds, 1.0))
    return (
        run(ready.ours, ours, concurrency=concurrency, seconds=seconds),
        run(ready.bare, bare, concurrency=concurrency, seconds=seconds),
    )


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Prints a row as it is found."""
    ours, bare = row["ours"], row["bare"]
    say(
        f"{row['contacts']:>9,} {row['operation']:<7} x{row['concurrency']:<3}"
        f" {ours['rate']:>8} /s of {bare['rate']:>8} /s = {row['ratio']:.2f}"
        f"   p50 {ours['p50']:>7} ms  p95 {ours['p95']:>7}  p99 {ours['p99']:>7}"
        f"   (bare {bare['p50']} / {bare['p95']} / {bare['p99']})"
        + (
            f"   FAILED {ours['failures']}+{bare['failures']}"
            if ours["failures"] or bare["failures"]
            else ""
        )
    )
    return row


if __name__ == "__main__":
    main()
