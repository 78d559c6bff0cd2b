"""Asking for the password again before something that a stolen session must not be able to do."""

from chassis.database import Database
from chassis.errors import InvalidArgument
from chassis.identity import Identity
from gateway.accounts import authority
from gateway.accounts.passwords import Hasher
from gateway.accounts.sessions.throttle import Throttle
from gateway.accounts.users.actions import user_of
from gateway.accounts.users.model import User


class Proof:
    """Compares what somebody signed in types with their password, slowly for those who guess."""

    def __init__(self, database: Database, hasher: Hasher, throttle: Throttle) -> None:
        self._database = database
        self._hasher = hasher
        self._throttle = throttle

    def caller(self, identity: Identity, password: str) -> User:
        """The caller, who knows the password.

        Raises InvalidArgument (WRONG_PASSWORD on current_password), ResourceExhausted,
        PermissionDenied (SIGN_IN_REQUIRED), NotFound for a caller who is no user.
        """
        authority.require_session()
        with self._database.reading() as tx:
            user = user_of(tx, identity)
        guess = self._throttle.change(str(user.id))
        if not self._hasher.matches(user.password_hash, password):
            raise InvalidArgument.of(
                "current_password", "is not your password", reason="WRONG_PASSWORD"
            )
        guess.succeeded()
        return user
