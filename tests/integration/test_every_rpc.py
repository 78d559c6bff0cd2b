"""Every RPC of every service, called as its example says: known callers only, no fault of ours."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

import grpc
import pytest
from google.protobuf import json_format
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from chassis.clock import Clock
from chassis.identity_tokens import Signer
from tests.contract.protos import Rpc, rpcs
from tests.contract.served import PACKAGES, package_of
from tests.harness import refusals
from tests.harness.databases import Templates, opened
from tests.harness.people import AsPerson, Keys, Metadata, Person, make_keys
from tests.harness.services import Running, serving

every_rpc = pytest.mark.parametrize(
    "rpc", [rpc for rpc in rpcs() if package_of(rpc.service) in PACKAGES], ids=str
)
FAULTS = {"UNKNOWN", "INTERNAL", "UNIMPLEMENTED", "DATA_LOSS", "DEADLINE_EXCEEDED", "UNAVAILABLE"}


@pytest.fixture(scope="module")
def services(templates: Templates, keys: Keys) -> Iterator[Mapping[str, Running]]:
    """All services by package, each on a database of its own."""
    with ExitStack() as stack:
        yield {
            package: stack.enter_context(
                serving(package, stack.enter_context(opened(templates, package, Clock())), keys)
            )
            for package in PACKAGES
        }


def answer(
    services: Mapping[str, Running], rpc: Rpc, metadata: Metadata, request: Message | None = None
) -> tuple[str, str]:
    """The code and reason an RPC answers its example with."""
    channel = services[package_of(rpc.service)].channel
    kind = GetMessageClass(rpc.input)
    request = request or json_format.Parse(rpc.example or "{}", kind())
    read = GetMessageClass(rpc.output).FromString
    write = kind.SerializeToString
    try:
        if rpc.descriptor.client_streaming:
            call = channel.stream_unary(rpc.grpc_path, write, read)
            call(iter([request]), metadata=metadata, timeout=20)
        elif rpc.descriptor.server_streaming:
            list(channel.unary_stream(rpc.grpc_path, write, read)(request, metadata=metadata))
        else:
            channel.unary_unary(rpc.grpc_path, write, read)(request, metadata=metadata, timeout=20)
    except grpc.RpcError as error:
        refusal = refusals.read(error)
        return refusal.code, refusal.reason
    return "OK", ""


@every_rpc
def test_an_example_is_answered_and_a_refusal_has_a_reason(
    services: Mapping[str, Running], rpc: Rpc, admin: Person
) -> None:
    code, reason = answer(services, rpc, admin.metadata())
    assert code not in FAULTS
    assert code == "OK" or reason


@every_rpc
def test_an_empty_request_is_no_fault_of_ours(
    services: Mapping[str, Running], rpc: Rpc, admin: Person
) -> None:
    code, _ = answer(services, rpc, admin.metadata(), GetMessageClass(rpc.input)())
    assert code not in FAULTS


@every_rpc
def test_a_stranger_is_asked_to_sign_in(services: Mapping[str, Running], rpc: Rpc) -> None:
    code, reason = answer(services, rpc, ())
    if rpc.permission == "public":
        assert code not in {"UNAUTHENTICATED", *FAULTS}
    else:
        assert (code, reason) == ("UNAUTHENTICATED", "SIGN_IN_REQUIRED")


@every_rpc
def test_who_lacks_the_permission_is_told_which(
    services: Mapping[str, Running], rpc: Rpc, as_person: AsPerson
) -> None:
    almost = as_person({"nothing.*": "all", f"{rpc.permission}x": "all"})
    code, reason = answer(services, rpc, almost.metadata())
    if rpc.permission in {"public", "signed_in"}:
        assert code not in {"PERMISSION_DENIED", *FAULTS}
    else:
        assert (code, reason) == ("PERMISSION_DENIED", "PERMISSION_REQUIRED")


@every_rpc
def test_a_token_of_another_gateway_opens_nothing(
    services: Mapping[str, Running], rpc: Rpc, admin: Person
) -> None:
    impostor = Person(admin.identity, Signer(make_keys().private))
    assert answer(services, rpc, impostor.metadata())[0] == "UNAUTHENTICATED"
