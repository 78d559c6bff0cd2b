"""ConfirmationService: what visitors do with the link of a double opt-in."""

from typing import Any

from crm.leads.v1 import confirmations_pb2 as pb
from crm.leads.v1 import confirmations_pb2_grpc

from services.leads.confirmations.actions import Asked, Confirmations
from services.leads.contacts.model import ConsentState


class ConfirmationService(confirmations_pb2_grpc.ConfirmationServiceServicer):
    """Confirms consent."""

    def __init__(self, confirmations: Confirmations) -> None:
        self._confirmations = confirmations

    def ShowConfirmation(self, request: pb.ShowConfirmationRequest, _: Any) -> pb.Confirmation:
        return _shown(self._confirmations.show(request.token))

    def ConfirmConsent(self, request: pb.ConfirmConsentRequest, _: Any) -> pb.Confirmation:
        return _shown(self._confirmations.confirm(request.token))


def _shown(found: Asked) -> pb.Confirmation:
    asked, contact = found
    granted = contact.marketing_consent is ConsentState.GRANTED
    return pb.Confirmation(text=asked.text, email=contact.email, granted=granted)
