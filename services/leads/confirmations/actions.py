"""Double opt-in: what a form's box asked for counts once the link in the mail was followed."""

from datetime import timedelta
from uuid import UUID

from chassis import context
from chassis.database import Database
from chassis.errors import NotFound
from chassis.signed_ids import SignedIds
from chassis.transaction import Transaction
from services.leads.contacts import consents
from services.leads.contacts.model import Consent, ConsentState, Contact

#: How long the link in the mail works.
LIFETIME = timedelta(days=14)
PURPOSE = "consent"

Asked = tuple[Consent, Contact]


class Confirmations:
    """What whoever has the link may do."""

    def __init__(self, database: Database, ids: SignedIds, public_url: str) -> None:
        self._database = database
        self._ids = ids
        self._public_url = public_url.rstrip("/")

    def url(self, consent_id: UUID) -> str:
        """The page that confirms an act of consent."""
        return f"{self._public_url}/public/confirmations/{self._ids.word(PURPOSE, consent_id)}"

    def show(self, token: str) -> Asked:
        """What a link is about, with the person as they are now. Raises NotFound."""
        with context.as_system(), self._database.reading() as tx:
            return self._asked(tx, token)

    def confirm(self, token: str) -> Asked:
        """Makes the request a consent, once; afterwards it changes nothing. Raises NotFound."""
        with context.as_system(), self._database.transaction() as tx:
            asked, contact = self._asked(tx, token)
            if contact.marketing_consent is ConsentState.REQUESTED:
                proof = consents.Proof(
                    asked.text,
                    text_version=asked.text_version,
                    source="double opt-in",
                    form_id=asked.form_id,
                )
                consents.record(tx, contact, ConsentState.GRANTED, proof)
                tx.flush()
        return asked, contact

    def _asked(self, tx: Transaction, token: str) -> Asked:
        consent_id = self._ids.record_of(PURPOSE, token)
        asked = tx.session.get(Consent, consent_id) if consent_id else None
        if asked is None or asked.create_time < tx.now - LIFETIME:
            raise NotFound("CONSENT_NOT_FOUND", "This link is not ours, or older than two weeks.")
        return asked, tx.get(Contact, asked.contact_id)
