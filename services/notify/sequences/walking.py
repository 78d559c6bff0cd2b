"""Going through a sequence: in, step by step, and out."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from chassis.filtering import parse
from chassis.local_time import fitting, zone_of
from chassis.transaction import Transaction
from services.notify.contacts_copy.model import ContactCopy
from services.notify.links import Links
from services.notify.messages.accepting import Order, accept_once
from services.notify.sequences.before import (
    known_of,
    looked_at_from,
    message_before,
    source_of,
)
from services.notify.sequences.model import (
    CONTACT_FIELDS,
    FIELDS,
    Enrolment,
    EnrolmentState,
    Sequence,
    SequenceRevision,
)
from services.notify.sequences.steps import limits

#: The timer of the next step.
STEP = "sequence.step"


def enrol(tx: Transaction, sequence: Sequence, contact: ContactCopy) -> Enrolment | None:
    """Puts a contact into a sequence; None when it is in it now."""
    enrolment = Enrolment(
        sequence_id=sequence.id,
        sequence_revision=sequence.revision,
        contact_id=contact.id,
        owner_id=contact.owner_id,
        team_id=contact.team_id,
        next_time=tx.now,
    )
    if not tx.insert([enrolment]):
        return None
    tx.schedule(STEP, key=str(enrolment.id), due=tx.now)
    return enrolment


def take_out(tx: Transaction, which: Many[ColumnElement[bool]], reason: str) -> None:
    """Ends the running enrolments that these conditions find. Their timers find them over: taking
    these away here would wait for who has a timer and waits for the enrolment."""
    running = select(Enrolment).where(Enrolment.state == EnrolmentState.RUNNING, *which)
    for enrolment in tx.session.scalars(running.order_by(Enrolment.id).with_for_update()):
        enrolment.end(EnrolmentState.LEFT, reason)


class Walk:
    """One contact's way from where it stands to the next wait, or the end."""

    def __init__(
        self, tx: Transaction, enrolment: Enrolment, contact: ContactCopy, links: Links
    ) -> None:
        self._tx = tx
        self._enrolment = enrolment
        self._contact = contact
        self._links = links

    def go(self) -> None:
        """Does what is due. The steps are those of the revision the contact began with."""
        steps = self._steps()
        while self._enrolment.step < len(steps):
            step, number = steps[self._enrolment.step], self._enrolment.step
            self._enrolment.step += 1
            if not self._done(step, number):
                return
        self._enrolment.end(EnrolmentState.FINISHED)

    def _steps(self) -> list[dict[str, Any]]:
        theirs = select(SequenceRevision.steps).where(
            SequenceRevision.sequence_id == self._enrolment.sequence_id,
            SequenceRevision.revision == self._enrolment.sequence_revision,
        )
        return self._tx.session.scalar(theirs) or []

    def _done(self, step: Mapping[str, Any], number: int) -> bool:
        """Does a step; False when it ends here, for now or for good."""
        match step["kind"]:
            case "SEND":
                self._send(step["template_key"], number)
            case "WAIT":
                self._wait(step)
                return False
            case "CHECK" if self._too_early(step):
                return False
            case "CHECK" if not self._passes(step["filter"]):
                if step["otherwise"] == "SKIP":
                    self._enrolment.step += 1
                else:
                    self._enrolment.end(EnrolmentState.LEFT, "CHECK_FAILED")
                    return False
        return True

    def _send(self, template_key: str, number: int) -> None:
        order = Order(
            template_key=template_key,
            contact=self._contact,
            source=source_of(self._enrolment, number),
            owner_id=self._contact.owner_id,
            team_id=self._contact.team_id,
        )
        accept_once(self._tx, order, self._links)

    def _wait(self, step: Mapping[str, Any]) -> None:
        due = self._tx.now + timedelta(minutes=step["wait_minutes"])
        theirs = select(Sequence.time_zone).where(Sequence.id == self._enrolment.sequence_id)
        firm = self._tx.session.scalar(theirs) or ""
        zone = zone_of(self._contact.time_zone, firm)
        self._go_on(fitting(due, zone, limits(step)))

    def _go_on(self, due: datetime) -> None:
        self._enrolment.next_time = due
        self._tx.schedule(STEP, key=str(self._enrolment.id), due=due)

    def _too_early(self, step: Mapping[str, Any]) -> bool:
        """Whether people still have time to open the message before; then it looks again later."""
        patience = timedelta(minutes=step.get("wait_minutes", 0))
        message = message_before(self._tx, self._enrolment) if patience else None
        due = looked_at_from(self._tx, message, patience) if message else self._tx.now
        if due <= self._tx.now:
            return False
        self._enrolment.step -= 1
        self._go_on(due)
        return True

    def _passes(self, filter_: str) -> bool:
        seen = {name: getattr(self._contact, name) for name in CONTACT_FIELDS}
        seen |= known_of(message_before(self._tx, self._enrolment))
        return parse(filter_, FIELDS).predicate(now=self._tx.now)(seen)
