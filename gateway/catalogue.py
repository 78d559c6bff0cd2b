"""Every RPC of the descriptor set with its routes, permission, scope, comment and example.

What we cannot serve is refused here, at start, with its name.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from google.protobuf.descriptor import Descriptor, MethodDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from gateway.descriptors import comments
from gateway.descriptors.bindings import Binding, CatalogueError, read_bindings
from gateway.descriptors.options import OptionReader

HTTP_BODY = "google.api.HttpBody"
EMPTY = "google.protobuf.Empty"


class Kind(StrEnum):
    """How bytes flow: a message each way, a file out, a file in."""

    UNARY = "unary"
    DOWNLOAD = "download"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True, eq=False)
class Method:
    """One RPC as the gateway serves it."""

    full_name: str
    backend: str
    bindings: tuple[Binding, ...]
    kind: Kind
    permission: str
    scope: str
    example: Mapping[str, Any]
    comment: str
    descriptor: MethodDescriptor
    request: type[Message]
    reply: type[Message]

    def __str__(self) -> str:
        return self.full_name

    @property
    def name(self) -> str:
        """The RPC's own name: CreateContact."""
        return str(self.descriptor.name)

    @property
    def grpc_path(self) -> str:
        """What gRPC calls it: /crm.leads.v1.ContactService/CreateContact."""
        return "/{}/{}".format(*self.full_name.rsplit(".", 1))

    @property
    def input(self) -> Descriptor:
        return self.descriptor.input_type

    @property
    def output(self) -> Descriptor:
        return self.descriptor.output_type

    @property
    def safe(self) -> bool:
        """It only reads: may be retried and is answered within the shorter deadline."""
        return all(binding.verb == "GET" for binding in self.bindings)

    @property
    def creates(self) -> bool:
        """It answers 201 with the place of what it made."""
        return self.name.startswith("Create") and self.output.full_name != EMPTY

    @property
    def public(self) -> bool:
        """Anyone may call it."""
        return self.permission == "public"


@dataclass(frozen=True)
class Catalogue:
    """What the gateway knows of the suite."""

    pool: DescriptorPool
    methods: tuple[Method, ...]
    comments: Mapping[str, str]
    options: OptionReader
    unrouted: tuple[str, ...] = field(default=())

    @cached_property
    def by_name(self) -> Mapping[str, Method]:
        return MappingProxyType({method.full_name: method for method in self.methods})

    @cached_property
    def permissions(self) -> tuple[str, ...]:
        """Every permission that some RPC names, sorted, without the two that are not granted."""
        named = {method.permission for method in self.methods}
        return tuple(sorted(named - {"public", "signed_in"}))


def load(path: Path) -> Catalogue:
    """Loads a descriptor set (with imports and source information). Raises CatalogueError."""
    return build(FileDescriptorSet.FromString(path.read_bytes()))


def build(files: FileDescriptorSet) -> Catalogue:
    """The catalogue of a descriptor set. Raises CatalogueError naming every RPC it cannot serve."""
    pool, texts = DescriptorPool(), dict[str, str]()
    for file in files.file:
        pool.AddSerializedFile(file.SerializeToString())
        texts.update(comments.read(file))
    options = OptionReader(pool)
    methods, unrouted, faults = list[Method](), list[str](), list[str]()
    for descriptor in rpcs(pool, files):
        try:
            method = read_method(descriptor, options, texts)
        except CatalogueError as error:
            faults.append(f"{descriptor.full_name}: {error}")
        else:
            methods.append(method) if method.bindings else unrouted.append(method.full_name)
    faults += duplicates(methods)
    if faults:
        raise CatalogueError("cannot serve these RPCs:\n  " + "\n  ".join(faults))
    return Catalogue(pool, tuple(methods), MappingProxyType(texts), options, tuple(unrouted))


def rpcs(pool: DescriptorPool, files: FileDescriptorSet) -> Iterable[MethodDescriptor]:
    """Every RPC of the set in the order written; Google's own services are not ours to serve."""
    for file in files.file:
        if file.package.startswith("google."):
            continue
        for service in file.service:
            yield from pool.FindServiceByName(f"{file.package}.{service.name}").methods


def read_method(
    descriptor: MethodDescriptor, options: OptionReader, texts: Mapping[str, str]
) -> Method:
    """One RPC with everything said about it. Raises CatalogueError."""
    said = options.of_method(descriptor)
    bindings = read_bindings(descriptor.input_type, said.http) if said.http else ()
    return Method(
        full_name=descriptor.full_name,
        backend=descriptor.full_name.split(".")[1],
        bindings=bindings,
        kind=kind_of(descriptor, bindings),
        permission=required(said.permission, "a permission"),
        scope=required(said.scope.removeprefix("SCOPE_UNSPECIFIED"), "a scope"),
        example=read_example(said.example),
        comment=required(texts.get(descriptor.full_name, ""), "a comment"),
        descriptor=descriptor,
        request=GetMessageClass(descriptor.input_type),
        reply=GetMessageClass(descriptor.output_type),
    )


def required(text: str, what: str) -> str:
    """`text`, or a CatalogueError saying what is missing."""
    if not text:
        raise CatalogueError(f"it has no {what.partition(' ')[2]}; every RPC says {what}")
    return text


def read_example(text: str) -> Mapping[str, Any]:
    """The example request as JSON. Raises CatalogueError when it is none."""
    try:
        example = json.loads(text or "{}")
    except ValueError as error:
        raise CatalogueError(f"its example is not JSON: {error}") from None
    if not isinstance(example, dict):
        raise CatalogueError("its example is not a JSON object")
    return example


def kind_of(descriptor: MethodDescriptor, bindings: tuple[Binding, ...]) -> Kind:
    """How bytes flow. Raises CatalogueError for streams that HTTP cannot show."""
    streams = (descriptor.client_streaming, descriptor.server_streaming)
    file_in = [is_http_body(descriptor.input_type, binding.body) for binding in bindings]
    if streams == (False, False) and not any(file_in):
        return Kind.UNARY
    if streams == (False, True) and descriptor.output_type.full_name == HTTP_BODY:
        return Kind.DOWNLOAD
    if streams == (True, False) and file_in and all(file_in):
        return Kind.UPLOAD
    raise CatalogueError(f"streams are served only for {HTTP_BODY}, one way")


def is_http_body(message: Descriptor, body: str) -> bool:
    """Whether the body's field takes raw bytes."""
    named = message.fields_by_name.get(body)
    return bool(named and named.message_type and named.message_type.full_name == HTTP_BODY)


def duplicates(methods: Iterable[Method]) -> list[str]:
    """A sentence for every pair of RPCs on one route."""
    taken, faults = dict[tuple[str, str], str](), list[str]()
    for method in methods:
        for binding in method.bindings:
            route = (binding.verb, binding.template.shape)
            if route in taken:
                faults.append(f"{method}: {' '.join(route)} is served by {taken[route]} already")
            taken.setdefault(route, method.full_name)
    return faults
