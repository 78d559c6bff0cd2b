"""Files that came with a mail are kept with what it said, as they came."""

from dataclasses import dataclass
from email.message import EmailMessage
from uuid import uuid4

import pytest
from crm.tickets.v1 import attachments_pb2 as pb
from crm.tickets.v1 import attachments_pb2_grpc, merging_pb2, merging_pb2_grpc, messages_pb2

from chassis.database import Database
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.tickets.mailing import Inbound, receive
from tests.integration.tickets.told import Messages, Tickets, create, fact

PICTURE = bytes(range(256)) * 3_000  # in more than one piece
ODD = b"From: ann@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n%s\n--b--\n"


@dataclass(frozen=True)
class Files:
    """Mails in, their files out."""

    inbound: Inbound
    messages: Messages
    attachments: attachments_pb2_grpc.AttachmentServiceStub
    postman: Person
    agent: Person

    def sent(self, mail: EmailMessage | bytes) -> str:
        """The ticket that the mail opens."""
        return receive(self.inbound, self.postman, bytes(mail)).ticket_id

    def of(self, ticket_id: str) -> list[pb.Attachment]:
        """What came with everything that was said."""
        request = messages_pb2.ListMessagesRequest(ticket_id=ticket_id)
        said = self.messages.ListMessages(request, metadata=self.agent.metadata()).messages
        return [file for message in said for file in message.attachments]

    def content(self, ticket_id: str, file_id: str, person: Person | None = None) -> bytes:
        """What is in a file."""
        request = pb.DownloadAttachmentRequest(ticket_id=ticket_id, id=file_id)
        metadata = (person or self.agent).metadata()
        stream = self.attachments.DownloadAttachment(request, metadata=metadata)
        return b"".join(piece.data for piece in stream)


@pytest.fixture
def files(
    inbound: Inbound,
    messages: Messages,
    attachments: attachments_pb2_grpc.AttachmentServiceStub,
    postman: Person,
    agent: Person,
) -> Files:
    return Files(inbound, messages, attachments, postman, agent)


def mail() -> EmailMessage:
    """One whose text shows a picture."""
    made = EmailMessage()
    made["From"], made["Message-ID"] = "Ann <ann@example.com>", f"<{uuid4()}@example.com>"
    made["Subject"] = "The rota is empty"
    made.set_content("See the picture.")
    made.add_alternative("<p>See the <img src=cid:one>.", subtype="html")
    page: EmailMessage = made.get_payload()[1]  # type: ignore[index, assignment]  # a list by now
    page.add_related(PICTURE, "image", "png", cid="<one>")
    return made


def test_a_picture_in_the_text_is_kept_and_comes_back_as_it_was(
    files: Files, tickets_database: Database
) -> None:
    ticket_id = files.sent(mail())
    (file,) = files.of(ticket_id)
    assert (file.name, file.content_type) == ("file.png", "image/png")
    assert file.size_bytes == len(PICTURE)
    assert files.content(ticket_id, file.id) == PICTURE
    told = fact(tickets_database, "MessageReceived")["message"]["attachments"]
    assert [each["name"] for each in told] == ["file.png"]


def test_files_keep_their_names_and_a_mail_within_the_mail_is_one_file(files: Files) -> None:
    inner, made = mail(), mail()
    made.add_attachment(b"", "application", "x-y", filename="Dienstplan  März ☂.ods")
    made.add_attachment("a;ü", subtype="csv", filename="../a.csv")
    made.add_attachment(inner)
    ticket_id = files.sent(made)
    found = {file.name: files.content(ticket_id, file.id) for file in files.of(ticket_id)}
    assert [*found] == ["../a.csv", "Dienstplan März ☂.ods", "file.eml", "file.png"]
    assert found["../a.csv"] == "a;ü\n".encode()
    assert found["Dienstplan März ☂.ods"] == b""
    assert str(inner["Message-ID"]).encode() in found["file.eml"]


@pytest.mark.parametrize(
    ("part", "name", "content"),
    [
        (b"Content-Type: \xff/..; name=a\n\n\xe2\x98\x82", "a", "☂".encode()),
        (b"Content-Type: a/b; name=a\nContent-Transfer-Encoding: base64\n\n%%%", "a", b""),
        (b"Content-Disposition: attachment; filename*=x'y'%ZZ\n\nx", "%ZZ", b"x"),
        ("Content-Type: a/b\n\nü".encode(), "file", "ü".encode()),
        ("Content-Type: a/b\n\nü".encode() + b"\xff", "file", "ü".encode() + b"\xff"),
        ("Content-Type: message/rfc822\n\nX: ü\n\nü".encode(), "file.eml", "X: ü\n\nü".encode()),
        (b"Content-Type: multipart/mixed\n\nno boundary", "file", b"no boundary\n"),
    ],
)
def test_files_that_keep_to_no_rules_are_kept_all_the_same(
    files: Files, part: bytes, name: str, content: bytes
) -> None:
    ticket_id = files.sent(ODD % part)
    (file,) = files.of(ticket_id)
    assert (file.name, files.content(ticket_id, file.id)) == (name, content)


def test_a_file_is_out_of_reach_with_its_ticket_and_by_any_other(
    files: Files, tickets: Tickets, agent: Person, as_person: AsPerson
) -> None:
    ticket_id = files.sent(mail())
    (file,) = files.of(ticket_id)
    other = create(tickets, agent, subject="Another").id
    stranger = as_person({"tickets.read": "own"})
    with refused("NOT_FOUND", "ATTACHMENT_NOT_FOUND"):
        files.content(other, file.id)
    with refused("NOT_FOUND", "ATTACHMENT_NOT_FOUND"):
        files.content(ticket_id, str(uuid4()))
    with refused("NOT_FOUND", "TICKET_NOT_FOUND"):
        files.content(ticket_id, file.id, stranger)


def test_a_merged_ticket_brings_its_files_along(
    files: Files, merging: merging_pb2_grpc.MergingServiceStub, tickets: Tickets, agent: Person
) -> None:
    ticket_id = files.sent(mail())
    into = create(tickets, agent, subject="The same").id
    request = merging_pb2.MergeTicketRequest(id=ticket_id, into_id=into)
    merging.MergeTicket(request, metadata=agent.metadata())
    (file,) = files.of(into)
    assert files.content(into, file.id) == PICTURE
