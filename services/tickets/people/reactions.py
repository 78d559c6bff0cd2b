"""Keeps the copy in step, and lets tickets move when somebody comes or goes."""

from uuid import UUID

from crm.gateway.v1 import events_pb2 as accounts

from chassis.copies import take_over
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.tickets.people.model import Person
from services.tickets.routing import giving


class PeopleReactions:
    """What tickets does when accounts tells of a user."""

    @reacts_to(accounts.UserCreated, accounts.UserUpdated)
    def follow_user(
        self, fact: accounts.UserCreated | accounts.UserUpdated, tx: Transaction
    ) -> None:
        """Takes over what is newer. Who came gets tickets that wait; who left hands theirs on."""
        if not take_over(tx, Person, fact.user):
            return
        if not fact.user.active:
            giving.hand_over(tx, UUID(fact.user.id))
        elif fact.user.present:
            giving.hand_out(tx)
