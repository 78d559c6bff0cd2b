"""People and roles as an admin makes and finds them."""

from tests.integration.gateway.conftest import Client

STRONG = "a wide sea of compilers"


def create(admin: Client, **fields: object) -> dict[str, str]:
    """A new user."""
    values = {"email": "new@trellis.example", "name": "New Person", "password": STRONG, **fields}
    answer = admin.post("/v1/users", values)
    assert answer.status_code == 201, answer.text
    document: dict[str, str] = answer.json
    return document


def role_ids(admin: Client) -> dict[str, str]:
    """Key -> id."""
    return {role["key"]: role["id"] for role in admin.get("/v1/roles").json["roles"]}


def person(admin: Client, role: str) -> dict[str, str]:
    """The demo person of a role."""
    found = admin.get(f'/v1/users?filter=email="{role}@trellis.example"').json["users"]
    document: dict[str, str] = found[0]
    return document
