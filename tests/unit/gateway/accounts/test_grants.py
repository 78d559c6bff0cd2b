"""Grants: how roles add up, and what may be given away."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import context
from chassis.context import Call
from chassis.errors import PermissionDenied
from chassis.identity import WIDTH, Identity, Reach
from gateway.accounts import authority
from gateway.accounts.roles.model import merged, rebased

PATTERNS = ["*", "contacts.*", "contacts.read", "contacts.write", "users.*", "users.read"]
PERMISSIONS = ["contacts.read", "contacts.write", "users.read", "users.write", "audit.read"]
grants = st.dictionaries(st.sampled_from(PATTERNS), st.sampled_from(list(Reach)), max_size=4)


def width(identity: Identity, permission: str) -> int:
    reach = identity.reach(permission)
    return WIDTH[reach] if reach else 0


def test_roles_add_up_to_the_widest_reach() -> None:
    found = merged(
        [
            {"permission": "contacts.read", "reach": "OWN"},
            {"permission": "contacts.*", "reach": "TEAM"},
            {"permission": "contacts.read", "reach": "ALL"},
            {"permission": "contacts.read", "reach": "TEAM"},
        ]
    )
    assert found == {"contacts.read": Reach.ALL, "contacts.*": Reach.TEAM}


@given(mine=grants, given_away=grants, limits=st.none() | st.lists(st.sampled_from(PATTERNS)))
def test_what_may_be_given_away_is_never_wider_than_what_one_has(
    mine: Mapping[str, Reach], given_away: Mapping[str, Reach], limits: list[str] | None
) -> None:
    me = Identity("user", grants=mine, limits=None if limits is None else tuple(limits))
    receiver = Identity("user", grants=given_away)
    with context.use(Call(identity=me, permission="roles.write")):
        try:
            authority.require(given_away)
        except PermissionDenied:
            return
    for permission in PERMISSIONS:
        assert width(receiver, permission) <= width(me, permission)


@pytest.mark.parametrize(
    ("mine", "wanted", "allowed"),
    [
        ({"*": "all"}, {"*": "all"}, True),
        ({"*": "team"}, {"contacts.read": "all"}, False),
        ({"*": "team"}, {"contacts.*": "team"}, True),
        ({"contacts.*": "all"}, {"contacts.read": "own"}, True),
        ({"contacts.*": "all"}, {"*": "own"}, False),
        ({"contacts.read": "all", "contacts.write": "all"}, {"contacts.*": "all"}, False),
        ({}, {}, True),
    ],
)
def test_a_pattern_is_given_away_by_who_holds_all_of_it(
    mine: dict[str, str], wanted: dict[str, str], allowed: bool
) -> None:
    me = Identity("user", grants={pattern: Reach(reach) for pattern, reach in mine.items()})
    asked = {pattern: Reach(reach) for pattern, reach in wanted.items()}
    with context.use(Call(identity=me, permission="roles.write")):
        if allowed:
            authority.require(asked)
        else:
            with pytest.raises(PermissionDenied) as refused:
                authority.require(asked)
            assert refused.value.reason == "WIDER_THAN_YOURS"


Grants = dict[str, str]
BOTH = {"a.b": "OWN", "c.d": "ALL"}


@pytest.mark.parametrize(
    ("mine", "before", "after", "expected"),
    [
        ({"a.b": "OWN"}, {"a.b": "OWN"}, {"a.b": "OWN"}, {"a.b": "OWN"}),
        ({"a.b": "OWN"}, {"a.b": "OWN"}, {"a.b": "ALL"}, {"a.b": "ALL"}),
        (
            {"a.b": "OWN"},
            {"a.b": "OWN"},
            {"a.b": "OWN", "c.d": "ALL"},
            {"a.b": "OWN", "c.d": "ALL"},
        ),
        ({"a.b": "OWN"}, {"a.b": "OWN"}, {}, {}),
        ({"a.b": "TEAM"}, {"a.b": "OWN"}, {"a.b": "ALL"}, {"a.b": "TEAM"}),
        ({"a.b": "TEAM"}, {"a.b": "OWN"}, {}, {"a.b": "TEAM"}),
        ({}, {"a.b": "OWN"}, {"a.b": "OWN"}, {}),
        ({}, {"a.b": "OWN"}, {"a.b": "ALL"}, {}),
        ({"c.d": "OWN"}, {}, {"c.d": "ALL"}, {"c.d": "OWN"}),
        ({"x.y": "OWN"}, {}, {"a.b": "ALL"}, {"a.b": "ALL", "x.y": "OWN"}),
    ],
)
def test_a_role_follows_the_file_where_people_left_it_alone(
    mine: Grants, before: Grants, after: Grants, expected: Grants
) -> None:
    listed = [
        [{"permission": pattern, "reach": reach} for pattern, reach in grants.items()]
        for grants in (mine, before, after)
    ]
    found = rebased(*listed)
    assert {grant["permission"]: grant["reach"] for grant in found} == expected
