"""CompanyService: a message in, a use case, a message out."""

from typing import Any

from crm.leads.v1 import companies_pb2 as pb
from crm.leads.v1 import companies_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.companies.actions import Companies
from services.leads.companies.model import Company
from services.leads.fields.catalogue import Catalogue
from services.leads.fields.model import Resource


class CompanyService(companies_pb2_grpc.CompanyServiceServicer):
    """Organisations and the people in them."""

    def __init__(self, companies: Companies, catalogue: Catalogue) -> None:
        self._companies = companies
        self._catalogue = catalogue

    def GetCompany(self, request: pb.GetCompanyRequest, _: Any) -> pb.Company:
        return self._shown(self._companies.get(parse_id(request.id, "company")))

    def ListCompanies(self, request: pb.ListCompaniesRequest, _: Any) -> pb.ListCompaniesResponse:
        page = self._companies.list(Query.of(request), deleted=request.show_deleted)
        companies = [self._shown(company) for company in page.items]
        return pb.ListCompaniesResponse(companies=companies, next_page_token=page.next_page_token)

    def CountCompanies(
        self, request: pb.CountCompaniesRequest, _: Any
    ) -> pb.CountCompaniesResponse:
        found = self._companies.count(request.filter)
        return pb.CountCompaniesResponse(count=found.count, capped=found.capped)

    def SearchCompanies(
        self, request: pb.SearchCompaniesRequest, _: Any
    ) -> pb.SearchCompaniesResponse:
        found = self._companies.search(request.query, size=request.page_size)
        return pb.SearchCompaniesResponse(companies=[self._shown(company) for company in found])

    def CreateCompany(self, request: pb.CreateCompanyRequest, _: Any) -> pb.Company:
        return self._shown(self._companies.create(masks.values(request.company, Company)))

    def UpdateCompany(self, request: pb.UpdateCompanyRequest, _: Any) -> pb.Company:
        changes = masks.changes(request.company, request.update_mask, Company)
        company_id = parse_id(request.company.id, "company")
        return self._shown(self._companies.update(company_id, changes, etag=request.company.etag))

    def DeleteCompany(self, request: pb.DeleteCompanyRequest, _: Any) -> Empty:
        self._companies.delete(parse_id(request.id, "company"), etag=request.etag)
        return Empty()

    def UndeleteCompany(self, request: pb.UndeleteCompanyRequest, _: Any) -> pb.Company:
        company_id = parse_id(request.id, "company")
        return self._shown(self._companies.undelete(company_id, etag=request.etag))

    def _shown(self, company: Company) -> pb.Company:
        bag = self._catalogue.visible(Resource.COMPANY, company.custom_fields)
        return to_message(company, pb.Company, custom_fields=bag)
