"""ImportService: a message in, a use case, a message out."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from crm.leads.v1 import imports_pb2 as pb
from crm.leads.v1 import imports_pb2_grpc
from google.api.httpbody_pb2 import HttpBody
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from services.leads.imports.actions import Imports
from services.leads.imports.messages import shown
from services.leads.imports.model import DateFormat, Existing, Import
from services.leads.imports.report import Report
from services.leads.imports.uploads import Upload, Uploads

#: What an enum that is not said means.
DEFAULTS = {"existing": Existing.UPDATE, "date_format": DateFormat.YEAR_MONTH_DAY}


class ImportService(imports_pb2_grpc.ImportServiceServicer):
    """From a file to contacts."""

    def __init__(self, imports: Imports, uploads: Uploads, report: Report) -> None:
        self._imports = imports
        self._uploads = uploads
        self._report = report

    def CreateImport(self, requests: Iterator[pb.CreateImportRequest], rpc: Any) -> pb.Import:
        first = next(requests, pb.CreateImportRequest())
        upload = Upload(
            file_name=first.file_name,
            media_type=first.file.content_type,
            charset=first.charset,
            delimiter=first.delimiter,
        )
        job, replayed = self._uploads.take(upload, _pieces(first, requests))
        if replayed:
            rpc.set_trailing_metadata((("idempotent-replayed", "true"),))
        return shown(job)

    def GetImport(self, request: pb.GetImportRequest, _: Any) -> pb.Import:
        return shown(self._imports.get(parse_id(request.id, "import")))

    def ListImports(self, request: pb.ListImportsRequest, _: Any) -> pb.ListImportsResponse:
        page = self._imports.list(Query.of(request))
        found = [shown(job) for job in page.items]
        return pb.ListImportsResponse(imports=found, next_page_token=page.next_page_token)

    def UpdateImport(self, request: pb.UpdateImportRequest, _: Any) -> pb.Import:
        sent = request.contact_import
        import_id = parse_id(sent.id, "import")
        changes = _meant(masks.changes(sent, request.update_mask, Import))
        return shown(self._imports.update(import_id, changes, etag=sent.etag))

    def DryRunImport(self, request: pb.DryRunImportRequest, _: Any) -> pb.Import:
        return shown(self._imports.try_out(parse_id(request.id, "import"), etag=request.etag))

    def StartImport(self, request: pb.StartImportRequest, _: Any) -> pb.Import:
        return shown(self._imports.start(parse_id(request.id, "import"), etag=request.etag))

    def CancelImport(self, request: pb.CancelImportRequest, _: Any) -> pb.Import:
        return shown(self._imports.cancel(parse_id(request.id, "import")))

    def DeleteImport(self, request: pb.DeleteImportRequest, _: Any) -> Empty:
        self._imports.delete(parse_id(request.id, "import"), etag=request.etag)
        return Empty()

    def ExportImportErrors(
        self, request: pb.ExportImportErrorsRequest, rpc: Any
    ) -> Iterator[HttpBody]:
        pieces = self._report.open(parse_id(request.id, "import"))
        name = quote(f"import-errors-{request.id}.csv")
        rpc.send_initial_metadata((("filename", name),))
        for data in pieces:
            yield HttpBody(content_type="text/csv; charset=utf-8", data=data)


def _pieces(
    first: pb.CreateImportRequest, rest: Iterable[pb.CreateImportRequest]
) -> Iterator[bytes]:
    yield first.file.data
    for request in rest:
        yield request.file.data


def _meant(changes: dict[str, Any]) -> dict[str, Any]:
    """Enums that are not said, as what they mean."""
    for name, default in DEFAULTS.items():
        if str(changes.get(name, "")).endswith("UNSPECIFIED"):
            changes[name] = default
    return changes
