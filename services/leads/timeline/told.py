"""How facts of the other services read on a contact's timeline: one line in a table for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from crm.deals.v1 import events_pb2 as deals
from crm.notify.v1 import events_pb2 as notify
from crm.tickets.v1 import events_pb2 as tickets
from google.protobuf.message import Message

from services.leads.timeline.model import Kind

Fact = Any  # one of the keys of LINES
#: Of a message's words a timeline keeps so many characters.
LONGEST_BODY = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """How one type of fact reads.

    about: the field with the record that it is about, which names the contact. title, body: with
    the fact as `f`, its record as `r`, and the last day of a contract as `end`. data: fields of
    the record and of the fact to keep. when: whether this one is worth telling.
    """

    kind: Kind
    about: str
    title: str
    body: str = ""
    data: tuple[str, ...] = ()
    when: Callable[[Fact], bool] = lambda _: True

    def record(self, fact: Fact) -> Any:
        """What the fact is about."""
        return getattr(fact, self.about)

    def contact_id(self, fact: Fact) -> str:
        """Whose timeline it belongs on; "" for nobody's."""
        said = getattr(fact, "contact_id", "") or getattr(self.record(fact), "contact_id", "")
        return str(said) if self.when(fact) else ""

    def entry(self, fact: Fact) -> dict[str, Any]:
        """Title, body and data of the entry."""
        record = self.record(fact)
        words = {"f": fact, "r": record, "end": day(getattr(record, "end_date", ""))}
        title = " ".join(self.title.format(**words).split())
        body = self.body.format(**words).strip()[:LONGEST_BODY]
        return {"title": title, "body": body, "data": self._data(fact, record)}

    def _data(self, fact: Fact, record: Any) -> dict[str, Any]:
        kept: dict[str, Any] = {
            "event": fact.DESCRIPTOR.name,
            f"{self.about}_id": record.id,
        }
        for name in self.data:
            source = record if name in record.DESCRIPTOR.fields_by_name else fact
            kept[name] = told(source, name)
        return {name: value for name, value in kept.items() if value not in ("", None)}


def day(iso: str) -> str:
    """2026-12-21 as people write it: 21 December 2026."""
    return f"{date.fromisoformat(iso):%-d %B %Y}" if iso else ""


def told(message: Message, name: str) -> Any:
    """A field as JSON has it: enums by name, money and times as text."""
    field, value = message.DESCRIPTOR.fields_by_name[name], getattr(message, name)
    if field.enum_type is not None:
        return field.enum_type.values_by_number[value].name
    if field.message_type is None:
        return value
    if not message.HasField(name):
        return None
    if field.message_type.name == "Money":
        return f"{value.amount} {value.currency}"
    return value.ToJsonString()


def linked(fact: Any) -> bool:
    """A ticket found its contact only now: what began it was on nobody's timeline."""
    change = fact.changes.fields.get("contact_id")
    return change is not None and bool(change.struct_value.fields["new"].string_value)


DEAL = ("stage_name", "amount", "state")
CONTRACT = ("start_date", "end_date", "value", "deal_id", "state")
ACTIVITY = ("kind", "due_time", "done_time", "duration_seconds", "deal_id", "state")
TICKET = ("number", "type", "priority", "state", "subject")
MESSAGE = ("template_key", "purpose", "state", "state_reason", "subject")

