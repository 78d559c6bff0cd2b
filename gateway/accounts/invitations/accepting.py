"""Following a link: a token becomes a password and a session."""

from dataclasses import dataclass, replace
from datetime import datetime

from chassis import context
from chassis.context import Client
from chassis.database import Database
from chassis.errors import NotFound
from chassis.identity import Identity
from gateway.accounts import passwords
from gateway.accounts.audit import trail
from gateway.accounts.invitations.model import end_links, invitation_of
from gateway.accounts.passwords import Hasher
from gateway.accounts.sessions.signing_in import Attempt, SignedIn, SigningIn, call_of
from gateway.accounts.sessions.throttle import Throttle
from gateway.accounts.users.actions import end_sessions
from gateway.accounts.users.model import User


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose password a link sets, and until when."""

    user: User
    expire_time: datetime


class Accepting:
    """What people can do with a link, slowly for those who guess."""

    def __init__(
        self, database: Database, hasher: Hasher, throttle: Throttle, signing_in: SigningIn
    ) -> None:
        self._database = database
        self._hasher = hasher
        self._throttle = throttle
        self._signing_in = signing_in

    def invited(self, link_token: str, client: Client) -> Invited:
        """Whose link this is. Raises NotFound (LINK_ENDED), ResourceExhausted."""
        guess = self._throttle.link(client.ip)
        with self._database.reading() as tx:
            invitation, user = invitation_of(tx, link_token)
        guess.succeeded()
        return Invited(user, invitation.expire_time)

    def accept(self, link_token: str, attempt: Attempt) -> SignedIn:
        """Sets the password of an attempt and signs in; the link and all sessions before end.

        Without the code of a second factor nothing changes, and the link works on. Raises NotFound
        (LINK_ENDED), InvalidArgument (WEAK_PASSWORD), ResourceExhausted, Unauthenticated
        (CODE_REQUIRED, WRONG_CODE).
        """
        try:
            user = self.invited(link_token, attempt.client).user
        except NotFound:
            self._signing_in.note_refusal(attempt, None, "link that does not work")
            raise
        passwords.judge(attempt.password, own=[user.name, user.email])
        password_hash = self._hasher.hash(attempt.password)
        attempt = replace(attempt, email=user.email)
        identity = Identity(kind="user", user_id=user.id, name=user.name)
        with (
            self._signing_in.noting_wrong_code(attempt, user),
            context.use(call_of(attempt, identity)),
            self._database.transaction() as tx,
        ):
            current = tx.get(User, user.id)
            invitation_of(tx, link_token)  # raises when somebody else was faster
            current.password_hash = password_hash
            end_links(tx, current)
            end_sessions(tx, current)
            trail.record(tx, "user.password_changed", current, detail="with a link")
            return self._signing_in.open(tx, attempt, current)
