"""Keeps the copy in step, whatever order the facts arrive in."""

from crm.gateway.v1 import events_pb2 as accounts

from chassis.copies import take_over
from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.notify.people.model import Person


class PeopleReactions:
    """What notify does when accounts tells of a user."""

    @reacts_to(accounts.UserCreated, accounts.UserUpdated)
    def follow_user(
        self, fact: accounts.UserCreated | accounts.UserUpdated, tx: Transaction
    ) -> None:
        """Takes over what is newer."""
        take_over(tx, Person, fact.user)
