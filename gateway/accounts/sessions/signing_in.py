"""Signing in: a password becomes a session."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from chassis import context, idempotency
from chassis.context import Call, Client
from chassis.database import Database
from chassis.errors import InvalidArgument, PermissionDenied, Unauthenticated
from chassis.identity import ANONYMOUS, Identity
from chassis.transaction import Transaction
from gateway.accounts.audit import trail
from gateway.accounts.passwords import MAX_BYTES, Hasher
from gateway.accounts.second_factors.actions import SecondFactors
from gateway.accounts.secrets import hashed
from gateway.accounts.sessions.devices import Devices
from gateway.accounts.sessions.model import Session
from gateway.accounts.sessions.throttle import Throttle
from gateway.accounts.users.actions import by_email
from gateway.accounts.users.model import State, User, email_key
from gateway.networks import prefix_of

FORGOTTEN_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody sent to sign in. device: the cookie of a known device; token: the session
    that the same browser had before and that the new one replaces; code: of the second factor."""

    email: str
    password: str
    client: Client
    request_id: str = ""
    device: str = ""
    token: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: what goes into the cookies."""

    user_id: UUID
    token: str
    device: str


class SigningIn:
    """Turns a password into a session, slowly for those who guess."""

    def __init__(
        self,
        database: Database,
        hasher: Hasher,
        throttle: Throttle,
        devices: Devices,
        second_factors: SecondFactors,
        *,
        lifetime: timedelta,
    ) -> None:
        self._database = database
        self._hasher = hasher
        self._throttle = throttle
        self._devices = devices
        self._second_factors = second_factors
        self._lifetime = lifetime

    def sign_in(self, attempt: Attempt) -> SignedIn:
        """Signs somebody in; an unknown address takes as long as a wrong password.

        Raises Unauthenticated (WRONG_CREDENTIALS; to who knows the password CODE_REQUIRED and
        WRONG_CODE), ResourceExhausted (TOO_MANY_ATTEMPTS),
        PermissionDenied (USER_DISABLED, told only to who knows the password), InvalidArgument.
        """
        if len(attempt.password.encode()) > MAX_BYTES:
            raise InvalidArgument.of("password", f"must not be longer than {MAX_BYTES} bytes")
        with self._database.reading() as tx:
            user = by_email(tx, attempt.email)
        device = self._devices.known(attempt.device, user.id if user else None)
        guess = self._throttle.guess(email_key(attempt.email), attempt.client.ip, device=device)
        right = self._hasher.matches(user.password_hash if user else "", attempt.password)
        if user is None or not right:
            self.note_refusal(attempt, user, "wrong password" if user else "unknown address")
            raise wrong_credentials()
        if user.state is not State.ACTIVE:
            self.note_refusal(attempt, user, "disabled")
            raise PermissionDenied("USER_DISABLED", "This account is disabled; ask an admin.")
        guess.succeeded()
        with self.noting_wrong_code(attempt, user):
            return self._open(attempt, user)

    @contextmanager
    def noting_wrong_code(self, attempt: Attempt, user: User) -> Iterator[None]:
        """Keeps that somebody who was let through so far sent a wrong code."""
        try:
            yield
        except Unauthenticated as error:
            if error.reason == "WRONG_CODE":
                self.note_refusal(attempt, user, "wrong code")
            raise

    def note_refusal(self, attempt: Attempt, user: User | None, why: str) -> None:
        """Keeps that it was tried; never the address typed, which may be a password."""
        with context.use(call_of(attempt, ANONYMOUS)), self._database.transaction() as tx:
            trail.record(tx, "session.refused", user, detail=why)

    def _open(self, attempt: Attempt, user: User) -> SignedIn:
        password_hash = self._fresh_hash(user, attempt.password)
        identity = Identity(kind="user", user_id=user.id, name=user.name)
        with context.use(call_of(attempt, identity)), self._database.transaction() as tx:
            current = tx.get(User, user.id)
            if (current.password_hash, current.state) != (user.password_hash, State.ACTIVE):
                raise wrong_credentials()  # changed while we compared
            tx.execute(update(User).where(User.id == user.id).values(password_hash=password_hash))
            return self.open(tx, attempt, current)

    def open(self, tx: Transaction, attempt: Attempt, user: User) -> SignedIn:
        """A session of somebody who proved who they are, but for the second factor.

        Raises Unauthenticated (CODE_REQUIRED, WRONG_CODE), ResourceExhausted.
        """
        self._second_factors.require(tx, user, attempt.code)
        _end_old(tx, attempt.token)
        token = secrets.token_urlsafe(32)
        tx.execute(update(User).where(User.id == user.id).values(last_sign_in_time=tx.now))
        tx.add(self._session(attempt, user, token, tx))
        trail.record(tx, "session.created", user)
        known = self._devices.known(attempt.device, user.id)
        return SignedIn(user.id, token, attempt.device if known else self._devices.name(user.id))

    def _fresh_hash(self, user: User, password: str) -> str:
        """The password hashed with our parameters: once they change, so do the hashes."""
        outdated = self._hasher.outdated(user.password_hash)
        return self._hasher.hash(password) if outdated else user.password_hash

    def _session(self, attempt: Attempt, user: User, token: str, tx: Transaction) -> Session:
        return Session(
            user_id=user.id,
            token_hash=hashed(token),
            last_seen_time=tx.now,
            expire_time=tx.now + self._lifetime,
            user_agent=attempt.client.user_agent,
            ip_prefix=prefix_of(attempt.client.ip),
        )


def wrong_credentials() -> Unauthenticated:
    """The one answer, whatever was wrong."""
    return Unauthenticated("WRONG_CREDENTIALS", "The e-mail address and the password do not match.")


def _end_old(tx: Transaction, token: str) -> None:
    """Ends the session that is replaced, and does the work of a worker, which accounts lack:
    drops some sessions that ended by themselves, and old idempotency keys."""
    old = select(Session.id).where(Session.expire_time < tx.now).limit(FORGOTTEN_AT_ONCE)
    tx.execute(delete(Session).where(Session.id.in_(old)))
    tx.execute(delete(Session).where(Session.token_hash == hashed(token)))
    idempotency.forget_old(tx, limit=FORGOTTEN_AT_ONCE)


def call_of(attempt: Attempt, identity: Identity) -> Call:
    """The running request as a use case sees it."""
    return Call(
        identity=identity,
        permission="public",
        method="sign-in",
        request_id=attempt.request_id,
        client=attempt.client,
    )
