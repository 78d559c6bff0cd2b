"""What the leads service is made of."""

from collections.abc import Sequence

from crm.leads.v1 import contacts_pb2_grpc

from chassis.server import Servicer
from chassis.service import Parts, Service
from services.leads.contacts.actions import Contacts
from services.leads.contacts.rpc import ContactService


def servicers(parts: Parts) -> Sequence[Servicer]:
    """Every RPC of leads."""
    contacts = Contacts(parts.database)
    return [
        (contacts_pb2_grpc.add_ContactServiceServicer_to_server, ContactService(contacts)),
    ]


SERVICE = Service(name="leads", servicers=servicers)