LINES: Mapping[type[Message], Line] = {
    deals.DealCreated: Line(Kind.DEAL, "deal", "Deal: {r.title}", data=DEAL),
    deals.DealMoved: Line(
        Kind.DEAL,
        "deal",
        "Deal {r.title}: {f.from_stage} to {f.to_stage}",
        data=(*DEAL, "from_stage", "to_stage"),
    ),
    deals.DealWon: Line(Kind.DEAL, "deal", "Won: {r.title}", data=(*DEAL, "win_reason")),
    deals.DealLost: Line(Kind.DEAL, "deal", "Lost: {r.title}", data=(*DEAL, "loss_reason")),
    deals.DealReopened: Line(Kind.DEAL, "deal", "Reopened: {r.title}", data=DEAL),
    deals.DealDeleted: Line(Kind.DEAL, "deal", "Deal deleted: {r.title}", data=DEAL),
    deals.DealUndeleted: Line(Kind.DEAL, "deal", "Deal brought back: {r.title}", data=DEAL),
    deals.ActivityScheduled: Line(Kind.ACTIVITY, "activity", "Planned: {r.subject}", data=ACTIVITY),
    deals.ActivityLogged: Line(
        Kind.ACTIVITY, "activity", "Done: {r.subject}", "{r.summary}", data=ACTIVITY
    ),
    deals.SummaryMissed: Line(
        Kind.ACTIVITY, "activity", "Nobody wrote what was said: {r.subject}", data=ACTIVITY
    ),
    deals.ContractSigned: Line(Kind.CONTRACT, "contract", "Signed: {r.title}", data=CONTRACT),
    deals.ContractRenewalNeared: Line(
        Kind.CONTRACT, "contract", "Ends on {end}: {r.title}", data=CONTRACT
    ),
    deals.UpgradeSuggested: Line(
        Kind.CONTRACT,
        "contract",
        "Near a limit of {r.title}: {f.record.quantity:g} of {f.record.limit:g} {f.record.metric}",
        data=CONTRACT,
    ),
    deals.ContractRenewed: Line(
        Kind.CONTRACT, "contract", "Renewed until {end}: {r.title}", data=CONTRACT
    ),
    deals.ContractEnded: Line(
        Kind.CONTRACT, "contract", "Ended: {r.title}", "{r.end_reason}", data=CONTRACT
    ),
    tickets.TicketCreated: Line(
        Kind.TICKET, "ticket", "Ticket {r.number}: {r.subject}", "{r.description}", data=TICKET
    ),
    tickets.TicketUpdated: Line(
        Kind.TICKET, "ticket", "Ticket {r.number}: {r.subject}", data=TICKET, when=linked
    ),
    tickets.MessageReceived: Line(
        Kind.TICKET, "ticket", "Wrote about ticket {r.number}", "{f.message.text}", data=TICKET
    ),
    tickets.ReplySent: Line(
        Kind.TICKET, "ticket", "Our answer to ticket {r.number}", "{f.message.text}", data=TICKET
    ),
    tickets.TicketSolved: Line(
        Kind.TICKET, "ticket", "Solved ticket {r.number}: {r.subject}", data=TICKET
    ),
    tickets.TicketReopened: Line(
        Kind.TICKET, "ticket", "Reopened ticket {r.number}: {r.subject}", data=TICKET
    ),
    tickets.TicketClosed: Line(
        Kind.TICKET, "ticket", "Closed ticket {r.number}: {r.subject}", data=TICKET
    ),
    tickets.TicketMerged: Line(
        Kind.TICKET, "ticket", "Ticket {r.number} became part of another", data=TICKET
    ),
    tickets.ComplaintOpened: Line(Kind.COMPLAINT, "ticket", "Complains: {r.subject}", data=TICKET),
    tickets.ComplaintResolved: Line(
        Kind.COMPLAINT, "ticket", "Complaint over: {r.subject}", data=TICKET
    ),
    tickets.SurveySent: Line(
        Kind.SURVEY, "ticket", "Asked how ticket {r.number} went", data=("survey_id", "number")
    ),
    tickets.SurveyAnswered: Line(
        Kind.SURVEY,
        "ticket",
        "Gave {f.score} of 5 for ticket {r.number}",
        "{f.comment}",
        data=("survey_id", "score", "number"),
    ),
    tickets.NpsSurveySent: Line(
        Kind.SURVEY, "survey", "Asked whether they would recommend us", data=("contact_email",)
    ),
    tickets.NpsSurveyAnswered: Line(
        Kind.SURVEY, "survey", "Would recommend us: {r.score} of 10", "{r.comment}", data=("score",)
    ),
    notify.MessageSent: Line(Kind.MESSAGE, "message", "Sent: {r.subject}", data=MESSAGE),
    notify.MessageHeld: Line(
        Kind.MESSAGE, "message", "Held back: {r.subject}", "{r.state_reason}", data=MESSAGE
    ),
    notify.MessageFailed: Line(
        Kind.MESSAGE, "message", "Not sent: {r.subject}", "{r.state_reason}", data=MESSAGE
    ),
    notify.MessageBounced: Line(
        Kind.MESSAGE,
        "message",
        "Came back: {r.subject}",
        "{f.diagnosis}",
        data=(*MESSAGE, "permanent"),
    ),
    notify.MessageComplained: Line(
        Kind.MESSAGE, "message", "Called it unwanted: {r.subject}", data=MESSAGE
    ),
    notify.MessageOpened: Line(
        Kind.MESSAGE, "message", "Opened: {r.subject}", data=(*MESSAGE, "opened_in_a_row")
    ),
    notify.MessageClicked: Line(
        Kind.MESSAGE,
        "message",
        "Followed a link in: {r.subject}",
        "{f.url}",
        data=(*MESSAGE, "url"),
    ),
}
