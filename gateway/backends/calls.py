"""What the gateway asks of a backend, whatever lies behind it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from google.protobuf.message import Message

from gateway.catalogue import Method

Metadata = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A service's answer. `replayed`: the first call with this Idempotency-Key made it."""

    message: Message
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """Messages as they come. `close` ends the call early; `metadata` came before the first."""

    messages: Iterator[Message]
    close: Callable[[], object]
    metadata: dict[str, str] = field(default_factory=dict)


class Backend(Protocol):
    """Makes calls. Each raises grpc.RpcError; `timeout` is in seconds."""

    def call(
        self, method: Method, request: Message, metadata: Metadata, timeout: float
    ) -> Reply: ...

    def download(
        self, method: Method, request: Message, metadata: Metadata, timeout: float
    ) -> Stream: ...

    def upload(
        self, method: Method, requests: Iterable[Message], metadata: Metadata, timeout: float
    ) -> Reply:
        """Sends messages as the iterable yields them, in the caller's thread; when it raises,
        the call is cancelled and the error goes on."""
        ...

    def check(self, timeout: float) -> None:
        """Raises grpc.RpcError unless it is serving."""
        ...

    def close(self) -> None: ...


def is_replay(trailing: Iterable[tuple[str, str | bytes]] | None) -> bool:
    """Whether trailing metadata says that the answer was given before."""
    return any(key == "idempotent-replayed" for key, _ in trailing or ())


def as_texts(metadata: Iterable[tuple[str, str | bytes]] | None) -> dict[str, str]:
    """Metadata without its binary values."""
    return {key: value for key, value in metadata or () if isinstance(value, str)}
