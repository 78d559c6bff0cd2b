"""One way to name things: times, dates, ids, enums, facts."""

import re

import pytest
from buf.validate import validate_pb2
from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor

from chassis.descriptors import option
from chassis.rule_words import PATTERNS
from gateway.responsible import account_of
from tests.contract.protos import (
    Rpc,
    behaviours,
    comment_of,
    enums,
    events,
    messages,
    resources,
    rpcs,
)

every_message = pytest.mark.parametrize("message", messages(), ids=lambda m: m.full_name)
every_enum = pytest.mark.parametrize("enum", enums(), ids=lambda e: e.full_name)
every_resource = pytest.mark.parametrize("resource", resources(), ids=lambda m: m.full_name)
every_event = pytest.mark.parametrize("event", events(), ids=lambda m: m.full_name)

#: Past participles that do not end in "ed".
IRREGULAR = (
    "Begun",
    "Built",
    "Given",
    "Held",
    "Left",
    "Lost",
    "Made",
    "Sent",
    "Taken",
    "Won",
    "Written",
)

#: What belongs to one person alone, whatever the teams.
WITHOUT_A_TEAM = {"ApiKey": "a key acts for one user"}

#: Names that say what they are although the rule would call them otherwise.
REASONED_NAMES = {
    "crm.api.v1.ReadEventsResponse.partial": "an adjective: the answer is partial, and for whom",
    "crm.api.v1.ListDeadLettersResponse.partial": "as above",
    "crm.api.v1.SearchResponse.partial": "as above",
    "crm.gateway.v1.ListMyPermissionsResponse.limited_to": "reads as a sentence: limited to these",
}


def taken() -> list[Descriptor]:
    """The resources that a caller sends, whole or in part."""
    sent = {field.message_type for rpc in rpcs() for field in rpc.input.fields}
    return [resource for resource in resources() if resource in sent]


def type_name(field: FieldDescriptor) -> str:
    return field.message_type.full_name if field.message_type else ""


@every_message
def test_every_field_is_in_snake_case(message: Descriptor) -> None:
    for field in message.fields:
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", field.name), field.full_name


@every_message
def test_a_moment_ends_in_time_and_what_ends_in_time_is_a_moment(message: Descriptor) -> None:
    for field in message.fields:
        if type_name(field) == "google.protobuf.Timestamp":
            assert field.name.endswith("_time"), field.full_name
        elif field.name.endswith("_time") and not message.name.endswith("Request"):
            assert field.type == FieldDescriptor.TYPE_STRING, field.full_name


@every_message
def test_a_day_ends_in_date_and_is_text(message: Descriptor) -> None:
    for field in message.fields:
        if field.name.endswith("_date"):
            assert field.type == FieldDescriptor.TYPE_STRING, field.full_name
        assert not field.name.endswith(("_at", "_on", "_timestamp", "_datetime")), field.full_name


@every_message
def test_a_reference_ends_in_id_and_is_text(message: Descriptor) -> None:
    for field in message.fields:
        if field.name.endswith(("_id", "_ids")) or field.name in ("id", "ids"):
            assert field.type == FieldDescriptor.TYPE_STRING, field.full_name
        assert not field.name.endswith(("_uuid", "_guid", "_key_id_")), field.full_name


@every_message
def test_a_yes_or_no_is_named_without_is(message: Descriptor) -> None:
    for field in message.fields:
        assert not field.name.startswith(("is_", "has_")), field.full_name


@every_message
def test_lists_are_plural(message: Descriptor) -> None:
    for field in message.fields:
        if field.is_repeated and not field.message_type and field.full_name not in REASONED_NAMES:
            assert field.name.endswith("s"), field.full_name


@every_message
def test_lengths_of_time_say_their_unit(message: Descriptor) -> None:
    for field in message.fields:
        if re.search(r"(duration|delay|timeout|interval)$", field.name):
            assert type_name(field) == "google.protobuf.Duration", field.full_name


