"""`python -m tests.load.imports`: a large import to its last effect, and a hot lead meanwhile.

BENCH_ROWS: how many rows (100,000); BENCH_RESULTS changes where the JSON goes.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from uuid import uuid4

from tests.harness.http import Session, made
from tests.harness.suite import Suite, running_suite
from tests.load.reporting import keep, say

EMAIL = {"key": "email", "label": "E-mail", "maps_to": "email", "type": "EMAIL", "required": True}
FORM = {"name": "Get the guide", "fields": [EMAIL]}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
COPIES = ("deals", "notify", "tickets")
#: What a service has not done yet: facts not told, steps due, failures that wait.
WAITING = (
    "SELECT (SELECT count(*) FROM outbox WHERE publish_time IS NULL) + (SELECT count(*) FROM timers"
    " WHERE due_time <= now() AND dead_time IS NULL) + (SELECT count(*) FROM inbox"
    " WHERE state = 'WAITING')"
)
HEARD = "SELECT count(*) FROM inbox WHERE bulk"
COPIED = "SELECT count(*) FROM contacts_copy"
PAUSE = 5.0
QUIET = 3
WITHIN = 3_600.0


def main() -> None:
    """Measures once; the exit code is 1 when something was lost."""
    rows = int(os.environ.get("BENCH_ROWS", "100000"))
    with running_suite() as suite:
        found = measure(suite, rows)
    say(str(found))
    keep("imports", [found])
    sys.exit(not found["complete"])


def measure(suite: Suite, rows: int) -> dict[str, Any]:
    """Imports so many rows; seconds to the last row and to the last effect, and of each alert."""
    admin, loads, alerts = suite.admin(), [], []
    job = made(admin.call("POST", "/v1/imports", files={"file": ("p.csv", people(rows))}))
    with hot_leads(suite) as alert:
        calm = [alert() for _ in range(3)]
        began = time.monotonic()
        made(admin.post(f"/v1/imports/{job['id']}:start", {}))
        imported, last, quiet, heard = 0.0, 0.0, 0, 0
        while quiet < QUIET and time.monotonic() - began < WITHIN:
            alerts.append(alert())
            loads.append(os.getloadavg()[0])
            time.sleep(PAUSE)
            state = made(admin.get(f"/v1/imports/{job['id']}"))["state"]
            now = time.monotonic() - began
            imported = imported or (now if state == "SUCCEEDED" else 0.0)
            before, heard = heard, sum(counts(suite, HEARD, "leads", *COPIES))
            moving = not imported or heard > before or any(counts(suite, WAITING, "leads", *COPIES))
            last, quiet = (now, 0) if moving else (last, quiet + 1)
            told = f"{heard} heard, alert {alerts[-1]:.2f} s, load {loads[-1]:.1f}"
            say(f"{now:6.0f} s {state} {counts(suite, COPIED, *COPIES)} copied, {told}")
    return {
        "rows": rows,
        "seconds_to_last_row": round(imported),
        "rows_per_second": round(rows / imported),
        "seconds_to_last_effect": round(last),
        "effects_per_second": round(rows / last),
        "hot_lead_alert_seconds": {
            "before": [round(each, 2) for each in calm],
            "median": round(median(alerts), 2),
            "worst": round(max(alerts), 2),
            "count": len(alerts),
        },
        "load": {"median": round(median(loads), 1), "worst": round(max(loads), 1)},
        "complete": min(counts(suite, COPIED, *COPIES)) >= rows,
    }


def people(rows: int) -> bytes:
    """A file of people, seven of a hundred of whom work at the same firm."""
    lines = ["First name,Last name,E-mail,Phone,Company,City"]
    lines += [
        f"Ada,Lovelace {n},p{n}@firm{n % 997}.example,+4930{1000000 + n},Firm {n % 997},Berlin"
        for n in range(rows)
    ]
    return "\r\n".join(lines).encode()


@contextmanager
def hot_leads(suite: Suite) -> Iterator[Any]:
    """Gives a call that makes a visitor hot; seconds until a rep sees the notification."""
    rep, visitor, admin = suite.signed_in("rep"), suite.stranger(), suite.admin()
    rule = {"name": "Guide", "filter": 'email : "@hot.example"', "strategy": "ROUND_ROBIN"}
    made(admin.post("/v1/assignment_rules", rule | {"member_ids": [rep.user_id]}))
    form = made(suite.signed_in("marketer").post("/v1/forms", FORM))["id"]

    def alert() -> float:
        visitor_id = str(uuid4())
        for number in range(2):
            view = {"kind": "PAGE_VIEW", "event_id": str(number), "title": "Prices"}
            view["url"] = "https://www.trellis.example/pricing"
            seen = {"visitor_id": visitor_id, "events": [view]}
            made(visitor.post("/v1/tracked_events", seen, user_agent=BROWSER))
        before, began = newest(rep), time.monotonic()
        values = {"email": f"{visitor_id}@hot.example"}
        made(visitor.post(f"/v1/forms/{form}:submit", {"values": values, "visitor_id": visitor_id}))
        while newest(rep) == before:
            time.sleep(0.05)
        return time.monotonic() - began

    yield alert
    for client in (rep, visitor, admin):
        client.close()


def newest(rep: Session) -> str:
    """The id of the newest notification; "" without one."""
    found = made(rep.get("/v1/notifications", page_size=1)).get("notifications", [])
    return str(found[0]["id"]) if found else ""


def counts(suite: Suite, statement: str, *services: str) -> list[int]:
    """The number a statement gives in each of these services' databases."""
    found = []
    for service in services:
        with suite.database(service) as connection:
            (row,) = connection.execute(statement.encode()).fetchall()
            found += map(int, row.values())
    return found


if __name__ == "__main__":
    main()
