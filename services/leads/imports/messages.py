"""An import as others see it."""

from crm.leads.v1 import imports_pb2 as pb

from chassis.mapping import to_message
from services.leads.imports.model import Import


def shown(job: Import) -> pb.Import:
    """The import as a message."""
    message: pb.Import = to_message(job, pb.Import)
    return message
