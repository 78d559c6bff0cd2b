"""The use cases of templates. Each method is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select

from chassis import context, filtering
from chassis.changes import Values
from chassis.database import Database
from chassis.errors import AlreadyExists, NotFound
from chassis.filtering import Fields
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.transaction import Transaction
from services.notify.contacts_copy.model import ContactCopy
from services.notify.contacts_copy.reading import contact_of, fields_of
from services.notify.templates.model import WORDS, Purpose, Template, TemplateRevision, Words

LISTING = Listing(
    Template,
    Fields(
        *map(filtering.text, ("key", "subject")),
        *map(filtering.time, ("create_time", "update_time")),
        filtering.choice("purpose", Purpose),
    ),
    orders=("key", "create_time", "update_time"),
    default="key",
)
REVISIONS = Listing(TemplateRevision, Fields(), orders=("revision",), default="revision desc")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a message would say, and the values it could not be sent without."""

    words: Words
    missing: list[str]


class Templates:
    """What can be done with templates."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, template_id: UUID) -> Template:
        """One template. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Template, template_id)

    def list(self, query: Query) -> Page[Template]:
        """A page of templates. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return LISTING.page(tx, tx.select(Template), query, self._tokens)

    def revisions(self, template_id: UUID, query: Query) -> Page[TemplateRevision]:
        """What a template said. Raises NotFound, InvalidArgument."""
        with self._database.reading() as tx:
            template = tx.get(Template, template_id)
            said = select(TemplateRevision).where(TemplateRevision.template_id == template.id)
            return REVISIONS.page(tx, said, query, self._tokens)

    def create(self, values: Values) -> Template:
        """A new template. Raises InvalidArgument, AlreadyExists (TEMPLATE_KEY_TAKEN)."""
        with self._database.transaction() as tx:
            template = Template()
            template.change(values)
            tx.lock_key("template", template.key)
            if tx.session.scalar(select(exists().where(Template.key == template.key))):
                raise AlreadyExists(
                    "TEMPLATE_KEY_TAKEN", "Another template has this key.", key=template.key
                )
            tx.add(template)
            _keep(tx, template)
        return template

    def update(self, template_id: UUID, changes: Values, *, etag: str = "") -> Template:
        """Sets what is named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            template = tx.get(Template, template_id, etag=etag)
            if template.change(changes):
                template.revision += 1
                _keep(tx, template)
        return template

    def delete(self, template_id: UUID, *, etag: str = "") -> None:
        """Removes a template with its revisions. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            template = tx.get(Template, template_id, etag=etag)
            gone = delete(TemplateRevision).where(TemplateRevision.template_id == template.id)
            tx.execute(gone)
            tx.session.delete(template)

    def preview(
        self, template_id: UUID, contact_id: UUID | None, values: Mapping[str, Any]
    ) -> Preview:
        """What it would say, and the values that are missing. Raises NotFound."""
        with self._database.reading() as tx:
            template = tx.get(Template, template_id)
            contact: ContactCopy | None = None
            if contact_id:
                reader = context.current().needing("contacts.read")
                contact = contact_of(tx, contact_id, reader)
        given = {**fields_of(contact), "unsubscribe_url": "https://example.com/unsubscribe"}
        given |= values
        return Preview(template.filled(given), template.missing(given))


def by_key(tx: Transaction, key: str) -> Template:
    """The template with a key. Raises NotFound (TEMPLATE_NOT_FOUND)."""
    found = tx.session.scalars(select(Template).where(Template.key == key)).first()
    if found is None:
        raise NotFound("TEMPLATE_NOT_FOUND", "There is no such template.", key=key)
    return found


def _keep(tx: Transaction, template: Template) -> None:
    """Writes down what it says now."""
    words = {name: getattr(template, name) for name in WORDS}
    tx.session.add(
        TemplateRevision(
            create_time=tx.now, template_id=template.id, revision=template.revision, **words
        )
    )
