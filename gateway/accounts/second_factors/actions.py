"""The use cases of second factors. Each method is one transaction."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, delete, select

from chassis.database import Database
from chassis.errors import FailedPrecondition, Unauthenticated
from chassis.identity import Identity
from chassis.transaction import Transaction
from gateway.accounts import authority
from gateway.accounts.audit import trail
from gateway.accounts.proof import Proof
from gateway.accounts.second_factors import codes
from gateway.accounts.second_factors.model import SecondFactor
from gateway.accounts.sessions.throttle import Throttle
from gateway.accounts.users.actions import manageable, user_of
from gateway.accounts.users.model import User
from gateway.accounts.vault import Vault


@dataclass(frozen=True, slots=True)
class Setup:
    """What an authenticator app needs: the secret in base32, and as an otpauth:// address."""

    secret: str
    uri: str


class SecondFactors:
    """What people can do with their second factor, and what signing in asks of it."""

    def __init__(self, database: Database, proof: Proof, throttle: Throttle, vault: Vault) -> None:
        self._database = database
        self._proof = proof
        self._throttle = throttle
        self._vault = vault

    def get(self, identity: Identity) -> SecondFactor | None:
        """The caller's confirmed second factor. Raises NotFound: the caller is no user."""
        with self._database.reading() as tx:
            factor = tx.session.scalar(_of(user_of(tx, identity).id))
        return factor if factor is not None and factor.confirm_time is not None else None

    def begin(self, identity: Identity, password: str) -> Setup:
        """A new secret, in place of one that was never confirmed.

        Raises InvalidArgument (WRONG_PASSWORD), ResourceExhausted, FailedPrecondition
        (SECOND_FACTOR_ACTIVE), PermissionDenied (SIGN_IN_REQUIRED).
        """
        user = self._proof.caller(identity, password)
        secret = codes.new_secret()
        with self._database.transaction() as tx:
            factor = _locked(tx, user.id)
            if factor is not None:
                factor.refuse_confirmed()
                tx.session.delete(factor)
                tx.flush()
            sealed = self._vault.seal(secret, place=user.id.bytes)
            tx.add(SecondFactor(user_id=user.id, sealed_secret=sealed))
        return Setup(codes.written(secret), codes.address(secret, user.email))

    def confirm(self, identity: Identity, code: str) -> list[str]:
        """Signing in asks for a code from now on. Returns the recovery codes.

        Raises InvalidArgument (WRONG_CODE), FailedPrecondition (SECOND_FACTOR_ACTIVE,
        SECOND_FACTOR_NOT_BEGUN), ResourceExhausted, PermissionDenied (SIGN_IN_REQUIRED).
        """
        authority.require_session()
        with self._database.transaction() as tx:
            user = user_of(tx, identity)
            factor = _locked(tx, user.id)
            if factor is None:
                raise FailedPrecondition("SECOND_FACTOR_NOT_BEGUN", "Ask for a secret first.")
            guess = self._throttle.code(str(user.id))
            recovery_codes = factor.confirm(code, self._vault, now=tx.now)
            guess.succeeded()
            trail.record(tx, "user.second_factor_added", user)
        return recovery_codes

    def remove(self, identity: Identity, password: str) -> None:
        """The password alone signs in again.

        Raises InvalidArgument (WRONG_PASSWORD), ResourceExhausted, PermissionDenied
        (SIGN_IN_REQUIRED).
        """
        user_id = self._proof.caller(identity, password).id
        with self._database.transaction() as tx:
            _remove(tx, tx.get(User, user_id))

    def remove_from(self, user_id: UUID) -> None:
        """The same for somebody who lost the app. Raises NotFound, PermissionDenied."""
        with self._database.transaction() as tx:
            _remove(tx, manageable(tx, user_id))

    def require(self, tx: Transaction, user: User, code: str) -> None:
        """Lets pass who has no second factor, or sent a code that was not used before.

        Raises Unauthenticated (CODE_REQUIRED, WRONG_CODE), ResourceExhausted.
        """
        factor = _locked(tx, user.id)
        if factor is None or factor.confirm_time is None:
            return
        if not code:
            raise Unauthenticated(
                "CODE_REQUIRED", "Enter the code that your authenticator app shows."
            )
        guess = self._throttle.code(str(user.id))
        if not factor.spend(code, self._vault, now=tx.now):
            raise Unauthenticated("WRONG_CODE", "This code is wrong, or was used before.")
        guess.succeeded()


def _of(user_id: UUID) -> Select[SecondFactor]:
    return select(SecondFactor).where(SecondFactor.user_id == user_id)


def _locked(tx: Transaction, user_id: UUID) -> SecondFactor | None:
    """The second factor of a user; nobody else spends a code of it meanwhile."""
    tx.lock_key("second_factors", str(user_id))
    return tx.session.scalar(_of(user_id))


def _remove(tx: Transaction, user: User) -> None:
    gone = delete(SecondFactor).where(SecondFactor.user_id == user.id)
    if tx.session.scalar(gone.returning(SecondFactor.confirm_time)) is not None:
        trail.record(tx, "user.second_factor_removed", user)
