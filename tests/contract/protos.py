"""Everything the protos say, read once: RPCs, resources, enums, events, comments."""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crm.api.v1 import annotations_pb2 as options
from google.api import annotations_pb2, field_behavior_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import (
    Descriptor,
    EnumDescriptor,
    FieldDescriptor,
    FileDescriptor,
    MethodDescriptor,
)
from google.protobuf.descriptor_pb2 import FileDescriptorSet

from gateway.descriptors import comments

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTORS = ROOT / "gen" / "crm.binpb"
VERBS = ("get", "post", "patch", "put", "delete")


@dataclass(frozen=True, slots=True)
class Rpc:
    """One RPC; routes are (verb, path) pairs."""

    descriptor: MethodDescriptor
    comment: str

    def __str__(self) -> str:
        return f"{self.service}.{self.name}"

    @property
    def name(self) -> str:
        return str(self.descriptor.name)

    @property
    def service(self) -> str:
        """The service that owns it: leads."""
        return str(self.descriptor.full_name.split(".")[1])

    @property
    def grpc_path(self) -> str:
        return f"/{self.descriptor.containing_service.full_name}/{self.name}"

    @property
    def input(self) -> Descriptor:
        return self.descriptor.input_type

    @property
    def output(self) -> Descriptor:
        return self.descriptor.output_type

    @property
    def routes(self) -> list[tuple[str, str]]:
        rule = self.option(annotations_pb2.http)
        rules = [rule, *rule.additional_bindings]
        return [(verb, getattr(r, verb)) for r in rules for verb in VERBS if getattr(r, verb)]

    @property
    def body(self) -> str:
        return str(self.option(annotations_pb2.http).body)

    @property
    def permission(self) -> str:
        return str(self.option(options.permission))

    @property
    def scope(self) -> str:
        return str(options.Scope.Name(self.option(options.scope)))

    @property
    def example(self) -> str:
        return str(self.option(options.example))

    @property
    def reads(self) -> bool:
        return all(verb == "get" for verb, _ in self.routes)

    def option(self, extension: Any) -> Any:
        return self.descriptor.GetOptions().Extensions[extension]


@cache
def files() -> Mapping[str, FileDescriptor]:
    """Our proto files by name, their Python modules imported."""
    described = FileDescriptorSet.FromString(DESCRIPTORS.read_bytes())
    names = [file.name for file in described.file if file.name.startswith("crm/")]
    for name in names:
        importlib.import_module(name.removesuffix(".proto").replace("/", ".") + "_pb2")
    pool = descriptor_pool.Default()
    return {name: pool.FindFileByName(name) for name in names}


@cache
def comment_of() -> Mapping[str, str]:
    """Comments by full name."""
    described = FileDescriptorSet.FromString(DESCRIPTORS.read_bytes())
    found: dict[str, str] = {}
    for file in described.file:
        found.update(comments.read(file))
    return found


@cache
def rpcs() -> list[Rpc]:
    """Every RPC of every service."""
    return [
        Rpc(method, comment_of().get(method.full_name, ""))
        for file in files().values()
        for service in file.services_by_name.values()
        for method in service.methods
    ]


@cache
def messages() -> list[Descriptor]:
    """Every message, also those inside others; not the entries of maps."""
    return [m for file in files().values() for m in _with_nested(file.message_types_by_name)]


@cache
def enums() -> list[EnumDescriptor]:
    """Every enum, wherever it is declared."""
    top = [enum for file in files().values() for enum in file.enum_types_by_name.values()]
    return [*top, *(enum for message in messages() for enum in message.enum_types)]


@cache
def resources() -> list[Descriptor]:
    """Messages with an id and a create_time: what has a life of its own."""
    return [m for m in messages() if {"id", "create_time"} <= set(m.fields_by_name)]


@cache
def events() -> list[Descriptor]:
    """The facts services publish."""
    published = [file for name, file in files().items() if name.endswith("/events.proto")]
    return [message for file in published for message in file.message_types_by_name.values()]


def behaviours(field: FieldDescriptor) -> set[str]:
    """{"REQUIRED", "OUTPUT_ONLY", …}."""
    values = field.GetOptions().Extensions[field_behavior_pb2.field_behavior]
    return {field_behavior_pb2.FieldBehavior.Name(value) for value in values}


def snake(name: str) -> str:
    """ContactEntry -> contact_entry."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _with_nested(found: Mapping[str, Descriptor]) -> Iterator[Descriptor]:
    for message in found.values():
        if not message.GetOptions().map_entry:
            yield message
            yield from _with_nested(message.nested_types_by_name)
