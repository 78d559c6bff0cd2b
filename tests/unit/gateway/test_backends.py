"""Calls to services: repeated only where that is safe, the same with and without a network."""

import threading
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from flask.testing import FlaskClient

from chassis.channels import target_of
from chassis.identity import ANONYMOUS, Identity, Reach
from gateway import problems
from gateway.backends.channels import ChannelBackend
from gateway.backends.feed import AHEAD, Feed
from gateway.backends.in_process import InProcess
from gateway.catalogue import Catalogue, Method
from gateway.parts import Check
from gateway.problems import refuse
from gateway.tokens import KEPT, Tokens
from tests.unit.gateway.answers import problem
from tests.unit.gateway.conftest import make_app
from tests.unit.gateway.things import Things


def rpc(everything: Catalogue, name: str) -> Method:
    return everything.by_name[f"crm.everything.v1.ThingService.{name}"]


@pytest.mark.usefixtures("things")
class TestRetries:
    @pytest.fixture
    def client(self, everything: Catalogue, serving: tuple[Things, str]) -> Iterator[FlaskClient]:
        """Ada, over a channel of her own: one that sees many failures stops trying again."""
        backend = ChannelBackend(serving[1], everything.methods)
        client = make_app(everything, backend).test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = "Bearer ada"
        yield client
        backend.close()

    def test_reading_is_repeated_when_a_service_was_not_there(
        self, client: FlaskClient, things: Things
    ) -> None:
        things.unavailable = 2
        assert client.get("/v1/things/t1").status_code == 200
        assert len(things.asked) == 3

    def test_it_is_given_up_after_the_third_time(self, client: FlaskClient, things: Things) -> None:
        things.unavailable = 9
        problem(client.get("/v1/things/t1"), 503, "UNAVAILABLE")
        assert len(things.asked) == 3

    def test_a_change_with_a_key_is_repeated(self, client: FlaskClient, things: Things) -> None:
        things.unavailable = 1
        response = client.post("/v1/things", json={}, headers={"Idempotency-Key": "k"})
        assert response.status_code == 201
        assert len(things.asked) == 2

    @pytest.mark.parametrize(("method", "path"), [("POST", "/v1/things"), ("DELETE", "/v1/things/t1"), ("PATCH", "/v1/things/t1")])  # fmt: skip  # noqa: E501
    def test_other_changes_are_not(
        self, client: FlaskClient, things: Things, method: str, path: str
    ) -> None:
        things.unavailable = 1
        body = None if method == "DELETE" else {}
        problem(client.open(path, method=method, json=body), 503, "UNAVAILABLE")
        assert len(things.asked) == 1


class TestInProcess:
    @pytest.fixture
    def local(self, everything: Catalogue, things: Things) -> InProcess:
        """A backend that the same servicer has registered with."""
        backend = InProcess()
        handlers = {
            method.name: things.service(Details(method.grpc_path)) for method in everything.methods
        }
        backend.add_registered_method_handlers("crm.everything.v1.ThingService", handlers)
        return backend

    def test_it_answers_like_a_service_on_the_network(
        self, everything: Catalogue, local: InProcess, things: Things
    ) -> None:
        client = make_app(everything, local).test_client()  # type: ignore[arg-type]
        client.environ_base["HTTP_AUTHORIZATION"] = "Bearer ada"
        assert client.get("/v1/things/t1").status_code == 200
        assert things.metadata["authorization"] == "Bearer token-of-Ada"
        problem(client.delete("/v1/things/t1", headers={"If-Match": '"2"'}), 412, "ETAG_MISMATCH")
        sent = {"code": 5, "message": "No.", "reason": "GONE"}
        problem(client.post("/v1/everything:fail", json=sent), 404, "GONE")
        exported = client.get("/v1/things:export?rows=1")
        assert exported.data == b"id\nt0\n"
        assert "things" in exported.headers["Content-Disposition"]
        imported = client.post("/v1/shelves/s1/things:import", data=b"x", content_type="text/csv")
        assert imported.json is not None
        assert imported.json["size"] == "1"
        seen = client.post("/v1/things", json={}, headers={"Idempotency-Key": "seen"})
        assert seen.headers["Idempotent-Replayed"] == "true"

    def test_a_broken_upload_is_told_in_the_senders_words(
        self, everything: Catalogue, local: InProcess
    ) -> None:
        method = rpc(everything, "ImportThings")

        def requests() -> Iterator[Any]:
            yield method.request(shelf="s1")
            raise refuse(413, "BODY_TOO_LARGE", "Too large.")

        with pytest.raises(problems.Problem) as refusal:
            local.upload(method, requests(), [], 1.0)
        assert refusal.value.status == 413

    def test_what_nobody_serves_is_said_so(self, everything: Catalogue) -> None:
        method = rpc(everything, "GetThing")
        with pytest.raises(grpc.RpcError) as refusal:
            InProcess().call(method, method.request(), [], 1.0)
        assert problems.from_rpc_error(refusal.value).status == 501

    def test_what_is_common_to_all_stands_around_each(
        self, everything: Catalogue, things: Things
    ) -> None:
        named: list[str] = []

        def around(path: str, handler: Any) -> Any:
            named.append(path)
            return handler

        method = rpc(everything, "GetThing")
        handler = things.service(Details(method.grpc_path))
        InProcess(around).add_registered_method_handlers(
            "crm.everything.v1.ThingService", {"GetThing": handler}
        )
        assert named == [method.grpc_path]


