"""ApiKeyService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import api_keys_pb2 as pb
from crm.gateway.v1 import api_keys_pb2_grpc

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from gateway.accounts.api_keys.actions import ApiKeys
from gateway.accounts.api_keys.model import ApiKey


class ApiKeyService(api_keys_pb2_grpc.ApiKeyServiceServicer):
    """How programs act for a user."""

    def __init__(self, api_keys: ApiKeys) -> None:
        self._api_keys = api_keys

    def GetApiKey(self, request: pb.GetApiKeyRequest, _: Any) -> pb.ApiKey:
        return to_message(self._api_keys.get(parse_id(request.id, "api_key")), pb.ApiKey)

    def ListApiKeys(self, request: pb.ListApiKeysRequest, _: Any) -> pb.ListApiKeysResponse:
        page = self._api_keys.list(Query.of(request))
        keys = [to_message(key, pb.ApiKey) for key in page.items]
        return pb.ListApiKeysResponse(api_keys=keys, next_page_token=page.next_page_token)

    def CreateApiKey(self, request: pb.CreateApiKeyRequest, _: Any) -> pb.ApiKey:
        record, key = self._api_keys.create(masks.values(request.api_key, ApiKey))
        answer = to_message(record, pb.ApiKey)
        answer.key = key
        return answer

    def UpdateApiKey(self, request: pb.UpdateApiKeyRequest, _: Any) -> pb.ApiKey:
        changes = masks.changes(request.api_key, request.update_mask, ApiKey)
        key_id = parse_id(request.api_key.id, "api_key")
        record = self._api_keys.update(key_id, changes, etag=request.api_key.etag)
        return to_message(record, pb.ApiKey)

    def RevokeApiKey(self, request: pb.RevokeApiKeyRequest, _: Any) -> pb.ApiKey:
        return to_message(self._api_keys.revoke(parse_id(request.id, "api_key")), pb.ApiKey)
