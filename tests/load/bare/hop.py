"""The hop alone: the same answers from a second process, asked by gRPC, and nothing else."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

from chassis.channels import ONCE, options, target_of
from chassis.config import Settings
from tests.load.bare.documents import Ask, document

SERVICE, METHOD = "bare.Answers", "Ask"
SECONDS = 5.0


def asking(address: str) -> Ask:
    """Asks the process at `address`; on a channel as the gateway's, made after the fork."""
    channel = grpc.insecure_channel(target_of(address), options(ONCE))
    call: Any = channel.unary_unary(f"/{SERVICE}/{METHOD}")

    def ask(name: str, parameters: dict[str, Any]) -> bytes:
        answer: bytes = call(json.dumps([name, parameters]).encode(), timeout=SECONDS)
        return answer

    return ask


def serve(address: str) -> None:
    """Answers with as many threads as a service has, until it is ended."""
    threads = Settings.model_fields["threads"].default
    server = grpc.server(ThreadPoolExecutor(threads))
    handler: Any = grpc.unary_unary_rpc_method_handler(answered)
    server.add_registered_method_handlers(SERVICE, {METHOD: handler})
    server.add_insecure_port(address)
    server.start()
    server.wait_for_termination()


def answered(request: bytes, _: grpc.ServicerContext) -> bytes:
    """One answer."""
    return document(*json.loads(request))
