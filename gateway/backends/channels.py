"""Calls to a service over gRPC: balanced, kept alive, bounded, and repeated where that is safe."""

from collections.abc import Callable, Iterable
from typing import Any

import grpc
from google.protobuf.message import Message
from grpc_health.v1 import health_pb2, health_pb2_grpc

from chassis.channels import ONCE, RETRY, options, target_of
from gateway.backends.calls import Metadata, Reply, Stream, as_texts, is_replay
from gateway.backends.feed import Feed
from gateway.catalogue import Kind, Method


class ChannelBackend:
    """A service on the network. Make it after a fork: channels do not survive one.

    Two channels, because gRPC decides by channel and method, and we by call: what only reads, or
    carries an Idempotency-Key, is tried again when the service was not there; nothing else is.
    """

    def __init__(self, address: str, methods: Iterable[Method]) -> None:
        target = target_of(address)
        self._once = grpc.insecure_channel(target, options(ONCE))
        self._retry = grpc.insecure_channel(target, options(RETRY))
        known = list(methods)
        self._calls = {
            (method, retried): stub(channel, method)
            for method in known
            for retried, channel in ((False, self._once), (True, self._retry))
        }
        self._health: Any = health_pb2_grpc.HealthStub(self._once)

    def call(self, method: Method, request: Message, metadata: Metadata, timeout: float) -> Reply:
        retried = method.safe or any(key == "idempotency-key" for key, _ in metadata)
        make = self._calls[method, retried].with_call
        message, call = make(request, timeout=timeout, metadata=metadata)
        return Reply(message, is_replay(call.trailing_metadata()))

    def download(
        self, method: Method, request: Message, metadata: Metadata, timeout: float
    ) -> Stream:
        call = self._calls[method, False](request, timeout=timeout, metadata=metadata)
        return Stream(iter(call), call.cancel, as_texts(call.initial_metadata()))

    def upload(
        self, method: Method, requests: Iterable[Message], metadata: Metadata, timeout: float
    ) -> Reply:
        feed = Feed()
        call = self._calls[method, False].future(feed, timeout=timeout, metadata=metadata)
        call.add_done_callback(lambda _: feed.abandon())
        try:
            feed.send(requests)
        except BaseException:
            call.cancel()
            raise
        return Reply(call.result(), is_replay(call.trailing_metadata()))

    def check(self, timeout: float, part: str = "") -> None:
        """part: "worker" or "relay" of the service, "" for its server."""
        request = health_pb2.HealthCheckRequest(service=part)
        answer = self._health.Check(request, timeout=timeout)
        if answer.status != health_pb2.HealthCheckResponse.SERVING:
            raise NotServing("it answers, and says that it is not serving")

    def close(self) -> None:
        self._once.close()
        self._retry.close()


class NotServing(grpc.RpcError):
    """The service says that it cannot serve now."""


def stub(channel: grpc.Channel, method: Method) -> Any:
    """The callable that makes one RPC on a channel."""
    make: Callable[..., Any] = {
        Kind.UNARY: channel.unary_unary,
        Kind.DOWNLOAD: channel.unary_stream,
        Kind.UPLOAD: channel.stream_unary,
    }[method.kind]
    return make(
        method.grpc_path,
        request_serializer=method.request.SerializeToString,
        response_deserializer=method.reply.FromString,
    )