class Details:
    """What gRPC tells of a call."""

    invocation_metadata = ()

    def __init__(self, method: str) -> None:
        self.method = method


class TestFeed:
    def test_messages_arrive_in_order_and_end(self) -> None:
        feed, taken = Feed(), list[Any]()
        reader = threading.Thread(target=lambda: taken.extend(feed))
        reader.start()
        feed.send(range(50))  # type: ignore[arg-type]
        reader.join(5)
        assert taken == list(range(50))

    def test_the_sender_does_not_run_far_ahead_and_stops_when_nobody_listens(self) -> None:
        feed, made = Feed(), list[int]()

        def messages() -> Iterator[Any]:
            for number in range(1000):
                made.append(number)
                if number == AHEAD:
                    threading.Thread(target=feed.abandon).start()
                yield number

        feed.send(messages())
        assert len(made) == AHEAD + 1
        assert list(feed) == []


class TestTokens:
    def test_an_identity_is_signed_once_in_a_while(self) -> None:
        signed, now = list[Identity](), [0.0]

        def sign(identity: Identity) -> str:
            signed.append(identity)
            return f"token {len(signed)}"

        tokens = Tokens(sign, now=lambda: now[0])
        ada = Identity(kind="user", name="Ada", grants={"a.*": Reach.OWN})
        assert tokens.of(ada) == tokens.of(ada) == "token 1"
        widened = Identity(kind="user", name="Ada", grants={"a.*": Reach.ALL})
        assert tokens.of(widened) == "token 2"
        now[0] = KEPT
        assert tokens.of(ada) == "token 3"


class TestHealth:
    def test_the_process_says_that_it_is_alive(self, stranger: FlaskClient) -> None:
        assert stranger.get("/livez").json == {"status": "alive"}

    def test_everything_there_is_ready(self, stranger: FlaskClient) -> None:
        response = stranger.get("/readyz")
        assert response.json is not None
        assert (response.status_code, response.json["status"]) == (200, "ready")
        assert response.json["checks"]["everything"]["status"] == "up"

    @pytest.mark.parametrize(
        ("required", "status", "word"), [(True, 503, "unavailable"), (False, 200, "degraded")]
    )
    def test_what_is_down_is_named(
        self, everything: Catalogue, required: bool, status: int, word: str
    ) -> None:
        def away(_: float) -> None:
            raise ConnectionError

        app = make_app(
            everything,
            None,
            backends={},
            checks=[Check("database", away, required=required)],  # type: ignore[arg-type]
        )
        response = app.test_client().get("/readyz")
        assert response.json is not None
        assert (response.status_code, response.json["status"]) == (status, word)
        assert response.json["checks"]["database"]["status"] == "down"

    def test_a_missing_service_leaves_the_others_ready(self, everything: Catalogue) -> None:
        backend = ChannelBackend("127.0.0.1:1", everything.methods)
        response = make_app(everything, backend).test_client().get("/readyz")
        backend.close()
        assert response.json is not None
        assert (response.status_code, response.json["status"]) == (200, "degraded")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("127.0.0.1:7001", "127.0.0.1:7001"),
        ("127.0.0.1:7001|127.0.0.1:7002", "ipv4:127.0.0.1:7001,127.0.0.1:7002"),
        ("dns:///leads:7001", "dns:///leads:7001"),
    ],
)
def test_an_address_is_a_target(address: str, target: str) -> None:
    assert target_of(address) == target


def test_a_public_identity_has_no_token() -> None:
    assert ANONYMOUS.user_id is None
