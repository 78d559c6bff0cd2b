"""How a gRPC channel to a service is made: balanced, kept alive, bounded in every wait."""

import json
from collections.abc import Mapping
from typing import Any

MESSAGE_LIMIT = 8 << 20
BALANCED: list[dict[str, Any]] = [{"round_robin": {}}]
RETRIED = {
    "maxAttempts": 3,
    "initialBackoff": "0.05s",
    "maxBackoff": "0.4s",
    "backoffMultiplier": 2,
    "retryableStatusCodes": ["UNAVAILABLE"],
}
ONCE: dict[str, Any] = {"loadBalancingConfig": BALANCED}
RETRY: dict[str, Any] = {
    "loadBalancingConfig": BALANCED,
    "methodConfig": [{"name": [{}], "retryPolicy": RETRIED}],
    "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1},
}


def options(service_config: Mapping[str, Any]) -> list[tuple[str, str | int]]:
    """Channel arguments; the defaults of grpcio wait for minutes where we want milliseconds."""
    return [
        ("grpc.service_config", json.dumps(service_config)),
        ("grpc.max_receive_message_length", MESSAGE_LIMIT),
        ("grpc.max_send_message_length", MESSAGE_LIMIT),
        ("grpc.initial_reconnect_backoff_ms", 100),
        ("grpc.min_reconnect_backoff_ms", 100),
        ("grpc.max_reconnect_backoff_ms", 1_000),
        ("grpc.keepalive_time_ms", 20_000),
        ("grpc.keepalive_timeout_ms", 5_000),
        ("grpc.keepalive_permit_without_calls", 1),
        ("grpc.enable_http_proxy", 0),
    ]


def target_of(address: str) -> str:
    """A gRPC target: "host:port", "host:port|host:port" for several, or one with its scheme."""
    if "|" in address:
        return f"ipv4:{address.replace('|', ',')}"
    return address
