"""What the protos promise is there: every RPC has code, every field a place where it is kept."""

import importlib

import pytest
from google.protobuf.descriptor import Descriptor
from sqlalchemy import inspect
from sqlalchemy.orm import DeclarativeBase

from chassis.entity import Entity, Owned, SoftDeleted
from tests.contract import served
from tests.contract.protos import Rpc, resources, rpcs
from tests.contract.served import PACKAGES, implemented

#: Fields that are worked out when a resource is shown, and from what.
COMPUTED: dict[str, str] = {
    "crm.leads.v1.CleanupItem.contact": "the contact as it is now",
    "crm.leads.v1.CleanupItem.duplicate_of": "the older contact, where the caller reaches it",
    "crm.leads.v1.Campaign.sent_count": "the campaign's tallies",
    "crm.leads.v1.Campaign.held_count": "the campaign's tallies",
    "crm.leads.v1.Campaign.failed_count": "the campaign's tallies",
    "crm.leads.v1.Campaign.opened_count": "the campaign's tallies",
    "crm.leads.v1.Campaign.clicked_count": "the campaign's tallies",
    "crm.leads.v1.Campaign.bounced_count": "the campaign's tallies",
    "crm.leads.v1.Campaign.complained_count": "the campaign's tallies",
    "crm.gateway.v1.User.password": "never shown; its hash is kept",
    "crm.gateway.v1.ApiKey.key": "shown once; its hash is kept",
    "crm.gateway.v1.Session.current": "the caller's own session",
    "crm.leads.v1.Form.submission_count": "the form's tallies",
    "crm.leads.v1.Form.contact_count": "the form's tallies",
    "crm.leads.v1.Form.spam_count": "the form's tallies",
    "crm.notify.v1.Sequence.running_count": "counted on its enrolments",
    "crm.notify.v1.Sequence.finished_count": "counted on its enrolments",
    "crm.notify.v1.Sequence.exited_count": "counted on its enrolments",
    "crm.leads.v1.Form.hosted_url": "the origin people see, and the id",
    "crm.leads.v1.Form.embed_html": "the form's page in a frame",
    "crm.leads.v1.Form.plain_html": "the form's questions",
}


def package_of(message_or_rpc: object) -> str:
    return served.package_of(message_or_rpc.full_name.split(".")[1])  # type: ignore[attr-defined]


def models(package: str) -> dict[str, type[Entity]]:
    """The entities of a service by name."""
    importlib.import_module(f"{package}.composition")
    base: type[DeclarativeBase] = importlib.import_module(f"{package}.tables").Table
    mapped = [mapper.class_ for mapper in base.registry.mappers]
    return {kind.__name__: kind for kind in mapped if issubclass(kind, Entity)}


SERVED = [rpc for rpc in rpcs() if package_of(rpc.descriptor) in PACKAGES]
KEPT = [
    resource
    for resource in resources()
    if package_of(resource) in PACKAGES and resource.name in models(package_of(resource))
]
every_kept = pytest.mark.parametrize("resource", KEPT, ids=lambda m: m.full_name)


def model_of(resource: Descriptor) -> type[Entity]:
    return models(package_of(resource))[resource.name]


@pytest.mark.parametrize("rpc", SERVED, ids=str)
def test_every_rpc_has_code(rpc: Rpc) -> None:
    assert implemented(package_of(rpc.descriptor)).get(rpc.grpc_path)


@every_kept
def test_every_field_of_a_resource_has_a_place_in_its_model(resource: Descriptor) -> None:
    missing = [
        field.name for field in resource.fields if not hasattr(model_of(resource), field.name)
    ]
    unexplained = [name for name in missing if f"{resource.full_name}.{name}" not in COMPUTED]
    assert unexplained == []


def test_nothing_is_called_computed_that_is_kept_or_gone() -> None:
    known = {field.full_name: resource for resource in KEPT for field in resource.fields}
    for name in COMPUTED:
        assert name in known
        assert not hasattr(model_of(known[name]), name.rpartition(".")[2])


@every_kept
def test_a_resource_is_owned_and_deleted_as_its_model_is(resource: Descriptor) -> None:
    model, fields = model_of(resource), resource.fields_by_name
    assert ("owner_id" in fields) == issubclass(model, Owned)
    assert ("delete_time" in fields) == issubclass(model, SoftDeleted)


@every_kept
def test_an_enum_knows_the_same_values_in_proto_and_model(resource: Descriptor) -> None:
    columns = inspect(model_of(resource)).column_attrs
    for field in resource.fields:
        if field.enum_type is None or field.name not in columns:
            continue
        kept = columns[field.name].columns[0].type.python_type
        told = {value.name for value in field.enum_type.values}
        assert {member.name for member in kept} | {field.enum_type.values[0].name} == told
