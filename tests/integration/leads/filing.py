"""Imports as their callers see them, and the worker's timers run by hand."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from crm.leads.v1 import contacts_pb2, contacts_pb2_grpc, imports_pb2_grpc
from crm.leads.v1 import imports_pb2 as pb
from sqlalchemy import func, select

from chassis.due_timers import DueTimers
from chassis.reactions import collect_timers
from services.leads.composition import SERVICE
from tests.harness.people import Keys, Person
from tests.harness.services import Running, parts_of

PIECE = 50_000


class Filing:
    """What one person does with files."""

    def __init__(self, server: Running, person: Person, keys: Keys) -> None:
        self.server = server
        self.person = person
        self.stub = server.stub(imports_pb2_grpc.ImportServiceStub)
        timers = collect_timers(SERVICE.reactions(parts_of(server.database, keys)))
        self._timers = DueTimers(server.database, timers)

    def upload(
        self, data: str | bytes, *, key: str = "", content_type: str = "text/csv", **said: str
    ) -> pb.Import:
        """Sends a file in pieces, as the gateway does."""
        content = data.encode() if isinstance(data, str) else data

        def messages() -> Iterator[pb.CreateImportRequest]:
            yield pb.CreateImportRequest(**said, file={"content_type": content_type})
            for start in range(0, len(content), PIECE):
                yield pb.CreateImportRequest(file={"data": content[start : start + PIECE]})

        more = {"idempotency_key": key} if key else {}
        made: pb.Import = self.stub.CreateImport(messages(), metadata=self._metadata(**more))
        return made

    def change(self, job: pb.Import, **fields: Any) -> pb.Import:
        """Sets these options and no others."""
        mapping = fields.pop("mapping", None)
        sent = pb.Import(id=job.id, **fields)
        if mapping is not None:
            sent.mapping.update(mapping)
            fields["mapping"] = mapping
        request = pb.UpdateImportRequest(contact_import=sent, update_mask={"paths": [*fields]})
        changed: pb.Import = self.stub.UpdateImport(request, metadata=self._metadata())
        return changed

    def start(self, job: pb.Import) -> pb.Import:
        started: pb.Import = self.stub.StartImport(
            pb.StartImportRequest(id=job.id), metadata=self._metadata()
        )
        return started

    def try_out(self, job: pb.Import) -> pb.Import:
        """A trial run, to its end."""
        self.stub.DryRunImport(pb.DryRunImportRequest(id=job.id), metadata=self._metadata())
        self.work()
        return self.get(job)

    def run(self, job: pb.Import) -> pb.Import:
        """The whole import, to its end."""
        self.start(job)
        self.work()
        return self.get(job)

    def bring(self, data: str | bytes, **options: Any) -> pb.Import:
        """Uploads a file and imports it as it is."""
        job = self.upload(data)
        return self.run(self.change(job, **options) if options else job)

    def cancel(self, job: pb.Import) -> pb.Import:
        cancelled: pb.Import = self.stub.CancelImport(
            pb.CancelImportRequest(id=job.id), metadata=self._metadata()
        )
        return cancelled

    def get(self, job: pb.Import) -> pb.Import:
        found: pb.Import = self.stub.GetImport(
            pb.GetImportRequest(id=job.id), metadata=self._metadata()
        )
        return found

    def errors(self, job: pb.Import) -> list[list[str]]:
        """The report of refused rows, its head included."""
        pieces = self.stub.ExportImportErrors(
            pb.ExportImportErrorsRequest(id=job.id), metadata=self._metadata()
        )
        text = b"".join(piece.data for piece in pieces).decode()
        return list(csv.reader(io.StringIO(text)))

    def work(self) -> None:
        """Everything that is due, as a worker would do it."""
        while self.step():
            pass

    def step(self) -> bool:
        """One thing that is due."""
        return self._timers.step(lambda: None)

    def _metadata(self, **more: str) -> Any:
        return self.person.metadata(**more)


def counts(progress: pb.ImportProgress) -> tuple[int, int, int, int]:
    """created, updated, skipped, failed"""
    return progress.created, progress.updated, progress.skipped, progress.failed


def file_of(rows: int, *, offset: int = 0) -> str:
    """A file of so many people, no two alike."""
    lines = [
        f"person{n}@example.com,Ada{n},Lovelace,City {n % 7}" for n in range(offset, offset + rows)
    ]
    return "\n".join(["email,first_name,last_name,city", *lines]) + "\n"


def people(filing: Filing, filter_: str = "") -> list[contacts_pb2.Contact]:
    stub = filing.server.stub(contacts_pb2_grpc.ContactServiceStub)
    request = contacts_pb2.ListContactsRequest(filter=filter_, order_by="create_time")
    return list(stub.ListContacts(request, metadata=filing.person.metadata()).contacts)


def create(filing: Filing, **fields: object) -> contacts_pb2.Contact:
    stub = filing.server.stub(contacts_pb2_grpc.ContactServiceStub)
    request = contacts_pb2.CreateContactRequest(contact=fields)
    made: contacts_pb2.Contact = stub.CreateContact(request, metadata=filing.person.metadata())
    return made


def kept(filing: Filing, model: type) -> int:
    with filing.server.database.reading() as tx:
        return tx.session.scalar(select(func.count()).select_from(model)) or 0
