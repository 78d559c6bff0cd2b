"""The years that dates and times may be in: later sums with months and time zones must have room.

The calendar of Python ends at 9999; what is due weeks before or months after must still be in it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.errors import Violation

FIRST, LAST = 1000, 9000
OUTSIDE = f"years run from {FIRST} to {LAST}"

EARLIEST = int(datetime(FIRST, 1, 1, tzinfo=UTC).timestamp())
LATEST = int(datetime(LAST + 1, 1, 1, tzinfo=UTC).timestamp())


def far_times(message: Message, prefix: str = "") -> Iterable[Violation]:
    """The moments in a request that lie outside these years."""
    for field, value in message.ListFields():
        kind = field.message_type
        if kind is None or kind.GetOptions().map_entry:
            continue
        path = f"{prefix}{field.name}"
        items = [(path, value)]
        if field.is_repeated:
            items = [(f"{path}[{index}]", item) for index, item in enumerate(value)]
        for place, item in items:
            if not isinstance(item, Timestamp):
                yield from far_times(item, f"{place}.")
            elif not EARLIEST <= item.seconds < LATEST:
                yield Violation(place, OUTSIDE)