@every_enum
def test_every_enum_begins_with_what_was_not_said(enum: EnumDescriptor) -> None:
    first = enum.values[0]
    words = re.sub(r"(?<!^)(?=[A-Z])", "_", enum.name).upper()
    assert (first.number, first.name) == (0, f"{words}_UNSPECIFIED")


@every_enum
def test_every_value_of_an_enum_is_explained(enum: EnumDescriptor) -> None:
    outer = enum.full_name.rpartition(".")[0]
    for value in enum.values:
        names = (f"{enum.full_name}.{value.name}", f"{outer}.{value.name}")
        assert any(comment_of().get(name) for name in names), value.name


@pytest.mark.parametrize("resource", taken(), ids=lambda m: m.full_name)
def test_what_the_system_keeps_of_a_resource_is_never_taken_from_a_caller(
    resource: Descriptor,
) -> None:
    fields = resource.fields_by_name
    for name in {"id", "create_time", "update_time", "delete_time"} & set(fields):
        assert behaviours(fields[name]) == {"OUTPUT_ONLY"}, f"{resource.name}.{name}"
    if "etag" in fields:
        assert not behaviours(fields["etag"]), "it is sent back, so it is not output only"


@every_resource
def test_every_field_of_a_resource_is_explained(resource: Descriptor) -> None:
    for field in resource.fields:
        assert comment_of().get(field.full_name), field.full_name


@every_resource
def test_what_belongs_to_somebody_belongs_to_a_team_too(resource: Descriptor) -> None:
    if resource.name not in WITHOUT_A_TEAM:
        fields = resource.fields_by_name
        assert ("owner_id" in fields) == ("team_id" in fields)


@every_event
def test_every_fact_is_told_in_the_past_tense(event: Descriptor) -> None:
    assert event.name.endswith(("ed", *IRREGULAR))


@every_event
def test_every_fact_is_explained(event: Descriptor) -> None:
    assert comment_of().get(event.full_name, "").endswith(".")
    for field in event.fields:
        assert comment_of().get(field.full_name), field.full_name


@every_event
def test_a_fact_never_carries_a_secret(event: Descriptor) -> None:
    for field in event.fields:
        assert not re.search(r"password|secret|token|api_key$", field.name), field.full_name


@every_message
def test_every_pattern_is_said_in_words(message: Descriptor) -> None:
    for field in message.fields:
        rules = option(field, validate_pb2.field)
        for text in (rules.string, rules.repeated.items.string):
            assert not text.pattern or text.pattern in PATTERNS, f"{field.name}: {text.pattern}"


#: Ids in requests that name records of services; their service says when one is not there.
OF_RECORDS = {
    *("campaign_id", "company_id", "contact_id", "contact_ids", "contract_id", "deal_id"),
    *("event_id", "follow_up_of_id", "form_id", "into_id", "macro_id", "merged_into_id"),
    *(
        "message_id",
        "newest_id",
        "pipeline_id",
        "playbook_step_id",
        "replaced_rule_id",
        "segment_id",
    ),
    *("sequence_id", "stage_id", "stage_visit_id", "template_id", "ticket_id", "visitor_id"),
}


@pytest.mark.parametrize("rpc", [each for each in rpcs() if each.service != "gateway"], ids=str)
def test_an_id_in_a_request_is_known_to_be_an_account_or_a_record(rpc: Rpc) -> None:
    for field in _ids(rpc.input):
        assert account_of(field) or field.name in OF_RECORDS, (
            f"{field.full_name}: an id of a user or a team belongs to gateway.responsible.NAMING"
        )


def _ids(message: Descriptor, passed: frozenset[Descriptor] = frozenset()) -> list[FieldDescriptor]:
    """The fields of a request, and of all inside it, that hold an id a caller sends."""
    found: list[FieldDescriptor] = []
    for field in message.fields:
        inner = field.message_type
        if "OUTPUT_ONLY" in behaviours(field):
            continue
        if inner and inner not in passed and not inner.full_name.startswith("google."):
            found += _ids(inner, passed | {message})
        elif field.name.endswith(("_id", "_ids")):
            found.append(field)
    return found
