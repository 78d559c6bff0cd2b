"""Of two records of one person: which values stay. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from chassis.changes import Values
from chassis.errors import InvalidArgument
from services.leads.contacts.model import ConsentState, Contact, LifecycleStage

#: Fields that say one thing together: a company has one name.
UNITS = (
    *((name,) for name in ("first_name", "last_name", "phone", "job_title", "language")),
    ("company_id", "company_name"),
    ("country", "city"),
    ("time_zone",),
    ("birth_date",),
)
#: What somebody may choose by name; "custom_fields.<key>" besides.
CHOOSABLE = frozenset({"email", *(name for unit in UNITS for name in unit)})
BAG = "custom_fields."
#: From stranger to friend; who was a customer once is not a lead again by a merge.
STAGES = (
    LifecycleStage.INACTIVE,
    LifecycleStage.SUBSCRIBER,
    LifecycleStage.LEAD,
    LifecycleStage.MARKETING_QUALIFIED,
    LifecycleStage.SALES_READY,
    LifecycleStage.CHURNED,
    LifecycleStage.OPPORTUNITY,
    LifecycleStage.CUSTOMER,
    LifecycleStage.ADVOCATE,
)
EMPTY: tuple[Any, ...] = (None, "")


def checked(take: Collection[str], keep: Collection[str]) -> None:
    """Raises InvalidArgument for a choice that names no field of a contact, or one both ways."""
    for field, names in (("take_fields", take), ("keep_fields", keep)):
        for name in names:
            if name not in CHOOSABLE and not name.startswith(BAG):
                raise InvalidArgument.of(field, f"name no field that can be chosen: {name}")
    if both := sorted({*take} & {*keep}):
        raise InvalidArgument.of("keep_fields", f"name what is taken as well: {', '.join(both)}")


def survivor(older: Any, newer: Any, *, default: Any = None, anonymous: bool = False) -> Any:
    """The value that stays: what was said last, unless it says nothing. What is only the default
    of a person nobody knows by name (anonymous) says nothing."""
    silent = newer in EMPTY or (anonymous and newer == default)
    return older if silent and older not in EMPTY else newer


@dataclass(frozen=True, slots=True)
class Survivorship:
    """The one that stays, the one that goes, and which fields somebody chose of either."""

    stays: Contact
    goes: Contact
    take: Collection[str] = ()
    keep: Collection[str] = ()

    def values(self) -> Values:
        """The values of the one that stays, by field; those it has already included."""
        values: Values = {}
        for unit in UNITS:
            giver = self._giver(unit)
            values |= {name: getattr(giver, name) for name in unit}
        if self._gives_address:
            values["email"] = self.goes.email
        if self.stays.owner_id is None and (self.goes.owner_id or self.stays.team_id is None):
            team_id = self.goes.team_id or self.stays.team_id
            values |= {"owner_id": self.goes.owner_id, "team_id": team_id}
        new = [tag for tag in self.goes.tags if tag not in self.stays.tags]
        values |= {"tags": [*self.stays.tags, *new], "custom_fields": self._bag()}
        return values | self._touches()

    @property
    def stage(self) -> LifecycleStage:
        """The further stage of the two."""
        return max(self.stays.lifecycle_stage, self.goes.lifecycle_stage, key=STAGES.index)

    @property
    def consent(self) -> ConsentState:
        """That of the address that stays: it was given for it. Taken back at either is taken
        back."""
        both = (self.stays.marketing_consent, self.goes.marketing_consent)
        if ConsentState.WITHDRAWN in both:
            return ConsentState.WITHDRAWN
        return both[self._gives_address]

    @property
    def _gives_address(self) -> bool:
        """Whether the address comes from the one that goes."""
        return bool(self.goes.email) and (not self.stays.email or "email" in self.take)

    def _giver(self, unit: Collection[str]) -> Contact:
        """Who gives the fields of a unit."""
        says = {
            contact.id: contact
            if any(getattr(contact, name) not in EMPTY for name in unit)
            else None
            for contact in (self.stays, self.goes)
        }
        mine, theirs = says[self.stays.id], says[self.goes.id]
        return self._chosen(unit, mine, theirs) or self.stays

    def _bag(self) -> dict[str, Any]:
        mine, theirs = self.stays.custom_fields, self.goes.custom_fields
        return {
            key: self._chosen([BAG + key], mine.get(key), theirs.get(key))
            for key in {**mine, **theirs}
        }

    def _chosen(self, names: Collection[str], mine: Any, theirs: Any) -> Any:
        """One of two values: by name, or what was said last."""
        if {*names} & {*self.take}:
            return survivor(mine, theirs)
        if {*names} & {*self.keep} or self.stays.update_time >= self.goes.update_time:
            return survivor(theirs, mine)
        return survivor(mine, theirs)

    def _touches(self) -> Values:
        """How we first heard of the person, and how last."""
        both = (self.stays, self.goes)
        first, second = sorted(both, key=lambda contact: contact.create_time)
        earlier, later = sorted(both, key=lambda contact: contact.last_activity_time)
        return {
            "first_touch": first.first_touch or second.first_touch,
            "last_touch": later.last_touch or earlier.last_touch,
        }
