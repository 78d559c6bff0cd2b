"""Which facts of which service are told to whom among the people who work here."""

from collections.abc import Iterable
from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads
from crm.tickets.v1 import events_pb2 as tickets
from crm.tickets.v1.tickets_pb2 import Ticket
from google.protobuf.timestamp_pb2 import Timestamp

from chassis.reactions import current_event, reacts_to
from chassis.transaction import Transaction
from services.notify.links import Links
from services.notify.notifications.telling import News, tell
from services.notify.people.model import Person, find, managers

CLOCKS = {"first_response": "the first answer", "resolution": "the solution"}
#: Why records are to be cleaned up, in this order.
UNCLEAN = ("duplicate", "bounced", "incomplete", "stale")
#: Scores of a survey that a manager is told of (R19).
UNHAPPY = 2
#: Whoever answers so, or less, from 0 to 10, would not recommend us.
DETRACTOR = 6


class NotificationReactions:
    """Who is told what."""

    def __init__(self, links: Links) -> None:
        self._links = links

    @reacts_to(leads.ContactAssigned)
    def tell_new_owner(self, fact: leads.ContactAssigned, tx: Transaction) -> None:
        """A rep got a lead."""
        title = f"New lead: {name_of(fact.contact)}"
        self._tell(tx, fact.owner_id, contact("contact_assigned", fact, title, fact.explanation))

    @reacts_to(leads.FollowUpWarned)
    def warn_owner(self, fact: leads.FollowUpWarned, tx: Transaction) -> None:
        """A rep is about to lose a lead."""
        title = f"Follow up {name_of(fact.contact)}"
        body = f"Without a call or a message by {moment(fact.due_time)} the lead goes on."
        self._tell(tx, fact.owner_id, contact("follow_up_warned", fact, title, body))

    @reacts_to(leads.FollowUpMissed)
    def tell_old_owner(self, fact: leads.FollowUpMissed, tx: Transaction) -> None:
        """A rep lost a lead; who gets it is told by ContactAssigned."""
        lost = bool(fact.next_owner_id)
        title = f"{name_of(fact.contact)} {'went to somebody else' if lost else 'still waits'}"
        body = f"Nobody followed up by {moment(fact.due_time)}."
        self._tell(tx, fact.owner_id, contact("follow_up_missed", fact, title, body))

    @reacts_to(deals.SummaryMissed)
    def ask_for_summary(self, fact: deals.SummaryMissed, tx: Transaction) -> None:
        """A call or meeting has no summary (R2)."""
        activity = fact.activity
        with_whom = f" with {activity.contact_name}" if activity.contact_name else ""
        title = f"No summary yet: {activity.subject}"
        body = f"What was said{with_whom}? It took place more than a day ago."
        self._tell(
            tx, activity.owner_id, about("summary_missed", "activity", activity.id, title, body)
        )

    @reacts_to(deals.ContractRenewalNeared)
    def remind_of_renewal(self, fact: deals.ContractRenewalNeared, tx: Transaction) -> None:
        """A contract ends soon (R4)."""
        contract = fact.contract
        whose = contract.contact_name or contract.company_name
        title = f"Contract ends on {contract.end_date}: {contract.title}"
        body = f"Talk to {whose} about going on." if whose else "Talk to the customer."
        news = about("contract_renewal_neared", "contract", contract.id, title, body)
        self._tell(tx, contract.owner_id, news)

    @reacts_to(deals.UpgradeSuggested)
    def suggest_upgrade(self, fact: deals.UpgradeSuggested, tx: Transaction) -> None:
        """A customer nears a limit (R5)."""
        contract, record = fact.contract, fact.record
        title = f"Offer a larger plan: {contract.title}"
        body = f"{record.quantity:g} of {record.limit:g} {record.metric} used in {record.period}."
        news = about("upgrade_suggested", "contract", contract.id, title, body)
        self._tell(tx, contract.owner_id, news)

    @reacts_to(leads.CleanupRoundBuilt)
    def tell_reviewer(self, fact: leads.CleanupRoundBuilt, tx: Transaction) -> None:
        """Records are to be cleaned up (R18)."""
        if not fact.item_count:
            return
        many = fact.item_count != 1
        title = f"{fact.item_count} record{'s wait' if many else ' waits'} to be cleaned up"
        found = {name: getattr(fact, f"{name}_count") for name in UNCLEAN}
        body = f"{', '.join(f'{count} {name}' for name, count in found.items() if count)}."
        news = about("cleanup_built", "cleanup", fact.round_id, title, body)
        self._tell(tx, fact.reviewer_id, news)

    @reacts_to(tickets.TicketAssigned)
    def tell_assignee(self, fact: tickets.TicketAssigned, tx: Transaction) -> None:
        """Somebody else sees to a ticket now; who took it themself knows."""
        _, _, who = current_event().actor.partition(":")
        if who != fact.ticket.owner_id:
            news = ticket("ticket_assigned", fact.ticket, "is yours now", "")
            self._tell(tx, fact.ticket.owner_id, news)

    @reacts_to(tickets.SlaWarned)
    def warn_assignee(self, fact: tickets.SlaWarned, tx: Transaction) -> None:
        """A clock runs out soon (R20)."""
        body = f"Due for {CLOCKS.get(fact.metric, fact.metric)}: {moment(fact.due_time)}."
        news = ticket("sla_warned", fact.ticket, "runs out of time", body)
        self._tell_all(tx, assignees(tx, fact.ticket), news)

    @reacts_to(tickets.SlaBreached)
    def tell_of_breach(self, fact: tickets.SlaBreached, tx: Transaction) -> None:
        """A clock ran out (R20): who sees to the ticket and who leads them are told."""
        body = f"Was due for {CLOCKS.get(fact.metric, fact.metric)}: {moment(fact.due_time)}."
        news = ticket("sla_breached", fact.ticket, "is late", body)
        leaders = managers(tx, team_of(fact.ticket))
        self._tell_all(tx, [*assignees(tx, fact.ticket), *leaders], news)

    @reacts_to(tickets.ComplaintOpened)
    def tell_of_complaint(self, fact: tickets.ComplaintOpened, tx: Transaction) -> None:
        """A customer complains: who leads the team knows at once."""
        news = ticket("complaint_opened", fact.ticket, "is a complaint", "")
        self._tell_all(tx, managers(tx, team_of(fact.ticket)), news)

    @reacts_to(tickets.SurveyAnswered)
    def tell_of_bad_score(self, fact: tickets.SurveyAnswered, tx: Transaction) -> None:
        """A customer was unhappy with our help (R19)."""
        if fact.score <= UNHAPPY:
            said = f"Score {fact.score} of 5. {fact.comment}".strip()
            news = ticket("survey_answered_badly", fact.ticket, "left a customer unhappy", said)
            self._tell_all(tx, managers(tx, team_of(fact.ticket)), news)

    @reacts_to(tickets.NpsSurveyAnswered)
    def tell_of_detractor(self, fact: tickets.NpsSurveyAnswered, tx: Transaction) -> None:
        """A customer warns of us (R19); who had said so already has been told of."""
        survey = fact.survey
        before = fact.previous_score if fact.HasField("previous_score") else None
        if survey.score > DETRACTOR or (before is not None and before <= DETRACTOR):
            return
        title = f"{survey.contact_name or survey.contact_email} would not recommend us"
        said = f"Score {survey.score} of 10. {survey.comment}".strip()
        news = about("survey_answered_badly", "contact", survey.contact_id, title, said)
        team = UUID(survey.team_id) if survey.team_id else None
        self._tell_all(tx, managers(tx, team), news)

    def _tell(self, tx: Transaction, user_id: str, news: News) -> None:
        if user_id:
            tell(tx, find(tx, UUID(user_id)), news, self._links)

    def _tell_all(self, tx: Transaction, people: Iterable[Person], news: News) -> None:
        for person in {person.id: person for person in people}.values():
            tell(tx, person, news, self._links)


