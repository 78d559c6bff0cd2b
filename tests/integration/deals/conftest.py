"""The deals service in this process, on a database of the test's own."""

from collections.abc import Iterator
from datetime import timedelta

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
from chassis.due_timers import DueTimers
from chassis.reactions import collect_timers
from services.deals.composition import SERVICE
from tests.harness.databases import Templates, opened
from tests.harness.people import Keys
from tests.harness.services import Running, parts_of, serving


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


class Clockwork:
    """The worker's timers, run by hand on the moved clock."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        handlers = collect_timers(SERVICE.reactions(parts_of(database, keys)))
        self._timers = DueTimers(database, handlers)
        self._clock = clock

    def after(self, step: timedelta) -> None:
        """Moves the clock and does what fell due."""
        self._clock.advance(step)
        while self._timers.step(lambda: None):
            continue


@pytest.fixture
def clockwork(deals_database: Database, keys: Keys, clock: Clock) -> Clockwork:
    return Clockwork(deals_database, keys, clock)
