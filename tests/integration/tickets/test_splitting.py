"""What a customer wrote about something else becomes a ticket of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from uuid import uuid4

import pytest
from crm.tickets.v1 import (
    attachments_pb2,
    attachments_pb2_grpc,
    merging_pb2,
    merging_pb2_grpc,
    messages_pb2,
    splitting_pb2_grpc,
    tickets_pb2,
)
from crm.tickets.v1 import splitting_pb2 as pb
from crm.tickets.v1.tickets_pb2 import Ticket

from chassis.database import Database
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.harness.services import Running
from tests.integration.tickets.mailing import Inbound, mail, receive
from tests.integration.tickets.told import Messages, Tickets, create, facts, read, said

Message = messages_pb2.TicketMessage


@dataclass(frozen=True)
class Desk:
    """A ticket and what is done with it."""

    splitting: splitting_pb2_grpc.SplittingServiceStub
    messages: Messages
    agent: Person

    def split(
        self, ticket_id: str, message: Message, subject: str = "Invoice", by: Person | None = None
    ) -> Ticket:
        request = pb.SplitTicketRequest(id=ticket_id, message_id=message.id, subject=subject)
        return self.splitting.SplitTicket(request, metadata=(by or self.agent).metadata())

    def said(self, ticket_id: str) -> Sequence[Message]:
        request = messages_pb2.ListMessagesRequest(ticket_id=ticket_id)
        return self.messages.ListMessages(request, metadata=self.agent.metadata()).messages


@pytest.fixture
def desk(tickets_server: Running, messages: Messages, agent: Person) -> Desk:
    return Desk(tickets_server.stub(splitting_pb2_grpc.SplittingServiceStub), messages, agent)


@pytest.fixture
def mailed(inbound: Inbound, postman: Person) -> str:
    """The ticket of a mail."""
    return receive(inbound, postman, mail(Message_ID="<first@example.com>")).ticket_id


def test_a_message_becomes_a_ticket_of_the_same_customer_and_people(
    desk: Desk, tickets: Tickets, mailed: str, tickets_database: Database
) -> None:
    tickets.TakeTicket(tickets_pb2.TakeTicketRequest(id=mailed), metadata=desk.agent.metadata())
    origin = read(tickets, desk.agent, mailed)
    (message,) = desk.said(mailed)
    new = desk.split(mailed, message, " An invoice  came twice ")

    assert new.subject == "An invoice came twice"
    assert new.number > origin.number
    assert new.split_from_id == mailed
    assert (new.description, new.channel) == ("The export is empty.", Ticket.EMAIL)
    assert (new.contact_email, new.contact_name) == (origin.contact_email, origin.contact_name)
    assert (new.owner_id, new.team_id) == (origin.owner_id, origin.team_id)
    assert (new.state, new.assignment_reason) == (
        Ticket.OPEN,
        "sees to the ticket it was split from",
    )
    assert new.HasField("due_time")
    assert facts(tickets_database, new.id) == ["TicketCreated"], "the customer wrote once"

    (copy,), (stays,) = desk.said(new.id), desk.said(mailed)
    assert (copy.text, copy.author_name, copy.author_email, copy.create_time) == (
        message.text,
        message.author_name,
        message.author_email,
        message.create_time,
    )
    assert (copy.kind, copy.message_id, copy.split_into_id) == (Message.RECEIVED, "", "")
    assert (stays.id, stays.text, stays.split_into_id) == (message.id, message.text, new.id)
    assert read(tickets, desk.agent, mailed).state == origin.state


def test_the_files_of_the_message_go_along(
    desk: Desk,
    inbound: Inbound,
    postman: Person,
    attachments: attachments_pb2_grpc.AttachmentServiceStub,
) -> None:
    made = EmailMessage()
    made["From"], made["Message-ID"] = "Ann <ann@example.com>", f"<{uuid4()}@example.com>"
    made.set_content("See the file.")
    made.add_attachment(b"a;b", "application", "x-y", filename="invoice.ods")
    origin = receive(inbound, postman, bytes(made)).ticket_id
    (message,) = desk.said(origin)
    new = desk.split(origin, message)

    (copy,) = desk.said(new.id)
    (file,), (before,) = copy.attachments, desk.said(origin)[0].attachments
    assert (file.name, file.content_type, file.size_bytes) == ("invoice.ods", "application/x-y", 3)
    assert file.id != before.id
    for ticket_id, each in ((new.id, file), (origin, before)):
        request = attachments_pb2.DownloadAttachmentRequest(ticket_id=ticket_id, id=each.id)
        stream = attachments.DownloadAttachment(request, metadata=desk.agent.metadata())
        assert b"".join(piece.data for piece in stream) == b"a;b"


def test_an_answer_to_the_mail_still_finds_the_ticket_it_came_to(
    desk: Desk, inbound: Inbound, postman: Person, mailed: str
) -> None:
    desk.split(mailed, desk.said(mailed)[0])
    answer = mail("More.", In_Reply_To="<first@example.com>", Message_ID="<more@example.com>")
    assert receive(inbound, postman, answer).ticket_id == mailed


def test_what_sounds_unhappy_is_a_complaint_and_nobodys_stays_nobodys(
    desk: Desk, inbound: Inbound, postman: Person
) -> None:
    angry = mail("This is unacceptable. I want to complain!")
    origin = receive(inbound, postman, angry).ticket_id
    new = desk.split(origin, desk.said(origin)[0])
    assert (new.type, new.state, new.owner_id) == (Ticket.COMPLAINT, Ticket.NEW, "")


def test_a_message_of_a_merged_ticket_is_split_from_where_it_shows(
    desk: Desk,
    tickets: Tickets,
    merging: merging_pb2_grpc.MergingServiceStub,
    mailed: str,
) -> None:
    into = create(tickets, desk.agent, description="Something else.")
    request = merging_pb2.MergeTicketRequest(id=mailed, into_id=into.id)
    merging.MergeTicket(request, metadata=desk.agent.metadata())
    message = next(each for each in desk.said(into.id) if each.ticket_id == mailed)
    new = desk.split(into.id, message)
    assert new.split_from_id == into.id
    assert said(desk.messages, desk.agent, new.id) == ["The export is empty."]


def test_only_what_a_customer_wrote_in_the_ticket_is_split_and_only_once(
    desk: Desk, tickets: Tickets, mailed: str
) -> None:
    other = create(tickets, desk.agent, description="Mine.")
    note = messages_pb2.AddNoteRequest(ticket_id=mailed, text="Hm.")
    ours = desk.messages.AddNote(note, metadata=desk.agent.metadata())
    with refused("FAILED_PRECONDITION", "MESSAGE_NOT_RECEIVED"):
        desk.split(mailed, ours)
    with refused("NOT_FOUND", "MESSAGE_NOT_FOUND"):
        desk.split(mailed, desk.said(other.id)[0])
    with refused("INVALID_ARGUMENT", "INVALID_FIELD"):
        desk.split(mailed, desk.said(mailed)[0], "  ")
    desk.split(mailed, desk.said(mailed)[0])
    with refused("FAILED_PRECONDITION", "MESSAGE_SPLIT"):
        desk.split(mailed, desk.said(mailed)[0])


def test_who_does_not_reach_the_ticket_splits_nothing(
    desk: Desk, mailed: str, as_person: AsPerson
) -> None:
    stranger = as_person({"tickets.*": "own"})
    with refused("NOT_FOUND", "TICKET_NOT_FOUND"):
        desk.split(mailed, desk.said(mailed)[0], by=stranger)


def test_the_same_idempotency_key_splits_once(desk: Desk, mailed: str) -> None:
    message = desk.said(mailed)[0]
    request = pb.SplitTicketRequest(id=mailed, message_id=message.id, subject="Invoice")
    metadata = desk.agent.metadata(idempotency_key="once")
    first = desk.splitting.SplitTicket(request, metadata=metadata)
    assert desk.splitting.SplitTicket(request, metadata=metadata).id == first.id
