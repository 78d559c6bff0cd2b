"""Calls to servicers in this process: the gateway's own resources, without a network in between.

It looks like a gRPC server to generated code and handlers, so the same servicer, identity check,
validation and errors run here as in any service.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn

import grpc
from google.protobuf.message import Message

from gateway.backends.calls import Metadata, Reply, Stream, is_replay
from gateway.catalogue import Method

Handler = Any  # grpc.RpcMethodHandler, whose type parameters exist in the stubs alone
Around = Callable[[str, Handler], Handler]


class InProcess:
    """A backend that servicers register with as they would with a gRPC server."""

    def __init__(self, around: Around = lambda _, handler: handler) -> None:
        """around: puts what is common to all RPCs around the handler of one, named by its path."""
        self._around = around
        self._handlers: dict[str, Handler] = {}

    def add_generic_rpc_handlers(self, handlers: Iterable[grpc.GenericRpcHandler]) -> None:
        """For generated code, which calls this first; what it registers comes again below."""

    def add_registered_method_handlers(self, service: str, handlers: Mapping[str, Handler]) -> None:
        """For generated code: the handlers of one service, by the names of its RPCs."""
        for name, handler in handlers.items():
            path = f"/{service}/{name}"
            self._handlers[path] = self._around(path, handler)

    def call(self, method: Method, request: Message, metadata: Metadata, timeout: float) -> Reply:
        context = Context(metadata, timeout)
        handler = self._handler(method)
        return self._reply(
            method, handler, context, handler.unary_unary(read(handler, request), context)
        )

    def download(
        self, method: Method, request: Message, metadata: Metadata, timeout: float
    ) -> Stream:
        context = Context(metadata, timeout)
        handler = self._handler(method)
        answers = handler.unary_stream(read(handler, request), context)
        messages = (method.reply.FromString(handler.response_serializer(one)) for one in answers)
        return Stream(messages, messages.close, context.initial)

    def upload(
        self, method: Method, requests: Iterable[Message], metadata: Metadata, timeout: float
    ) -> Reply:
        context = Context(metadata, timeout)
        handler = self._handler(method)
        source = Source(handler, requests)
        try:
            return self._reply(method, handler, context, handler.stream_unary(source, context))
        except CallError as error:
            raise source.broken or error from None

    def check(self, timeout: float) -> None:
        """It is always there; what it needs is checked on its own."""

    def close(self) -> None:
        """Nothing is open."""

    def _handler(self, method: Method) -> Handler:
        """The handler of an RPC. Raises grpc.RpcError when there is none."""
        handler = self._handlers.get(method.grpc_path)
        if handler is None:
            raise CallError(grpc.StatusCode.UNIMPLEMENTED, f"{method} is not served", ())
        return handler

    def _reply(self, method: Method, handler: Handler, context: "Context", answer: Any) -> Reply:
        written = handler.response_serializer(answer)
        return Reply(method.reply.FromString(written), is_replay(context.trailing))


def read(handler: Handler, request: Message) -> Any:
    """A request as the servicer's own message class."""
    return handler.request_deserializer(request.SerializeToString())


class Source(Iterator[Any]):
    """An upload's messages for a servicer; remembers an error of the sender's, which the
    servicer's own error handling would hide."""

    def __init__(self, handler: Handler, requests: Iterable[Message]) -> None:
        self.broken: Exception | None = None
        self._handler = handler
        self._requests = iter(requests)

    def __next__(self) -> Any:
        try:
            return read(self._handler, next(self._requests))
        except StopIteration:
            raise
        except Exception as error:
            self.broken = error
            raise


class CallError(grpc.RpcError):
    """A call that a servicer ended with an error; it answers like one from the network."""

    def __init__(self, code: grpc.StatusCode, details: str, trailing: Metadata) -> None:
        super().__init__(details)
        self._code, self._details, self._trailing = code, details, trailing

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return self._details

    def trailing_metadata(self) -> Any:
        return self._trailing


class Context:
    """As much of grpc.ServicerContext as servicers and interceptors use."""

    def __init__(self, metadata: Metadata, timeout: float) -> None:
        self._metadata = tuple(metadata)
        self._deadline = time.monotonic() + timeout
        self.initial: dict[str, str] = {}
        self.trailing: Any = ()

    def invocation_metadata(self) -> Metadata:
        return self._metadata

    def time_remaining(self) -> float:
        return max(0.0, self._deadline - time.monotonic())

    def is_active(self) -> bool:
        return True

    def peer(self) -> str:
        return "in-process"

    def send_initial_metadata(self, metadata: Metadata) -> None:
        self.initial.update(metadata)

    def set_trailing_metadata(self, metadata: Any) -> None:
        self.trailing = metadata

    def abort(self, code: grpc.StatusCode, details: str) -> NoReturn:
        raise CallError(code, details, self.trailing)

    def abort_with_status(self, status: Any) -> NoReturn:
        raise CallError(status.code, status.details, status.trailing_metadata)
