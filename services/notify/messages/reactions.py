"""The messages to customers that are sent by themselves."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import events_pb2 as leads
from crm.tickets.v1 import events_pb2 as tickets
from crm.tickets.v1.tickets_pb2 import Ticket
from sqlalchemy import select

from chassis.errors import Unavailable
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.notify.contacts_copy.model import ContactCopy
from services.notify.contacts_copy.reactions import take_over
from services.notify.links import Links
from services.notify.messages.accepting import SEND, Order, accept_once
from services.notify.messages.model import Message, State
from services.notify.templates.model import Template

ANSWERED = re.compile(r"^\s*(re|aw|sv|antw)\s*:\s*", re.IGNORECASE)


class MessageReactions:
    """Confirmations, welcomes, answers and surveys."""

    def __init__(self, links: Links) -> None:
        self._links = links

    @reacts_to(leads.FormSubmitted)
    def confirm_form(self, fact: leads.FormSubmitted, tx: Transaction) -> None:
        """Whoever sent a form gets what it promised, or reads that it arrived, and where to
        confirm their consent."""
        if fact.submission.spam or not fact.contact.id:
            return
        take_over(tx, fact.contact)
        named, own = {"form_name": fact.form_name}, fact.confirmation_template_key
        messages = {own: _fitting(tx, own, named)} if own else {}
        if fact.confirmation_url:
            messages["consent_confirmation"] = {**named, "confirmation_url": fact.confirmation_url}
        for key, values in (messages or {"form_confirmation": named}).items():
            self._send(tx, key, fact.contact.id, fact.submission.id, values)

    @reacts_to(deals.DealWon)
    def welcome_customer(self, fact: deals.DealWon, tx: Transaction) -> None:
        """A new customer is told how it goes on."""
        if fact.deal.contact_id:
            values = {"deal_title": fact.deal.title}
            self._send(tx, "onboarding", fact.deal.contact_id, fact.deal.id, values)

    @reacts_to(deals.PlaybookMailRequested)
    def mail_for_playbook(self, fact: deals.PlaybookMailRequested, tx: Transaction) -> None:
        """A step of a playbook that is a mail goes out (R12)."""
        step = fact.activity
        values = _fitting(tx, step.template_key, {"deal_title": fact.deal_title})
        self._send(tx, step.template_key, step.contact_id, step.id, values)

    @reacts_to(leads.OccasionMailRequested)
    def mail_for_occasion(self, fact: leads.OccasionMailRequested, tx: Transaction) -> None:
        """A greeting goes out in time or not at all (R8, R9, R10, R11)."""
        about = f"{fact.contact.id}:{fact.begin_time.ToJsonString()}"
        expire_time = fact.expire_time.ToDatetime(tzinfo=UTC)
        self._send(tx, fact.template_key, fact.contact.id, about, {}, expire_time)

    @reacts_to(leads.OccasionMailCancelled)
    def take_back(self, fact: leads.OccasionMailCancelled, tx: Transaction) -> None:
        """Who bought meanwhile is not reminded by a mail that waits, for the morning perhaps."""
        theirs = select(Message.id).where(
            Message.contact_id == UUID(fact.contact.id),
            Message.source.startswith(f"{fact.template_key}:{fact.contact.id}:", autoescape=True),
            Message.state == State.QUEUED,
        )
        for message_id in tx.session.scalars(theirs).all():
            tx.unschedule(SEND, key=str(message_id))  # first, as who has the timer does it
            message = tx.get(Message, message_id)
            if message.state is State.QUEUED:
                message.cancel()

    @reacts_to(tickets.ReplySent)
    def mail_reply(self, fact: tickets.ReplySent, tx: Transaction) -> None:
        """What support answered reaches the customer, in the thread of the mail it answers."""
        said = fact.message
        thread = {
            "message_id": said.message_id,
            "in_reply_to": said.in_reply_to,
            "references": " ".join(said.references),
            "reply_to": fact.reply_to,
        }
        values = {**_words(fact.ticket), "text": said.text, "author_name": said.author_name}
        for email in fact.recipients:
            source = f"ticket_reply:{said.id}:{email}"
            self._support(tx, "ticket_reply", fact.ticket, email, values, source, thread)

    @reacts_to(tickets.SurveySent)
    def ask_how_it_went(self, fact: tickets.SurveySent, tx: Transaction) -> None:
        """Whose ticket was solved is asked, once for each survey (R19)."""
        values = {**_words(fact.ticket), "survey_url": fact.url}
        source = f"survey:{fact.survey_id}"
        self._support(tx, "survey", fact.ticket, fact.ticket.contact_email, values, source, {})

    @reacts_to(tickets.NpsSurveySent)
    def ask_for_recommendation(self, fact: tickets.NpsSurveySent, tx: Transaction) -> None:
        """A customer is asked whether they would recommend us, once for each survey (R19)."""
        survey = fact.survey
        self._send(tx, "nps_survey", survey.contact_id, survey.id, {"survey_url": fact.url})

    def _support(
        self,
        tx: Transaction,
        key: str,
        ticket: Ticket,
        email: str,
        values: Mapping[str, str],
        source: str,
        thread: dict[str, str],
    ) -> None:
        """To whoever wrote to support: a contact, if it is known by this address."""
        known = tx.session.get(ContactCopy, UUID(ticket.contact_id)) if ticket.contact_id else None
        same = known is not None and known.email.lower() == email.lower() and not known.deleted
        order = Order(
            template_key=key,
            contact=known if same else None,
            email=email,
            values=values,
            source=source,
            owner_id=UUID(ticket.owner_id) if ticket.owner_id else None,
            team_id=UUID(ticket.team_id) if ticket.team_id else None,
            thread=thread,
        )
        accept_once(tx, order, self._links)

    def _send(
        self,
        tx: Transaction,
        key: str,
        contact_id: str,
        about: str,
        values: dict[str, str],
        expire_time: datetime | None = None,
    ) -> None:
        contact = tx.session.get(ContactCopy, UUID(contact_id))
        if contact is None:  # leads is a little behind: the fact is tried again
            raise Unavailable("CONTACT_UNKNOWN", "Leads has not told of this contact yet.")
        if contact.deleted:
            return
        order = Order(
            template_key=key,
            contact=contact,
            values=values,
            expire_time=expire_time,
            source=f"{key}:{about}",
            owner_id=contact.owner_id,
            team_id=contact.team_id,
        )
        accept_once(tx, order, self._links)


def _fitting(tx: Transaction, key: str, values: Mapping[str, str]) -> dict[str, str]:
    """Of these values the ones that the template has a place for."""
    known = tx.session.scalar(select(Template.variables).where(Template.key == key)) or ()
    return {name: value for name, value in values.items() if name in known}


def _words(ticket: Ticket) -> dict[str, str]:
    """What mails about a ticket may say of it."""
    subject = ANSWERED.sub("", ticket.subject)
    return {"ticket_subject": subject, "ticket_number": str(ticket.number)}
