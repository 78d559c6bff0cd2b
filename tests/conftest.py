"""Fixtures for every test. They start what a test names and nothing else.

Servers (session, private, gone with the run)     postgresql  rabbitmq  redis
Servers of one test's own, to be stopped or killed  own_postgresql  own_rabbitmq  own_redis
A migrated, empty database for one test           leads_database  database_of("gateway")
The business clock of that database               clock.advance(timedelta(days=3))
Callers                                           admin  as_person({"contacts.*": "own"}, teams=[…])
A service in process, with a channel and stubs    leads_server  shared_leads (others' records in it)
The whole suite as processes behind nginx         suite

    def test_a_rep_reads_her_contact(leads_server, as_person):
        ada = as_person({"contacts.*": "own"})
        contacts = leads_server.stub(contacts_pb2_grpc.ContactServiceStub)
        made = contacts.CreateContact(factories.create_contact(owner=ada), metadata=ada.metadata())
        with refused("NOT_FOUND", "CONTACT_NOT_FOUND"):
            contacts.GetContact(pb.GetContactRequest(id=made.id), metadata=bob.metadata())

Also: tests.harness.refusals.refused (what a refused call says), tests.harness.waiting.eventually
(instead of sleep), tests.factories (valid requests; a test states only what matters).
"""

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.harness.servers",
    "tests.harness.databases",
    "tests.harness.people",
    "tests.harness.services",
    "tests.harness.suite",
]

#: How long an example takes says how busy the machine is, and nothing about what is tested.
settings.register_profile(
    "patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("patient")
