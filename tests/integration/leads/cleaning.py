"""The clean-up as its reviewer sees it."""

from typing import Any

from crm.leads.v1 import cleanup_pb2 as pb
from crm.leads.v1 import contacts_pb2

from tests.harness.people import Person
from tests.integration.leads.desk import Desk
from tests.integration.leads.machinery import Machinery

Item = pb.CleanupItem


def change(office: Desk, **changes: Any) -> pb.CleanupPolicy:
    """The policy, changed."""
    return office.cleanup.UpdateCleanupPolicy(
        pb.UpdateCleanupPolicyRequest(cleanup_policy=changes, update_mask={"paths": [*changes]})
    )


def begin(office: Desk, machinery: Machinery, reviewer: Person) -> None:
    """Somebody looks through what a round finds from now on."""
    machinery.hire(reviewer)
    change(office, enabled=True, reviewer_id=str(reviewer.id))


def run(office: Desk, machinery: Machinery) -> None:
    """A round, from its beginning to its end."""
    office.cleanup.RunCleanup(pb.RunCleanupRequest())
    machinery.settle()


def person(office: Desk, **fields: Any) -> str:
    """A contact with a name and an address, unless something else is said."""
    known = {"first_name": "Ada", "last_name": "Lovelace", **fields}
    return office.contacts.CreateContact(contacts_pb2.CreateContactRequest(contact=known)).id


def items(office: Desk, filter_: str = "state = OPEN", **more: Any) -> list[pb.CleanupItem]:
    request = pb.ListCleanupItemsRequest(filter=filter_, **more)
    return list(office.cleanup.ListCleanupItems(request).cleanup_items)


def found(office: Desk, filter_: str = "state = OPEN") -> dict[str, set[str]]:
    """Contact id -> the reasons why it is to be looked at."""
    reasons: dict[str, set[str]] = {}
    for item in items(office, filter_):
        reasons.setdefault(item.contact_id, set()).add(Item.Reason.Name(item.reason))
    return reasons


def counts(office: Desk) -> list[int]:
    """How many wait: duplicate, bounced, incomplete, stale."""
    summary = office.cleanup.GetCleanupSummary(pb.GetCleanupSummaryRequest())
    names = ("duplicate", "bounced", "incomplete", "stale")
    return [getattr(summary, f"{name}_count") for name in names]


def built(office: Desk) -> list[dict[str, Any]]:
    """What was told of rounds, in order."""
    return [data for name, data in office.told("cleanup_rounds/") if name == "CleanupRoundBuilt"]
