"""Mails in any characters, and mails that keep to no rules, are read all the same."""

import pytest
from crm.tickets.v1 import inbound_mail_pb2 as pb

from tests.harness.people import Person
from tests.harness.refusals import refused
from tests.integration.tickets.mailing import Inbound, mail, receive
from tests.integration.tickets.told import Tickets, read

PLAIN = b"Content-Type: text/plain; charset=utf-8\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: ann@example.com\nSubject: =?x-no?q?=FF?=\n"
        b"Content-Type: text/plain; charset=x-no\n\n\xff\x00",
        b"From: ann@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nbroken",
        b"From: ann@example.com\nMessage-ID: <<>\nDate: never\nTo: (((\n\nHello",
        b"From: ann@example.com\nContent-Type: text/html\n\n<style>x</style><p>Hi<br>there",
    ],
)
def test_no_mail_stops_the_queue(inbound: Inbound, postman: Person, raw: bytes) -> None:
    assert receive(inbound, postman, raw).outcome == pb.ReceivedMail.OPENED


MIXED = b"From: ann@example.com\nContent-Type: multipart/mixed; boundary=b\n\n"
FILE = b'--b\nContent-Disposition: attachment; filename="%s"\n\n12345\n'
TEXT = b"--b\nContent-Type: text/plain\n\nSee there.\n"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (TEXT + FILE % b"a.txt", "See there."),
        (FILE % b"a.txt", ""),
        (
            TEXT + (FILE % b"a") * 22,
            "See there.\n\n[2 more files came with it, and are not kept.]",
        ),
    ],
    ids=["with a file", "nothing but a file", "many"],
)
def test_the_text_of_a_mail_says_only_which_files_are_missing(
    inbound: Inbound, tickets: Tickets, postman: Person, agent: Person, parts: bytes, said: str
) -> None:
    found = receive(inbound, postman, MIXED + parts + b"--b--\n")
    assert read(tickets, agent, found.ticket_id).description == said


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (PLAIN + b"Content-Transfer-Encoding: 8bit\n", "Grüße 你".encode()),
        (PLAIN + b"Content-Transfer-Encoding: base64\n", b"R3LDvMOfZSDkvaA="),
        (
            b"Content-Type: text/html; charset=utf-8\n",
            "<style>x</style><p>Grüße <b>你</b>".encode(),
        ),
        (b"", "Grüße 你".encode()),
    ],
)
def test_a_mail_is_read_in_its_own_characters(
    inbound: Inbound,
    postman: Person,
    tickets: Tickets,
    agent: Person,
    headers: bytes,
    body: bytes,
) -> None:
    raw = "From: Zoë <zoe@example.com>\nSubject: 你好\n".encode() + headers + b"\n" + body
    ticket = read(tickets, agent, receive(inbound, postman, raw).ticket_id)
    assert (ticket.contact_name, ticket.subject) == ("Zoë", "你好")
    assert ticket.description == "Grüße 你"


def test_a_mail_in_latin_letters_is_read_too(
    inbound: Inbound, postman: Person, tickets: Tickets, agent: Person
) -> None:
    raw = b"From: a@example.com\nContent-Type: text/plain; charset=iso-8859-1\n\nGr\xfc\xdfe"
    assert read(tickets, agent, receive(inbound, postman, raw).ticket_id).description == "Grüße"


def test_a_mail_without_a_sender_or_without_a_mail_is_refused_as_wrong(
    inbound: Inbound, postman: Person
) -> None:
    me = postman.metadata()
    for request in (
        pb.ReceiveMailRequest(),
        pb.ReceiveMailRequest(raw=b"Subject: x\n\nHello"),
        pb.ReceiveMailRequest(raw=mail(), text=mail().decode()),
    ):
        with refused("INVALID_ARGUMENT") as refusal:
            inbound.ReceiveMail(request, metadata=me)
        assert list(refusal.violations) == ["raw"]