def about(kind: str, subject_type: str, subject_id: str, title: str, body: str) -> News:
    """News of the fact being followed."""
    source = f"{kind}:{current_event().id}"
    return News(kind, title, body, subject_type, subject_id, source)


def contact(
    kind: str,
    fact: leads.ContactAssigned | leads.FollowUpWarned | leads.FollowUpMissed,
    title: str,
    body: str,
) -> News:
    """News of a contact."""
    return about(kind, "contact", fact.contact.id, title, body)


def ticket(kind: str, subject: Ticket, what: str, body: str) -> News:
    """News of a ticket."""
    title = f"Ticket #{subject.number} {what}: {subject.subject}"
    return about(kind, "ticket", subject.id, title, body)


def assignees(tx: Transaction, subject: Ticket) -> list[Person]:
    """Who sees to a ticket, or who has to find somebody."""
    if subject.owner_id:
        return [find(tx, UUID(subject.owner_id))]
    return [*managers(tx, team_of(subject))]


def team_of(subject: Ticket) -> UUID | None:
    """The team a ticket belongs to."""
    return UUID(subject.team_id) if subject.team_id else None


def name_of(person: contacts_pb2.Contact) -> str:
    """What a contact is called, or its address."""
    return person.full_name or person.email or "somebody"


def moment(time: Timestamp) -> str:
    """A moment in words, in UTC: mails do not know where they are read."""
    return f"{time.ToDatetime():%Y-%m-%d %H:%M} UTC"
