"""The relay's side of the database: the outbox as a queue, on a connection of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from chassis import cloudevents, live

#: What jobs over many records tell comes last, and only so much of it: whoever tells something
#: while it is on its way waits for no more than that.
UNPUBLISHED = """
(SELECT * FROM outbox WHERE publish_time IS NULL AND NOT bulk ORDER BY seq LIMIT %s)
UNION ALL
(SELECT * FROM outbox WHERE publish_time IS NULL AND bulk ORDER BY seq LIMIT %s)
"""
BULK_AT_ONCE = 100
#: Positions are given by the one active relay alone, on the connection that holds its lock: so
#: whoever reads the log after a position misses nothing, which holds for no number given at insert.
PUBLISHED = """
WITH placed AS MATERIALIZED (
  SELECT seq, nextval('outbox_positions') AS position FROM unnest(%s::bigint[]) AS told (seq)
)
UPDATE outbox SET publish_time = clock_timestamp(), position = placed.position
FROM placed WHERE outbox.seq = placed.seq
"""
OPTIONS = "-c statement_timeout=10000 -c lock_timeout=2000"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row, ready for the broker; body: the CloudEvent; traceparent: "" without a trace.

    note: what screens are told of it; bulk: it goes to where the facts of jobs wait.
    """

    seq: int
    id: str
    type: str
    body: bytes
    traceparent: str
    note: str
    bulk: bool = False


class Outbox:
    """Rows that nobody has published yet, in the order they were written, those of jobs last.

    Rows are chosen by their empty publish_time and never by `seq > last`: a transaction that
    commits late has a lower seq than others before it.
    """

    def __init__(self, url: str, *, service: str) -> None:
        self._service = service
        self._source = f"/services/{service}"
        self._connection = psycopg.connect(
            url,
            autocommit=True,
            row_factory=dict_row,
            application_name=f"{service}-relay-outbox",
            options=OPTIONS,
            connect_timeout=5,
            tcp_user_timeout=5_000,
        )

    def try_lock(self) -> bool:
        """Becomes the one active relay of the service, until closed; False when another is."""
        row = self._connection.execute(
            "SELECT pg_try_advisory_lock(hashtext('outbox-relay')) AS locked"
        ).fetchone()
        return bool(row and row["locked"])

    def listen(self, heard: Callable[[], None]) -> int:
        """Calls `heard` for every new fact, from `drain` or any other method; the socket to watch.

        The notification comes with the commit, so the rows can be seen when it is heard.
        """
        self._connection.add_notify_handler(lambda _: heard())
        self._connection.execute("LISTEN outbox")
        return self._connection.fileno()

    def drain(self) -> bool:
        """Reads what the socket holds, without waiting; whether there was a notification."""
        connection = self._connection.pgconn
        connection.consume_input()
        heard = False
        while connection.notifies():
            heard = True
        return heard

    def take(self, limit: int) -> list[Outgoing]:
        """Up to `limit` unpublished rows, and a few of jobs over many records."""
        most = (limit, min(limit, BULK_AT_ONCE))
        rows = self._connection.execute(UNPUBLISHED, most).fetchall()
        rows.sort(key=lambda row: (row["bulk"], row["seq"]))
        return [self._outgoing(row) for row in rows]

    def published(self, seqs: Sequence[int]) -> None:
        """Marks rows the broker has confirmed, and gives them their places in the log."""
        self._connection.execute(PUBLISHED, (sorted(seqs),))

    def close(self) -> None:
        """Frees the lock as well."""
        self._connection.close()

    def _outgoing(self, row: dict[str, Any]) -> Outgoing:
        event = cloudevents.Event(
            id=str(row["id"]),
            source=self._source,
            type=row["type"],
            subject=row["subject"],
            time=row["time"],
            traceparent=row["headers"].get("traceparent", ""),
            request_id=row["headers"].get("request_id", ""),
            sequence=row["seq"],
            actor=row["actor"],
            cause=row["cause"],
            depth=row["depth"],
            owner=str(row["owner_id"] or ""),
            team=str(row["team_id"] or ""),
            bulk=row["bulk"],
            data=row["data"],
        )
        body = cloudevents.encode(event)
        note = live.note(row, service=self._service)
        trace = event.traceparent
        return Outgoing(row["seq"], event.id, event.type, body, trace, note, event.bulk)
