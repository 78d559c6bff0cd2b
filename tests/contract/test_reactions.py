"""Sentences about all reactions and timers of all services."""

import pytest
from google.protobuf import descriptor_pool

from chassis import reactions
from chassis.service import Service
from docs.followers import followers, nowhere, services


@pytest.mark.parametrize("service", list(services()), ids=lambda service: service.name)
def test_every_reaction_and_timer_has_a_name_of_its_own(service: Service) -> None:
    parts = nowhere(service.name)
    objects = service.reactions(parts)
    reactions.collect(objects)
    reactions.collect_timers(objects)
    parts.database.close()


def test_what_is_followed_is_a_fact_that_its_publisher_declares() -> None:
    for fact, names in followers().items():
        file = descriptor_pool.Default().FindMessageTypeByName(fact).file.name
        publisher = reactions.publisher_of(fact)
        assert file == f"crm/{publisher}/v1/events.proto", f"{names} follow {fact}, which is none"
