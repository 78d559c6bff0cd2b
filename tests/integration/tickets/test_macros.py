"""Macros: a text with names in it and changes of the ticket, all or nothing."""

from typing import Any

import pytest
from crm.tickets.v1 import macros_pb2 as pb
from crm.tickets.v1 import macros_pb2_grpc, tickets_pb2
from crm.tickets.v1.tickets_pb2 import Ticket

from chassis.database import Database
from tests.harness.people import AsPerson, Person
from tests.harness.refusals import refused
from tests.integration.tickets.told import Messages, Tickets, create, facts, read, said

Macros = macros_pb2_grpc.MacroServiceStub
TEXT = "Hello {{contact_first_name}}, #{{ticket_number}} ({{ticket_subject}}) is done."


def made(macros: Macros, person: Person, **fields: Any) -> pb.Macro:
    macro = {"name": "Done", "text": TEXT, **fields}
    return macros.CreateMacro(pb.CreateMacroRequest(macro=macro), metadata=person.metadata())


def apply(
    macros: Macros, person: Person, ticket: Ticket, macro: pb.Macro, **fields: str
) -> pb.ApplyMacroResponse:
    request = pb.ApplyMacroRequest(ticket_id=ticket.id, macro_id=macro.id, **fields)
    return macros.ApplyMacro(request, metadata=person.metadata())


@pytest.fixture
def ticket(tickets: Tickets, agent: Person) -> Ticket:
    return create(tickets, agent, tags=["export"])


def test_one_step_answers_labels_and_solves(
    macros: Macros, agent: Person, ticket: Ticket, tickets_database: Database
) -> None:
    macro = made(
        macros, agent, state="SOLVED", priority="HIGH", type="PROBLEM", add_tags=["export", "bug"]
    )
    done = apply(macros, agent, ticket, macro)

    assert done.message.text == f"Hello, #{ticket.number} (The export is empty) is done."
    assert (done.ticket.state, done.ticket.priority) == (Ticket.SOLVED, Ticket.HIGH)
    assert (done.ticket.type, [*done.ticket.tags]) == (Ticket.PROBLEM, ["export", "bug"])
    told = facts(tickets_database, ticket.id)
    assert {"ReplySent", "TicketUpdated", "TicketSolved", "SurveySent"} <= set(told)


def test_a_note_that_solves_what_is_nobodys_takes_it_for_a_person_only(
    macros: Macros, tickets: Tickets, agent: Person, as_person: AsPerson
) -> None:
    program = as_person({"tickets.*": "all"}, kind="key")
    first, second = create(tickets, program), create(tickets, program)
    macro = made(macros, agent, text="Spam.", note=True, state="SOLVED")
    done = apply(macros, agent, first, macro).ticket
    assert (done.state, done.owner_id) == (Ticket.SOLVED, str(agent.id))
    with refused("FAILED_PRECONDITION", "ASSIGNEE_MISSING"):
        apply(macros, program, second, macro)


def test_a_step_that_is_refused_leaves_nothing_behind(
    macros: Macros, messages: Messages, tickets: Tickets, agent: Person, ticket: Ticket
) -> None:
    macro = made(macros, agent, text="Seen.", note=True, state="PENDING", add_tags=["seen"])
    tickets.SolveTicket(tickets_pb2.SolveTicketRequest(id=ticket.id), metadata=agent.metadata())
    with refused("FAILED_PRECONDITION", "TICKET_SOLVED"):
        apply(macros, agent, ticket, macro)
    assert said(messages, agent, ticket.id) == []
    assert read(tickets, agent, ticket.id).tags == ["export"]


def test_what_somebody_wrote_over_it_is_what_is_sent(
    macros: Macros, messages: Messages, agent: Person, ticket: Ticket
) -> None:
    macro = made(macros, agent)
    request = pb.PreviewMacroRequest(ticket_id=ticket.id, macro_id=macro.id)
    shown = macros.PreviewMacro(request, metadata=agent.metadata()).text
    apply(macros, agent, ticket, macro, text=f"{shown} Really.")
    assert said(messages, agent, ticket.id) == [f"{shown} Really."]
    assert shown.startswith("Hello, #")


@pytest.mark.parametrize(
    "fields",
    [{"text": "Hello {{firstname}}"}, {"text": ""}, {"name": " "}, {"state": "CLOSED"}],
    ids=["unknown name", "does nothing", "no name", "no such step"],
)
def test_a_macro_that_could_not_work_is_not_kept(
    macros: Macros, agent: Person, fields: dict[str, str]
) -> None:
    with refused("INVALID_ARGUMENT"):
        made(macros, agent, **fields)


def test_names_are_unique_and_macros_change_and_go(macros: Macros, agent: Person) -> None:
    macro = made(macros, agent)
    with refused("ALREADY_EXISTS", "MACRO_EXISTS"):
        made(macros, agent, name="done")
    change = pb.UpdateMacroRequest(
        macro={"id": macro.id, "name": "Solved", "state": "SOLVED"},
        update_mask={"paths": ["name", "state"]},
    )
    changed = macros.UpdateMacro(change, metadata=agent.metadata())
    assert (changed.name, changed.state, changed.text) == ("Solved", Ticket.SOLVED, TEXT)
    with refused("ABORTED", "ETAG_MISMATCH"):
        macros.DeleteMacro(
            pb.DeleteMacroRequest(id=macro.id, etag=macro.etag), metadata=agent.metadata()
        )
    macros.DeleteMacro(pb.DeleteMacroRequest(id=macro.id), metadata=agent.metadata())
    listed = macros.ListMacros(pb.ListMacrosRequest(), metadata=agent.metadata())
    assert not listed.macros


def test_a_macro_reaches_only_tickets_within_reach(
    macros: Macros, agent: Person, ticket: Ticket, as_person: AsPerson
) -> None:
    macro = made(macros, agent)
    stranger = as_person({"tickets.*": "own", "macros.read": "all"})
    with refused("NOT_FOUND", "TICKET_NOT_FOUND"):
        apply(macros, stranger, ticket, macro)
