"""What happens when a visitor sends a form: person, consent, history and count, all or nothing."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as events
from crm.leads.v1 import forms_pb2 as pb
from sqlalchemy import text

from chassis import context
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import InvalidArgument, NotFound, Violation
from chassis.mapping import to_message
from chassis.transaction import Transaction, not_found
from chassis.wording import network
from services.leads.confirmations.actions import Confirmations
from services.leads.contacts import consents, history
from services.leads.contacts.arrivals import Arrival, Arrivals
from services.leads.contacts.model import Consent, ConsentState
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.forms import answers, limits, spam
from services.leads.forms.fields import Question
from services.leads.forms.model import Form, State, Submission
from services.leads.forms.visitors import FormTokens, check_origin
from services.leads.targets import check_rules
from services.leads.timeline.model import Kind, TimelineEntry
from services.leads.tracking import identification

SHARDS = 16
COUNT = text(
    "INSERT INTO form_tallies AS t (form_id, shard, submissions, contacts, spam) "
    "VALUES (:form_id, :shard, :submissions, :contacts, :spam) "
    "ON CONFLICT (form_id, shard) DO UPDATE SET "
    "submissions = t.submissions + excluded.submissions, "
    "contacts = t.contacts + excluded.contacts, spam = t.spam + excluded.spam"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a visitor sent. attribution: what is known of how they found us; visitor_id: their
    browser, as tracking knows it."""

    values: dict[str, Any]
    consent: bool
    attribution: dict[str, str]
    token: str = ""
    visitor_id: UUID | None = None


class Submissions:
    """What visitors do with forms; nobody is signed in here."""

    def __init__(
        self,
        database: Database,
        arrivals: Arrivals,
        catalogue: Catalogue,
        tokens: FormTokens,
        confirmations: Confirmations,
    ) -> None:
        self._database = database
        self._arrivals = arrivals
        self._catalogue = catalogue
        self._tokens = tokens
        self._confirmations = confirmations

    def show(self, form_id: UUID) -> tuple[Form, str]:
        """A form to fill in, and the token that proves it was shown. Raises NotFound."""
        with self._database.reading() as tx, context.as_system():
            return open_form(tx, form_id), self._tokens.make(form_id, tx.now)

    def submit(self, form_id: UUID, sent: Sent) -> Form:
        """Takes a submission; the same answer whether the person was known, new or a robot.

        Raises NotFound, PermissionDenied, ResourceExhausted, InvalidArgument as SubmitForm says.
        """
        with self._database.transaction() as tx, context.as_system() as visitor:
            # a person waits here, who would not try again as a program does
            tx.execute(text("SET LOCAL lock_timeout = '3s'"))
            form = open_form(tx, form_id)
            check_origin(visitor.client.origin, form.allowed_origins)
            prefix = network(visitor.client.ip)
            limits.check(tx, form, prefix)
            if form.honeypot and sent.values.pop(form.honeypot, ""):
                keep_spam(tx, form, sent, prefix)
            else:
                self._accept(tx, form, sent, prefix)
            tx.flush()  # as the form; the visitor may write nothing
        return form

    def _accept(self, tx: Transaction, form: Form, sent: Sent, prefix: str) -> None:
        if sent.token:
            self._tokens.check(sent.token, form.id, tx.now)
        questions = form.questions
        given = understood(form, sent)
        agreed = sent.consent and form.consent is not None
        attribution = credited(questions, given, sent.attribution)
        known = identification.arriving(tx, sent.visitor_id)
        arrival = self._arrive(tx, form, given, attribution, known)
        identification.identify(tx, arrival.contact, sent.visitor_id)
        submission = keep(
            tx,
            Submission(
                create_time=tx.now,
                form_id=form.id,
                contact_id=arrival.contact.id,
                values=given,
                attribution=attribution or None,
                consent=agreed,
                spam=False,
                new_contact=arrival.created,
                ip_prefix=prefix,
            ),
        )
        self._remember(tx, form, arrival, submission)

    def _arrive(
        self,
        tx: Transaction,
        form: Form,
        given: answers.Answers,
        attribution: dict[str, str],
        known: Values,
    ) -> Arrival:
        """The person, new or known. Raises InvalidArgument in terms of the form."""
        keys = {each.key for each in self._catalogue.of(Resource.CONTACT)}
        questions = [q for q in form.questions if not q.custom_key or q.custom_key in keys]
        values = answers.contact_values(questions, given)
        values.pop("source", None)
        try:
            check_rules(values)
            return self._arrivals.find_or_create(
                tx,
                {**known, **values, "owner_id": form.owner_id, "team_id": form.team_id},
                source="form",
                attribution=attribution,
            )
        except InvalidArgument as error:
            raise answers.refused(questions, error) from None

    def _remember(
        self, tx: Transaction, form: Form, arrival: Arrival, submission: Submission
    ) -> None:
        """What the person's history and others hear of it."""
        contact = arrival.contact
        history.touch(tx, contact, tx.now)
        entry = TimelineEntry(
            kind=Kind.FORM,
            title=f"Sent the form {form.name}",
            body=answers.told(form.questions, submission.values),
            data={
                "form_id": str(form.id),
                "form_name": form.name,
                "submission_id": str(submission.id),
            },
            source="form",
        )
        history.add(tx, contact, entry)
        asked = agreement(tx, form, arrival) if submission.consent else None
        fact = events.FormSubmitted(
            submission=to_message(submission, pb.Submission),
            form_name=form.name,
            contact=to_message(contact, contacts_pb2.Contact),
            confirmation_url=self._confirmations.url(asked.id) if asked else "",
            confirmation_template_key=form.confirmation_template_key,
        )
        tx.publish(fact, subject=contact)


