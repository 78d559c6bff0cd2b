"""The use cases of routing. Each method is one transaction."""

from chassis.changes import Values
from chassis.database import Database
from services.tickets.routing import giving
from services.tickets.routing.model import ROUTING_ID, Routing


class Routings:
    """How new tickets find their owners."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> Routing:
        """As it is now."""
        with self._database.reading() as tx:
            return tx.get(Routing, ROUTING_ID)

    def update(self, changes: Values, *, etag: str = "") -> Routing:
        """Sets the fields named; what waits is given out at once. Raises Aborted."""
        with self._database.transaction() as tx:
            routing = tx.get(Routing, ROUTING_ID, etag=etag)
            routing.change(changes)
            tx.flush()
            giving.hand_out(tx)
        return routing
