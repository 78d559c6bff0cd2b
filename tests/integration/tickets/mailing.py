"""E-mails as tests write and bring them."""

from crm.tickets.v1 import inbound_mail_pb2 as pb
from crm.tickets.v1 import inbound_mail_pb2_grpc

from tests.harness.people import Person

Inbound = inbound_mail_pb2_grpc.InboundMailServiceStub


def mail(body: str = "The export is empty.", **headers: str) -> bytes:
    """A mail of Ann's to us; headers by name with _ for -."""
    given = {"From": "Ann Lee <Ann@Example.com>", "To": "support@localhost", "Subject": "Help"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in given.items() if value]
    return "\r\n".join([*lines, "", body, ""]).encode()


def receive(inbound: Inbound, postman: Person, raw: bytes) -> pb.ReceivedMail:
    return inbound.ReceiveMail(pb.ReceiveMailRequest(raw=raw), metadata=postman.metadata())
