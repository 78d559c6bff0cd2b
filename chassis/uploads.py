"""Tells a whole upload from one that broke off.

gRPC's Python server can show a cancelled stream as one that ended: the end of the messages and the
cancellation race, and half a file would be stored for a whole one. A sender that says so in its
metadata therefore ends an upload with a message that is empty.
"""

from collections.abc import Iterable, Iterator, Mapping

from google.protobuf.message import Message

from chassis.errors import Aborted

#: The metadata by which a sender promises the empty message.
MARKED = ("upload-end", "empty-message")


def whole(requests: Iterable[Message], metadata: Mapping[str, str]) -> Iterator[Message]:
    """The messages of an upload. Raises Aborted (UPLOAD_BROKEN) when they stop before its end."""
    key, promise = MARKED
    promised = metadata.get(key) == promise
    for request in requests:
        if promised and request.ByteSize() == 0:
            return
        yield request
    if promised:
        raise Aborted("UPLOAD_BROKEN", "The upload broke off before its end.")
