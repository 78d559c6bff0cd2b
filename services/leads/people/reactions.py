"""Keeps the copy in step, and lets leads move when somebody comes or goes."""

from uuid import UUID

from crm.gateway.v1 import events_pb2 as accounts

from chassis.copies import take_over
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.leads.assignment import waiting
from services.leads.people.model import Person, find


class PeopleReactions:
    """What leads does when accounts tells of a user."""

    @reacts_to(accounts.UserCreated, accounts.UserUpdated)
    def follow_user(
        self, fact: accounts.UserCreated | accounts.UserUpdated, tx: Transaction
    ) -> None:
        """Takes over what is newer. Who came may get leads that wait; who left hands theirs on."""
        if not take_over(tx, Person, fact.user):
            return
        person = find(tx, UUID(fact.user.id))
        if person is not None and person.there(tx.now):
            waiting.look_again(tx)
        if person is not None and not person.active:
            waiting.hand_over(tx, person.id)
