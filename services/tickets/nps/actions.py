"""The use cases of NPS. Each method is one transaction."""

from uuid import UUID

from chassis import context, filtering, scope
from chassis.database import Database
from chassis.errors import FailedPrecondition, NotFound
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.policies import Policies
from services.tickets.contacts_copy.names import by_id
from services.tickets.nps import asking
from services.tickets.nps.model import POLICY_ID, NpsPolicy, NpsSurvey
from services.tickets.signing import Links

FIELDS = Fields(
    filtering.text("contact_name"),
    *map(filtering.uuid, ("id", "contact_id", "owner_id", "team_id")),
    filtering.number("score"),
    *map(filtering.time, ("create_time", "answer_time")),
)
LISTING = Listing(NpsSurvey, FIELDS, orders=("create_time",), default="create_time desc")


class NpsSurveys:
    """What can be done with surveys."""

    def __init__(self, database: Database, tokens: PageTokens, links: Links) -> None:
        self._database = database
        self._tokens = tokens
        self._links = links

    def get(self, survey_id: UUID) -> NpsSurvey:
        """One survey. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(NpsSurvey, survey_id)

    def list(self, query: Query) -> Page[NpsSurvey]:
        """A page of surveys. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(NpsSurvey), query, self._tokens)

    def send(self, contact_id: UUID) -> NpsSurvey:
        """Asks a contact. Raises NotFound, FailedPrecondition (NO_ADDRESS, ASKED_RECENTLY)."""
        with self._database.transaction() as tx:
            contact = by_id(tx, contact_id)
            if contact is None or contact.deleted or not scope.covers(contact, context.current()):
                raise NotFound("CONTACT_NOT_FOUND", "There is no such contact.")
            if not contact.email:
                raise FailedPrecondition("NO_ADDRESS", "The contact has no e-mail address.")
            if last := asking.last_asked(tx, contact):
                raise asking.refusal(tx, last)
            return asking.ask(tx, contact, self._links)


class NpsPolicies(Policies[NpsPolicy]):
    """What can be done with the one policy."""

    model = NpsPolicy
    the_one = POLICY_ID
