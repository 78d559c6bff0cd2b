"""Whether there is what a campaign sends: notify keeps the templates and is asked."""

from uuid import UUID

from crm.notify.v1 import templates_pb2, templates_pb2_grpc

from chassis.calling import Callee
from chassis.database import Database
from chassis.errors import FailedPrecondition, PermissionDenied, Unavailable
from services.leads.campaigns.model import Campaign

#: How long a person waits for notify, in seconds, over all tries.
TIMEOUT = 2.0


class Letters:
    """Looks for a campaign's template. notify: the server that is asked."""

    def __init__(self, database: Database, notify: Callee) -> None:
        self._database = database
        self._notify = notify

    def require(self, campaign_id: UUID) -> None:
        """Raises FailedPrecondition (TEMPLATE_UNKNOWN) when notify says that there is no such
        template, and NotFound when there is no such campaign.

        Silence stops nobody: what was launched waits for notify anyway.
        """
        with self._database.reading() as tx:
            key = tx.get(Campaign, campaign_id).template_key
        try:
            known = self._known(key)
        except (Unavailable, PermissionDenied):
            return
        if not known:
            raise FailedPrecondition(
                "TEMPLATE_UNKNOWN", f'There is no template "{key}".', template_key=key
            )

    def _known(self, key: str) -> bool:
        stub = self._notify.stub(templates_pb2_grpc.TemplateServiceStub)
        quoted = key.replace("\\", "\\\\").replace('"', '\\"')
        request = templates_pb2.ListTemplatesRequest(filter=f'key = "{quoted}"', page_size=1)
        answer = self._notify.call(stub.ListTemplates, request, timeout=TIMEOUT, idempotency_key="")
        return bool(answer.templates)