def open_form(tx: Transaction, form_id: UUID) -> Form:
    """The form, not locked: visitors do not wait for each other. Raises NotFound."""
    form = tx.session.scalars(tx.select(Form).where(Form.id == form_id)).first()
    if form is None:
        raise not_found(Form)
    if form.state is State.ARCHIVED:
        raise NotFound("FORM_ARCHIVED", "This form is closed.")
    return form


def understood(form: Form, sent: Sent) -> answers.Answers:
    """The answers. Raises InvalidArgument naming all that is wrong, a missing consent included."""
    needed = form.consent and form.consent.get("required") and not sent.consent
    refused = [Violation("consent", "is required to send this form")] if needed else []
    given: answers.Answers = {}
    try:
        given = answers.read(form.questions, sent.values, phone_region=form.phone_region)
    except InvalidArgument as error:
        refused = [*error.violations, *refused]
    if refused:
        raise InvalidArgument.many(refused)
    return given


def credited(
    questions: Iterable[Question], given: answers.Answers, attribution: dict[str, str]
) -> dict[str, str]:
    """How the visitor found us; without utm_source as the form's own source field says."""
    said = [given[q.key] for q in questions if q.maps_to == "source" and q.key in given]
    return {"source": said[0], **attribution} if said else attribution


def agreement(tx: Transaction, form: Form, arrival: Arrival) -> Consent | None:
    """Records what the visitor agreed to; the act to confirm by mail, when the form asks for it.

    Who agreed before need not confirm it: nothing changes for them.
    """
    said, contact = form.consent or {}, arrival.contact
    confirmed = not said.get("double_opt_in") or contact.marketing_consent is ConsentState.GRANTED
    state = ConsentState.GRANTED if confirmed else ConsentState.REQUESTED
    version = said.get("text_version", "")
    proof = consents.Proof(said["text"], text_version=version, source="form", form_id=form.id)
    act = consents.record(tx, contact, state, proof)
    return None if confirmed else act


def keep_spam(tx: Transaction, form: Form, sent: Sent, prefix: str) -> None:
    """Keeps what a robot sent for a while, cut to what people may want to look at."""
    spam.will_be_forgotten(tx)
    asked = {question.key for question in form.questions}
    values = {k: str(v)[:500].replace("\0", "") for k, v in sent.values.items() if k in asked}
    keep(
        tx,
        Submission(
            create_time=tx.now,
            form_id=form.id,
            contact_id=None,
            values=values,
            attribution=None,
            consent=False,
            spam=True,
            new_contact=False,
            ip_prefix=prefix,
        ),
    )


def keep(tx: Transaction, submission: Submission) -> Submission:
    """Writes a submission and counts it."""
    tx.session.add(submission)
    counted = {
        "form_id": submission.form_id,
        "shard": random.randrange(SHARDS),
        "submissions": 0 if submission.spam else 1,
        "contacts": 1 if submission.new_contact else 0,
        "spam": 1 if submission.spam else 0,
    }
    tx.execute(COUNT, counted)
    return submission
