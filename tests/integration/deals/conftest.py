"""The deals service in this process, on a database of the test's own."""

from collections.abc import Iterator

import pytest
from crm.deals.v1 import (
    activities_pb2_grpc,
    contracts_pb2_grpc,
    deals_pb2_grpc,
    pipelines_pb2_grpc,
    reports_pb2_grpc,
)

from chassis.clock import Clock
from chassis.database import Database
from services.deals.composition import SERVICE
from tests.harness.databases import Templates, opened
from tests.harness.machinery import Machinery
from tests.harness.people import Keys
from tests.harness.services import Running, serving


@pytest.fixture
def deals_database(templates: Templates, clock: Clock) -> Iterator[Database]:
    with opened(templates, "services.deals", clock) as database:
        yield database


@pytest.fixture
def deals_server(deals_database: Database, keys: Keys) -> Iterator[Running]:
    with serving("services.deals", deals_database, keys) as running:
        yield running


@pytest.fixture
def deals(deals_server: Running) -> deals_pb2_grpc.DealServiceStub:
    return deals_server.stub(deals_pb2_grpc.DealServiceStub)


@pytest.fixture
def pipelines(deals_server: Running) -> pipelines_pb2_grpc.PipelineServiceStub:
    return deals_server.stub(pipelines_pb2_grpc.PipelineServiceStub)


@pytest.fixture
def activities(deals_server: Running) -> activities_pb2_grpc.ActivityServiceStub:
    return deals_server.stub(activities_pb2_grpc.ActivityServiceStub)


@pytest.fixture
def contracts(deals_server: Running) -> contracts_pb2_grpc.ContractServiceStub:
    return deals_server.stub(contracts_pb2_grpc.ContractServiceStub)


@pytest.fixture
def reports(deals_server: Running) -> reports_pb2_grpc.ReportServiceStub:
    return deals_server.stub(reports_pb2_grpc.ReportServiceStub)


@pytest.fixture
def clockwork(deals_database: Database, keys: Keys, clock: Clock) -> Iterator[Machinery]:
    """The worker of deals, run by hand on the moved clock."""
    machinery = Machinery(SERVICE, deals_database, keys, clock)
    yield machinery
    machinery.close()
