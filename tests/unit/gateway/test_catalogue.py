"""The gateway serves what the protos say, and does not start on what it cannot serve."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.message_factory import GetMessageClass

from gateway.catalogue import Catalogue, Kind, build
from gateway.descriptors.bindings import CatalogueError

Change = Callable[[Any, Any, Catalogue], None]
"""Spoils an RPC: its descriptor, its options, and the catalogue whose extensions they have."""


@pytest.fixture(scope="module")
def files(descriptors: Path) -> bytes:
    return descriptors.read_bytes()


def rebuilt(files: bytes, everything: Catalogue, name: str, change: Change) -> Catalogue:
    """The catalogue after a change to one RPC."""
    spoilt = FileDescriptorSet.FromString(files)
    methods = [m for f in spoilt.file for s in f.service for m in s.method if m.name == name]
    (method,) = methods
    found = everything.pool.FindMessageTypeByName("google.protobuf.MethodOptions")
    options = GetMessageClass(found).FromString(method.options.SerializeToString())
    change(method, options, everything)
    method.options.ParseFromString(options.SerializeToString())
    return build(spoilt)


def http(**fields: Any) -> Change:
    """Another HTTP rule."""

    def change(method: Any, options: Any, everything: Catalogue) -> None:
        extension = everything.pool.FindExtensionByName("google.api.http")
        options.ClearExtension(extension)
        rule = options.Extensions[extension]
        for name, value in fields.items():
            if name == "additional_bindings":
                rule.additional_bindings.add(**value)
            elif name == "custom":
                rule.custom.kind, rule.custom.path = value
            else:
                setattr(rule, name, value)

    return change


def without(extension: str) -> Change:
    """An option left out."""

    def change(method: Any, options: Any, everything: Catalogue) -> None:
        options.ClearExtension(everything.pool.FindExtensionByName(extension))

    return change


def example(text: str) -> Change:
    """Another example."""

    def change(method: Any, options: Any, everything: Catalogue) -> None:
        options.Extensions[everything.pool.FindExtensionByName("crm.api.v1.example")] = text

    return change


def streaming(**flags: bool) -> Change:
    """Another kind of stream."""

    def change(method: Any, options: Any, everything: Catalogue) -> None:
        for name, value in flags.items():
            setattr(method, name, value)

    return change


NESTED = {"get": "/v1/a/{id}", "additional_bindings": [{"get": "/v1/b/{id}"}]}
REFUSALS = [
    ("GetThing", http(get="/v1/things/*"), "only names and {field} are served, not '*'"),
    ("GetThing", http(get="/v1/things/**"), "only names and {field} are served"),
    ("GetThing", http(get="/v1/{id=things/*}"), "only names and {field} are served"),
    ("GetThing", http(get="/v1/things/{id}-x"), "only names and {field} are served"),
    ("GetThing", http(get="v1/things/{id}"), "does not start with /"),
    ("GetThing", http(get="/v1/things/{id}:two:verbs"), "a verb is one word"),
    ("GetThing", http(get="/v1/{id}/{id}"), "binds a field twice"),
    ("GetThing", http(get="/v1/things/{nothing}"), "has no field 'nothing'"),
    ("GetThing", http(get="/v1/things/{shelf}"), "is a message; a path carries one value"),
    ("GetThing", http(get="/v1/things/{id.x}"), "has no field 'id.x'"),
    ("ListThings", http(get="/v1/other/{sizes}"), "is repeated"),
    ("GetThing", http(put="/v1/things/{id}"), "'put' is not served"),
    ("GetThing", http(custom=("HEAD", "/v1/x")), "'custom' is not served"),
    ("GetThing", http(body="*"), "'no path' is not served"),
    ("GetThing", http(get="/v1/x/{id}", response_body="name"), "response_body is not served"),
    ("GetThing", http(get="/v1/x/{id}", body="*"), "get takes no body"),
    ("DeleteThing", http(delete="/v1/x/{id}", body="*"), "delete takes no body"),
    ("CreateThing", http(post="/v1/x", body="nothing"), "has no field 'nothing' for the body"),
    ("CreateThing", http(post="/v1/x", body="validate_only"), "is not one message"),
    ("PaintThing", http(patch="/v1/x/{id}", body="*"), "patch needs an update_mask"),
    ("UpdateThing", http(patch="/v1/x", body="*"), "patch needs an update_mask"),
    ("GetThing", http(get="/v1/a/{id}", additional_bindings=NESTED), "inside additional_bindings"),
    ("GetThing", http(get="/v1/things"), "is served by crm.everything.v1.ThingService"),
    ("PaintThing", http(post="/v1/shelves/{id}:recount", body="*"), "is served by"),
    ("GetThing", without("crm.api.v1.permission"), "it has no permission"),
    ("GetThing", without("crm.api.v1.scope"), "it has no scope"),
    ("GetThing", example("{"), "its example is not JSON"),
    ("GetThing", example("[1]"), "its example is not a JSON object"),
    ("GetThing", streaming(server_streaming=True), "streams are served only for"),
    ("PaintThing", streaming(client_streaming=True), "streams are served only for"),
    ("ExportThings", streaming(client_streaming=True), "streams are served only for"),
    ("ImportThings", streaming(client_streaming=False), "streams are served only for"),
]


@pytest.mark.parametrize(("name", "change", "complaint"), REFUSALS)
def test_the_gateway_does_not_start_on_what_it_cannot_serve(
    files: bytes, everything: Catalogue, name: str, change: Change, complaint: str
) -> None:
    with pytest.raises(CatalogueError) as refusal:
        rebuilt(files, everything, name, change)
    assert complaint in str(refusal.value)
    assert "crm.everything.v1.ThingService" in str(refusal.value)


def test_an_rpc_without_a_comment_is_refused(files: bytes) -> None:
    mute = FileDescriptorSet.FromString(files)
    for file in mute.file:
        file.ClearField("source_code_info")
    with pytest.raises(CatalogueError, match=r"Echo: it has no comment"):
        build(mute)


def test_all_faults_of_all_rpcs_are_told_at_once(files: bytes, everything: Catalogue) -> None:
    def spoil(method: Any, options: Any, catalogue: Catalogue) -> None:
        http(get="/v1/*")(method, options, catalogue)

    once = FileDescriptorSet.FromString(files)
    for file in once.file:
        file.ClearField("source_code_info")
    with pytest.raises(CatalogueError) as refusal:
        build(once)
    assert len(str(refusal.value).splitlines()) == 1 + len(everything.methods)


def test_an_rpc_without_a_route_is_not_served_but_named(
    files: bytes, everything: Catalogue
) -> None:
    catalogue = rebuilt(files, everything, "Echo", without("google.api.http"))
    assert catalogue.unrouted == ("crm.everything.v1.ThingService.Echo",)
    assert "crm.everything.v1.ThingService.Echo" not in catalogue.by_name


def test_everything_said_about_an_rpc_is_known(everything: Catalogue) -> None:
    method = everything.by_name["crm.everything.v1.ThingService.UpdateThing"]
    assert (method.permission, method.scope) == ("things.write", "SCOPE_RECORDS")
    assert method.comment == "Changes a thing. ABORTED: ETAG_MISMATCH."
    assert method.grpc_path == "/crm.everything.v1.ThingService/UpdateThing"
    assert method.backend == "everything"
    assert method.example["thing"] == {"id": "t1", "name": "Lamp"}
    assert everything.permissions == (
        "things.delete",
        "things.export",
        "things.import",
        "things.read",
        "things.write",
    )


def test_files_stream_and_everything_else_is_one_message_each_way(everything: Catalogue) -> None:
    kinds = {method.name: method.kind for method in everything.methods}
    assert kinds.pop("ExportThings") == Kind.DOWNLOAD
    assert kinds.pop("ImportThings") == Kind.UPLOAD
    assert set(kinds.values()) == {Kind.UNARY}


def test_comments_are_found_wherever_they_are_written(everything: Catalogue) -> None:
    told = everything.comments
    assert told["crm.everything.v1.Thing"] == "A thing, as resources are."
    assert told["crm.everything.v1.Thing.Size.width"] == "Metres."
    assert told["crm.everything.v1.Colour.RED"] == "Like a rose."
    assert told["crm.everything.v1.Thing.State.USED"] == "In use."
    assert told["crm.everything.v1.ThingService"] == "Things, in every form of route."
