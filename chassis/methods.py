"""What the protos say about each RPC: permission and scope, read from our method options."""

from dataclasses import dataclass
from functools import cache

from crm.api.v1 import annotations_pb2
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor

from chassis.descriptors import option

PUBLIC = "public"
SIGNED_IN = "signed_in"


@dataclass(frozen=True, slots=True)
class Method:
    """One RPC. name: "/crm.leads.v1.ContactService/GetContact"."""

    name: str
    permission: str
    scope: int


@cache
def method(path: str) -> Method:
    """The RPC of a gRPC path; its generated module must be imported. Raises KeyError."""
    service, name = path.strip("/").split("/")
    descriptor = descriptor_pool.Default().FindServiceByName(service).methods_by_name[name]
    return _read(path, descriptor)


def _read(path: str, descriptor: MethodDescriptor) -> Method:
    return Method(
        name=path,
        permission=option(descriptor, annotations_pb2.permission),
        scope=option(descriptor, annotations_pb2.scope),
    )
