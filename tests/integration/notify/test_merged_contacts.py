"""Messages and complaints of a contact that is merged count for the other one."""

from uuid import UUID, uuid4

from crm.tickets.v1 import events_pb2 as tickets
from sqlalchemy import select

from chassis.database import Database
from services.notify.complaints.model import Complaint
from tests.harness.merges import Merge
from tests.integration.notify.conftest import Worker


def whose(database: Database) -> list[UUID | None]:
    with database.reading() as tx:
        return list(tx.session.scalars(select(Complaint.contact_id)))


def test_a_complaint_goes_with_its_contact_and_comes_back(
    worker: Worker, database: Database
) -> None:
    merge = Merge()
    ticket = {
        "id": str(uuid4()),
        "etag": "1",
        "type": "COMPLAINT",
        "contact_id": merge.goes,
        "contact_email": "grace@example.com",
    }
    worker.hear(tickets.ComplaintOpened(ticket=ticket))
    assert whose(database) == [UUID(merge.goes)]
    for _ in range(2):
        worker.hear(merge.merged())
    assert whose(database) == [UUID(merge.stays)]
    worker.hear(merge.parted())
    assert whose(database) == [UUID(merge.goes)]
