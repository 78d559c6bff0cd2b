"""ContractService: a message in, a use case, a message out."""

from typing import Any

from crm.deals.v1 import contracts_pb2 as pb
from crm.deals.v1 import contracts_pb2_grpc

from chassis import masks
from chassis.errors import InvalidArgument
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import read_date
from services.deals.contracts.actions import Contracts
from services.deals.contracts.model import Contract
from services.deals.contracts.signing import shown


class ContractService(contracts_pb2_grpc.ContractServiceServicer):
    """Contracts and their renewal clock."""

    def __init__(self, contracts: Contracts) -> None:
        self._contracts = contracts

    def GetContract(self, request: pb.GetContractRequest, _: Any) -> pb.Contract:
        return shown(self._contracts.get(parse_id(request.id, "contract")))

    def ListContracts(self, request: pb.ListContractsRequest, _: Any) -> pb.ListContractsResponse:
        page = self._contracts.list(Query.of(request))
        contracts = [shown(contract) for contract in page.items]
        return pb.ListContractsResponse(contracts=contracts, next_page_token=page.next_page_token)

    def CreateContract(self, request: pb.CreateContractRequest, _: Any) -> pb.Contract:
        return shown(self._contracts.create(masks.values(request.contract, Contract)))

    def UpdateContract(self, request: pb.UpdateContractRequest, _: Any) -> pb.Contract:
        changes = masks.changes(request.contract, request.update_mask, Contract)
        contract_id = parse_id(request.contract.id, "contract")
        return shown(self._contracts.update(contract_id, changes, etag=request.contract.etag))

    def RenewContract(self, request: pb.RenewContractRequest, _: Any) -> pb.Contract:
        contract_id = parse_id(request.id, "contract")
        return shown(self._contracts.renew(contract_id, request.months, etag=request.etag))

    def EndContract(self, request: pb.EndContractRequest, _: Any) -> pb.Contract:
        try:
            on = read_date(request.end_date) if request.end_date else None
        except ValueError as error:
            raise InvalidArgument.of("end_date", str(error)) from None
        contract_id = parse_id(request.id, "contract")
        ended = self._contracts.end(contract_id, reason=request.reason, on=on, etag=request.etag)
        return shown(ended)
