"""The use cases of suppressions. Each method is one transaction."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from chassis import filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import AlreadyExists
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from services.notify.suppressions.model import Reason, Suppression

LISTING = Listing(
    Suppression,
    Fields(
        *map(filtering.text, ("email", "note")),
        filtering.time("create_time"),
        filtering.choice("reason", Reason),
    ),
    orders=("create_time", "email"),
)


class Suppressions:
    """What can be done with suppressions."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, suppression_id: UUID) -> Suppression:
        """One suppression. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Suppression, suppression_id)

    def list(self, query: Query) -> Page[Suppression]:
        """A page of suppressions. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Suppression), query, self._tokens)

    def create(self, values: Values) -> Suppression:
        """Leaves an address alone. Raises InvalidArgument, AlreadyExists (SUPPRESSION_EXISTS)."""
        with self._database.transaction() as tx:
            suppression = Suppression.of(values)
            if not tx.insert([suppression]):
                raise AlreadyExists(
                    "SUPPRESSION_EXISTS", "This address is left alone for this reason already."
                )
        return suppression

    def delete(self, suppression_id: UUID, *, etag: str = "") -> None:
        """Lets an address be written to again. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            tx.session.delete(tx.get(Suppression, suppression_id, etag=etag))


def reasons_of(tx: Transaction, email: str) -> set[Reason]:
    """Why an address is left alone; empty when it is not."""
    return set(reasons_by_address(tx, [email]).get(email, ()))


def reasons_by_address(tx: Transaction, emails: Iterable[str]) -> dict[str, frozenset[Reason]]:
    """Why addresses are left alone; without those that are not."""
    found = select(Suppression.email, Suppression.reason).where(Suppression.email.in_([*emails]))
    reasons: dict[str, frozenset[Reason]] = {}
    for row in tx.execute(found):
        reasons[row.email] = reasons.get(row.email, frozenset()) | {row.reason}
    return reasons


def unsubscribe(tx: Transaction, email: str, note: str) -> bool:
    """Ends advertising to an address; False when it had ended before."""
    gone = Suppression(email=email, reason=Reason.UNSUBSCRIBED, note=note)
    return bool(tx.insert([gone]))


def leave_alone(tx: Transaction, email: str, note: str, reason: Reason = Reason.BOUNCED) -> None:
    """Nothing goes to an address any more from which mail or a complaint comes back."""
    tx.insert([Suppression(email=email, reason=reason, note=note)])


def resubscribe(tx: Transaction, email: str, *, before: datetime) -> None:
    """Takes an unsubscription back that is older than a moment, if there is one."""
    old = (
        Suppression.email == email,
        Suppression.reason == Reason.UNSUBSCRIBED,
        Suppression.create_time <= before,
    )
    tx.execute(delete(Suppression).where(*old))
