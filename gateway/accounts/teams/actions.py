"""The use cases of teams. Each method is one transaction."""

from typing import Any
from uuid import UUID

from crm.gateway.v1 import events_pb2 as events
from crm.gateway.v1 import teams_pb2 as pb
from sqlalchemy import select

from chassis import changes as told
from chassis import filtering
from chassis.database import Database
from chassis.errors import AlreadyExists, FailedPrecondition
from chassis.listing import Listing, Page, PageTokens, Query
from chassis.mapping import to_message
from chassis.transaction import Transaction
from gateway.accounts.audit import trail
from gateway.accounts.teams.model import Team
from gateway.accounts.users.model import User

TEAMS = Listing(
    Team,
    filtering.Fields(
        filtering.text("name"),
        filtering.time("create_time"),
        filtering.time("update_time"),
        search=("name",),
    ),
    orders=("name", "create_time", "update_time"),
    default="name",
)


class Teams:
    """What can be done with teams."""

    def __init__(self, database: Database, tokens: PageTokens) -> None:
        self._database = database
        self._tokens = tokens

    def get(self, team_id: UUID) -> Team:
        """One team. Raises NotFound."""
        with self._database.reading() as tx:
            return tx.get(Team, team_id)

    def list(self, query: Query) -> Page[Team]:
        """A page of teams. Raises InvalidArgument."""
        with self._database.reading() as tx:
            return TEAMS.page(tx, tx.select(Team), query, self._tokens)

    def create(self, values: dict[str, Any]) -> Team:
        """A new team. Raises AlreadyExists."""
        with self._database.transaction() as tx:
            team = Team(name="")
            team.change(values)
            refuse_taken(tx, team)
            tx.add(team)
            trail.record(tx, "team.created", team, before={})
            tx.flush()
            tx.publish(events.TeamCreated(team=to_message(team, pb.Team)), subject=team)
        return team

    def update(self, team_id: UUID, changes: dict[str, Any], *, etag: str = "") -> Team:
        """Sets the fields named. Raises NotFound, Aborted, AlreadyExists."""
        with self._database.transaction() as tx:
            team = tx.get(Team, team_id, etag=etag)
            before = trail.values(team)
            with trail.recording(tx, "team.updated", team):
                team.change(changes)
            refuse_taken(tx, team)
            if changed := told.between(before, trail.values(team)):
                tx.flush()
                fact = events.TeamUpdated(
                    team=to_message(team, pb.Team), changes=told.as_struct(changed)
                )
                tx.publish(fact, subject=team)
        return team

    def delete(self, team_id: UUID, *, etag: str = "") -> None:
        """Deletes a team nobody belongs to. Raises NotFound, Aborted, FailedPrecondition."""
        with self._database.transaction() as tx:
            team = tx.get(Team, team_id, etag=etag)
            members = select(User.id).where(User.team_ids.contains([str(team_id)])).limit(1)
            if tx.session.scalar(members):
                raise FailedPrecondition(
                    "TEAM_IN_USE", "People are in this team. Take them out first."
                )
            trail.record(tx, "team.deleted", team)
            tx.publish(events.TeamDeleted(team=to_message(team, pb.Team)), subject=team)
            tx.session.delete(team)


def refuse_taken(tx: Transaction, team: Team) -> None:
    """Raises AlreadyExists (TEAM_EXISTS) when another team has the name."""
    with tx.session.no_autoflush:  # our own words, before the database's
        tx.lock_key("teams.name_key", team.name_key)
        named = select(Team.id).where(Team.name_key == team.name_key, Team.id != team.id)
        taken = tx.session.scalar(named)
    if taken:
        raise AlreadyExists("TEAM_EXISTS", "There is a team of this name.", id=taken)
