"""The use cases of forms for those who make them. Each method is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.database import Database
from chassis.filtering import Fields, boolean, choice, text, time, uuid
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.owning import owned
from chassis.transaction import Transaction
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource
from services.leads.forms import fields
from services.leads.forms.model import HONEYPOT, Form, State, Submission, Tally

FORMS = Listing(
    Form,
    Fields(
        text("name"),
        choice("state", State),
        uuid("owner_id"),
        uuid("team_id"),
        time("create_time"),
        time("update_time"),
        search=["name"],
    ),
    orders=("create_time", "update_time", "name"),
)
SUBMISSIONS = Listing(
    Submission,
    Fields(
        time("create_time"),
        uuid("contact_id"),
        boolean("spam"),
        boolean("new_contact"),
        boolean("consent"),
    ),
    orders=("create_time",),
)


@dataclass(frozen=True, slots=True)
class Counts:
    """What came in through a form; spam is not among the submissions."""

    submissions: int = 0
    contacts: int = 0
    spam: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A form with its counts."""

    form: Form
    counts: Counts


class Forms:
    """What can be done with forms."""

    def __init__(self, database: Database, catalogue: Catalogue, tokens: PageTokens) -> None:
        self._database = database
        self._catalogue = catalogue
        self._tokens = tokens

    def get(self, form_id: UUID) -> Counted:
        """One form. Raises NotFound."""
        with self._database.reading() as tx:
            return _counted(tx, [tx.get(Form, form_id)])[0]

    def list(self, query: Query, *, deleted: bool) -> Page[Counted]:
        """A page of forms. Raises InvalidArgument."""
        with self._database.reading() as tx:
            page = FORMS.page(tx, tx.select(Form, deleted=deleted), query, self._tokens)
            return Page(_counted(tx, page.items), page.next_page_token)

    def create(self, values: dict[str, Any]) -> Counted:
        """A new form. Raises InvalidArgument naming what makes no sense."""
        with self._database.transaction() as tx:
            form = Form(name=values["name"])
            form.change({**owned(values), "honeypot": values.get("honeypot") or HONEYPOT})
            self._check(form)
            return Counted(tx.add(form), Counts())

    def update(self, form_id: UUID, changes: dict[str, Any], *, etag: str = "") -> Counted:
        """Sets the fields named. Raises NotFound, Aborted, InvalidArgument."""
        with self._database.transaction() as tx:
            form = tx.get(Form, form_id, etag=etag)
            form.change(changes)
            if changes.keys() & {"fields", "honeypot"}:
                self._check(form)
            return _written(tx, form)

    def delete(self, form_id: UUID, *, etag: str = "") -> None:
        """Takes the form away; its submissions stay. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            tx.get(Form, form_id, etag=etag).delete_time = tx.now

    def undelete(self, form_id: UUID, *, etag: str = "") -> Counted:
        """Brings a deleted form back. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            form = tx.get(Form, form_id, etag=etag, deleted=True)
            form.delete_time = None
            return _written(tx, form)

    def archive(self, form_id: UUID, *, etag: str = "") -> Counted:
        """Closes the form. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            form = tx.get(Form, form_id, etag=etag)
            form.archive()
            return _written(tx, form)

    def activate(self, form_id: UUID, *, etag: str = "") -> Counted:
        """Opens the form again. Raises NotFound, Aborted."""
        with self._database.transaction() as tx:
            form = tx.get(Form, form_id, etag=etag)
            form.activate()
            return _written(tx, form)

    def submissions(self, form_id: UUID, query: Query) -> Page[Submission]:
        """What came in through a form that the caller reaches. Raises NotFound, InvalidArgument."""
        with self._database.reading() as tx:
            form = tx.get(Form, form_id)
            scoped = select(Submission).where(Submission.form_id == form.id)
            return SUBMISSIONS.page(tx, scoped, query, self._tokens)

    def _check(self, form: Form) -> None:
        definitions = self._catalogue.of(Resource.CONTACT)
        fields.check(form.questions, definitions, form.honeypot)


def _written(tx: Transaction, form: Form) -> Counted:
    """The form as it is now, its new version included."""
    tx.flush()
    return _counted(tx, [form])[0]


def _counted(tx: Transaction, forms: Sequence[Form]) -> list[Counted]:
    sums = [func.sum(column) for column in (Tally.submissions, Tally.contacts, Tally.spam)]
    query = select(Tally.form_id, *sums).where(Tally.form_id.in_([form.id for form in forms]))
    rows = tx.execute(query.group_by(Tally.form_id))
    found = {row[0]: Counts(*map(int, row[1:])) for row in rows}
    return [Counted(form, found.get(form.id, Counts())) for form in forms]
