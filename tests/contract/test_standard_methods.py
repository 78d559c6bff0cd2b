"""Get, List, Create, Update, Delete and their kin have the same shape everywhere (AIP-131 ff)."""

import pytest
from crm.api.v1 import batch_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor

from tests.contract.protos import Rpc, behaviours, files, rpcs

EMPTY = "google.protobuf.Empty"
TEXT, BOOL, INT32 = (
    FieldDescriptor.TYPE_STRING,
    FieldDescriptor.TYPE_BOOL,
    FieldDescriptor.TYPE_INT32,
)

#: Lists that are short by nature and come whole, and why.
WHOLE_LISTS = {
    "ListAssignmentRules": "at most 100",
    "ListDeadLetters": "at most a thousand of each kind and service",
    "ListFields": "at most 100 fields a resource",
    "ListMyPermissions": "as many as the protos name",
    "ListMySessions": "as many as devices a person is signed in on",
    "ListScoringRules": "at most 200",
    "ListPipelines": "at most 50",
    "ListPolicies": "one for each priority of a ticket",
    "ListStageVisits": "as many as one deal has stayed in stages",
    "ListNotificationPreferences": "as many as kinds of notifications",
    "ListPermissions": "as many as the protos name",
}


#: Lists of what is only there while it lives, and why.
LIVING_ONLY = {"ListSegmentMembers": "a deleted contact has left its segments"}


def named(prefix: str) -> pytest.MarkDecorator:
    """The RPCs whose name begins with this verb."""
    found = [
        rpc
        for rpc in rpcs()
        if rpc.name.startswith(prefix) and rpc.name[len(prefix) : len(prefix) + 1].isupper()
    ]
    return pytest.mark.parametrize("rpc", found, ids=str)


def resource_of(rpc: Rpc, prefix: str) -> Descriptor | None:
    """The message a standard method is named after."""
    name = rpc.name.removeprefix(prefix)
    file = rpc.descriptor.containing_service.file
    return file.message_types_by_name.get(name)


def repeated(message: Descriptor) -> list[FieldDescriptor]:
    return [field for field in message.fields if field.is_repeated]


@named("Get")
def test_a_get_takes_an_id_or_nothing_and_returns_the_resource(rpc: Rpc) -> None:
    assert rpc.reads
    assert {field.name for field in rpc.input.fields} <= {"id"}
    assert rpc.output.name == rpc.name.removeprefix("Get")


@named("List")
def test_a_list_comes_in_pages(rpc: Rpc) -> None:
    asked, told = rpc.input.fields_by_name, rpc.output.fields_by_name
    assert rpc.reads
    if rpc.name not in WHOLE_LISTS:
        assert len(repeated(rpc.output)) == 1
        assert asked["page_size"].type == INT32
        assert asked["page_token"].type == TEXT
        assert told["next_page_token"].type == TEXT


@named("List")
def test_what_narrows_or_orders_a_list_is_called_the_same_everywhere(rpc: Rpc) -> None:
    for name, kind in {"filter": TEXT, "order_by": TEXT, "show_deleted": BOOL}.items():
        if field := rpc.input.fields_by_name.get(name):
            assert field.type == kind
    strange = {"limit", "offset", "sort", "sort_by", "page", "per_page", "cursor", "q", "where"}
    assert not strange & set(rpc.input.fields_by_name)


@named("List")
def test_a_list_of_what_can_be_brought_back_can_show_it(rpc: Rpc) -> None:
    items = repeated(rpc.output)[0].message_type
    if items and "delete_time" in items.fields_by_name and rpc.name not in LIVING_ONLY:
        assert "show_deleted" in rpc.input.fields_by_name


@named("Count")
def test_a_count_is_capped_and_says_so(rpc: Rpc) -> None:
    assert {"count", "capped"} == {field.name for field in rpc.output.fields}
    assert "filter" in rpc.input.fields_by_name


@named("Create")
def test_a_create_takes_the_resource_and_returns_it(rpc: Rpc) -> None:
    assert rpc.output.full_name != EMPTY
    assert {verb for verb, _ in rpc.routes} == {"post"}
    resource = resource_of(rpc, "Create")
    if resource is not None and rpc.body not in ("*", "file"):
        assert rpc.output == resource
        body = rpc.input.fields_by_name[rpc.body]
        assert body.message_type == resource
        assert "REQUIRED" in behaviours(body)


@named("Update")
def test_an_update_takes_the_resource_with_its_id_and_a_mask_and_returns_it(rpc: Rpc) -> None:
    fields = rpc.input.fields_by_name
    body = fields[rpc.body]
    assert [verb for verb, _ in rpc.routes] == ["patch"]
    assert fields["update_mask"].message_type.full_name == "google.protobuf.FieldMask"
    assert body.message_type == rpc.output
    assert "REQUIRED" in behaviours(body)


@named("Update")
def test_what_is_updated_has_an_etag(rpc: Rpc) -> None:
    assert "etag" in rpc.output.fields_by_name


@named("Delete")
def test_a_delete_takes_an_id_and_perhaps_an_etag_and_returns_nothing(rpc: Rpc) -> None:
    names = {field.name for field in rpc.input.fields}
    assert "id" in names
    assert names <= {"id", "etag"}
    assert rpc.output.full_name == EMPTY
    assert [verb for verb, _ in rpc.routes] == ["delete"]


@named("Undelete")
def test_an_undelete_is_the_way_back_of_a_delete(rpc: Rpc) -> None:
    assert {"id"} <= {field.name for field in rpc.input.fields} <= {"id", "etag"}
    assert rpc.output.name == rpc.name.removeprefix("Undelete")
    assert "delete_time" in rpc.output.fields_by_name
    (route,) = rpc.routes
    assert route[0] == "post"
    assert route[1].endswith("}:undelete")


@named("Batch")
def test_a_batch_is_bounded_and_answers_item_by_item(rpc: Rpc) -> None:
    (results,) = repeated(rpc.output)
    assert results.message_type == batch_pb2.ItemResult.DESCRIPTOR
    (route,) = rpc.routes
    assert ":batch" in route[1]


@named("Export")
def test_an_export_streams_a_file(rpc: Rpc) -> None:
    assert rpc.descriptor.server_streaming
    assert rpc.output.full_name == "google.api.HttpBody"
    assert rpc.reads


def test_every_service_is_named_after_what_it_serves() -> None:
    for name, file in files().items():
        for service in file.services_by_name.values():
            assert service.name.endswith("Service"), name


@pytest.mark.parametrize("rpc", rpcs(), ids=str)
def test_every_request_belongs_to_its_rpc(rpc: Rpc) -> None:
    assert rpc.input.name == f"{rpc.name}Request"
