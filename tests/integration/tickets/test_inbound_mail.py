"""E-mail as it came becomes a ticket or part of one: threading, strangers, loops, repetitions."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from crm.tickets.v1 import inbound_mail_pb2 as pb
from crm.tickets.v1 import messages_pb2, messages_pb2_grpc, tickets_pb2

from chassis.database import Database
from tests.harness.forging import forged
from tests.harness.people import Person
from tests.integration.tickets.conftest import Clockwork
from tests.integration.tickets.mailing import Inbound, mail, receive
from tests.integration.tickets.told import Tickets, create, fact, facts, read
from tests.vectors import load

Messages = messages_pb2_grpc.MessageServiceStub

VECTORS = load("email_threading.json")
#: Those that group by the subject alone are not for us: strangers ask the same.
THREADS = [case for case in VECTORS.get("threads", ()) if "options" not in case]
TRANSITIONS = load("ticket_states.json").get("transitions", ())
LOOPS = load("mail_loops.json").get("incoming", ())


def vector_mail(message: Mapping[str, Any]) -> bytes:
    return mail(
        f"This is {message['id']}.",
        Subject=message["subject"],
        Date="Fri, 15 May 2026 09:00:00 +0000",
        Message_ID=message["message_id"] or "",
        In_Reply_To=message["in_reply_to"] or "",
        References=" ".join(message["references"]),
    )


def grouped(pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """(name, ticket) pairs as sorted groups of names."""
    tickets = dict.fromkeys(ticket for _, ticket in pairs)
    return sorted(sorted(n for n, found in pairs if found == ticket) for ticket in tickets)


@pytest.mark.parametrize("case", THREADS, ids=lambda case: case["id"])
def test_mails_find_their_thread(inbound: Inbound, postman: Person, case: Any) -> None:
    pairs = [
        (message["id"], receive(inbound, postman, vector_mail(message)).ticket_id)
        for message in case["input"]
    ]
    assert grouped(pairs) == sorted(sorted(thread) for thread in case["expected_threads"])


@pytest.mark.parametrize("case", LOOPS, ids=lambda case: case["id"])
def test_what_machines_send_by_themselves_is_refused(
    inbound: Inbound, postman: Person, case: Any
) -> None:
    headers = {name.replace("-", "_"): value for name, value in case["headers"].items()}
    found = receive(inbound, postman, mail(**headers))

    wanted = pb.ReceivedMail.OPENED if case["auto_reply"] else pb.ReceivedMail.REFUSED
    assert found.outcome == wanted
    assert bool(found.ticket_id) == case["auto_reply"]


def test_a_mail_opens_a_ticket_that_a_contact_of_that_address_will_own(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person
) -> None:
    raw = mail(Message_ID="<1@example.com>", Subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?=")
    found = receive(inbound, postman, raw)
    ticket = read(tickets, agent, found.ticket_id)

    assert (found.outcome, found.reason) == (pb.ReceivedMail.OPENED, "NO_MATCH")
    assert (ticket.subject, ticket.description) == ("Grüße", "The export is empty.")
    assert (ticket.contact_email, ticket.contact_name) == ("ann@example.com", "Ann Lee")
    assert (ticket.channel, ticket.state) == (tickets_pb2.Ticket.EMAIL, tickets_pb2.Ticket.NEW)
    assert list(ticket.participants) == ["ann@example.com"]


def test_the_same_mail_twice_is_one_message(
    inbound: Inbound, postman: Person, tickets_database: Database
) -> None:
    raw = mail(Message_ID="<1@example.com>")
    first = receive(inbound, postman, raw)
    again = receive(inbound, postman, b"Received: by another way\r\n" + raw)

    assert (again.ticket_id, again.message_id) == (first.ticket_id, first.message_id)
    assert (first.again, again.again) == (False, True)
    assert facts(tickets_database, first.ticket_id) == ["TicketCreated", "MessageReceived"]


def answered(messages: Messages, agent: Person, ticket_id: str) -> messages_pb2.TicketMessage:
    request = messages_pb2.SendReplyRequest(ticket_id=ticket_id, text="Try again.")
    return messages.SendReply(request, metadata=agent.metadata())


def test_an_answer_comes_back_by_its_signed_address_and_reopens_what_waited(
    inbound: Inbound,
    postman: Person,
    tickets: Tickets,
    messages: Messages,
    agent: Person,
    tickets_database: Database,
) -> None:
    opened = receive(inbound, postman, mail(Message_ID="<1@example.com>"))
    sent = answered(messages, agent, opened.ticket_id)
    told = fact(tickets_database, "ReplySent")
    waits = tickets_pb2.AwaitTicketRequest(id=opened.ticket_id)
    tickets.AwaitTicket(waits, metadata=agent.metadata())

    back = receive(inbound, postman, mail("No.", To=told["reply_to"].upper(), Subject="Other"))

    assert (sent.in_reply_to, list(sent.references)) == ("<1@example.com>", ["<1@example.com>"])
    assert told["recipients"] == ["ann@example.com"]
    assert (back.reason, back.ticket_id) == ("REPLY_ADDRESS", opened.ticket_id)
    assert read(tickets, agent, opened.ticket_id).state == tickets_pb2.Ticket.OPEN
    assert facts(tickets_database, opened.ticket_id)[-1] == "TicketReopened"


def test_an_address_that_we_did_not_sign_names_no_ticket(
    inbound: Inbound, postman: Person, messages: Messages, agent: Person, tickets_database: Database
) -> None:
    opened = receive(inbound, postman, mail())
    answered(messages, agent, opened.ticket_id)
    address = fact(tickets_database, "ReplySent")["reply_to"]
    local, _, domain = address.rpartition("@")

    found = receive(inbound, postman, mail("Hm.", To=f"{forged(local)}@{domain}"))

    assert (found.outcome, found.reason) == (pb.ReceivedMail.OPENED, "NO_MATCH")


def test_a_number_in_the_subject_counts_only_for_who_takes_part(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person
) -> None:
    ticket = create(tickets, agent)
    subject = f"Re: [#{ticket.number}] The export is empty"
    ann = receive(inbound, postman, mail("Me.", Subject=subject))
    stranger = receive(inbound, postman, mail("Me?", Subject=subject, From="eve@example.net"))

    assert (ann.ticket_id, ann.reason) == (ticket.id, "NUMBER")
    assert stranger.outcome == pb.ReceivedMail.OPENED
    assert stranger.ticket_id != ticket.id


def test_a_colleague_in_copy_takes_part(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person
) -> None:
    raw = mail(Message_ID="<1@example.com>", Cc="bob@example.com, support@localhost")
    opened = receive(inbound, postman, raw)
    joined = receive(
        inbound,
        postman,
        mail("I can help.", From="bob@example.com", In_Reply_To="<1@example.com>"),
    )

    assert (joined.outcome, joined.ticket_id) == (pb.ReceivedMail.JOINED, opened.ticket_id)
    takes_part = list(read(tickets, agent, opened.ticket_id).participants)
    assert takes_part == ["ann@example.com", "bob@example.com"]


def test_a_mail_to_a_closed_ticket_begins_one_that_goes_on_with_it_and_only_one(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person
) -> None:
    opened = receive(inbound, postman, mail(Message_ID="<1@example.com>"))
    close = tickets_pb2.CloseTicketRequest(id=opened.ticket_id)
    tickets.CloseTicket(close, metadata=agent.metadata())

    follow_up = receive(inbound, postman, mail("Again.", In_Reply_To="<1@example.com>"))
    more = receive(inbound, postman, mail("And again.", In_Reply_To="<1@example.com>"))

    ticket = read(tickets, agent, follow_up.ticket_id)
    assert follow_up.outcome == pb.ReceivedMail.FOLLOWED_UP
    assert ticket.follow_up_of_id == opened.ticket_id
    assert (more.outcome, more.ticket_id) == (pb.ReceivedMail.JOINED, ticket.id)
    closed = read(tickets, agent, opened.ticket_id)
    assert closed.state == tickets_pb2.Ticket.CLOSED


@pytest.mark.parametrize(
    "state",
    [t["from"] for t in TRANSITIONS if t["event"] == "requester replies" and t["to"] == "open"],
)
def test_what_waits_is_open_again_when_the_customer_writes(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person, state: str
) -> None:
    ticket = create(tickets, agent)
    me = agent.metadata()
    if state == "pending":
        tickets.AwaitTicket(tickets_pb2.AwaitTicketRequest(id=ticket.id), metadata=me)
    else:
        tickets.HoldTicket(tickets_pb2.HoldTicketRequest(id=ticket.id), metadata=me)

    receive(inbound, postman, mail("Well?", Subject=f"Re: #{ticket.number}"))

    assert read(tickets, agent, ticket.id).state == tickets_pb2.Ticket.OPEN


def test_a_solved_ticket_is_open_again_when_the_customer_writes(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person, tickets_database: Database
) -> None:
    ticket = create(tickets, agent)
    solve = tickets_pb2.SolveTicketRequest(id=ticket.id)
    tickets.SolveTicket(solve, metadata=agent.metadata())

    receive(inbound, postman, mail("No.", Subject=f"Re: #{ticket.number}"))

    again = read(tickets, agent, ticket.id)
    assert (again.state, again.HasField("solve_time")) == (tickets_pb2.Ticket.OPEN, False)
    told = facts(tickets_database, ticket.id)
    assert told[-2:] == ["MessageReceived", "TicketReopened"]


def test_another_message_of_the_customer_does_not_set_the_clock_anew(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person, clockwork: Clockwork
) -> None:
    opened = receive(inbound, postman, mail(Message_ID="<1@example.com>"))
    due = read(tickets, agent, opened.ticket_id).due_time
    clockwork.after(timedelta(hours=1))
    receive(inbound, postman, mail("Well?", In_Reply_To="<1@example.com>"))

    assert read(tickets, agent, opened.ticket_id).due_time == due


def test_our_own_mail_coming_back_is_refused(
    inbound: Inbound, postman: Person, messages: Messages, agent: Person
) -> None:
    opened = receive(inbound, postman, mail())
    sent = answered(messages, agent, opened.ticket_id)
    found = receive(inbound, postman, mail("Try again.", Message_ID=sent.message_id))
    assert (found.outcome, found.reason) == (pb.ReceivedMail.REFUSED, "OWN_MAIL")


@pytest.mark.parametrize("text", ["This is UNACCEPTABLE!", "Ich bin wütend.", "We are fed\nup."])
def test_an_angry_mail_is_a_complaint(
    inbound: Inbound, postman: Person, text: str, tickets_database: Database
) -> None:
    found = receive(inbound, postman, mail(text))
    told = facts(tickets_database, found.ticket_id)
    assert told == ["TicketCreated", "ComplaintOpened", "MessageReceived"]


def test_a_mail_brought_by_many_at_once_is_one_message(
    inbound: Inbound, postman: Person, tickets_database: Database
) -> None:
    raw = mail(Message_ID="<1@example.com>")
    with ThreadPoolExecutor(8) as postmen:
        found = list(postmen.map(lambda _: receive(inbound, postman, raw), range(8)))

    assert len({receipt.ticket_id for receipt in found}) == 1
    assert [receipt.again for receipt in found].count(False) == 1
    assert facts(tickets_database, found[0].ticket_id) == ["TicketCreated", "MessageReceived"]
