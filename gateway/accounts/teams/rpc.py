"""TeamService: a message in, a use case, a message out."""

from typing import Any

from crm.gateway.v1 import teams_pb2 as pb
from crm.gateway.v1 import teams_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from gateway.accounts.teams.actions import Teams
from gateway.accounts.teams.model import Team


class TeamService(teams_pb2_grpc.TeamServiceServicer):
    """Who works together."""

    def __init__(self, teams: Teams) -> None:
        self._teams = teams

    def GetTeam(self, request: pb.GetTeamRequest, _: Any) -> pb.Team:
        return to_message(self._teams.get(parse_id(request.id, "team")), pb.Team)

    def ListTeams(self, request: pb.ListTeamsRequest, _: Any) -> pb.ListTeamsResponse:
        page = self._teams.list(Query.of(request))
        teams = [to_message(team, pb.Team) for team in page.items]
        return pb.ListTeamsResponse(teams=teams, next_page_token=page.next_page_token)

    def CreateTeam(self, request: pb.CreateTeamRequest, _: Any) -> pb.Team:
        return to_message(self._teams.create(masks.values(request.team, Team)), pb.Team)

    def UpdateTeam(self, request: pb.UpdateTeamRequest, _: Any) -> pb.Team:
        changes = masks.changes(request.team, request.update_mask, Team)
        team_id = parse_id(request.team.id, "team")
        return to_message(self._teams.update(team_id, changes, etag=request.team.etag), pb.Team)

    def DeleteTeam(self, request: pb.DeleteTeamRequest, _: Any) -> Empty:
        self._teams.delete(parse_id(request.id, "team"), etag=request.etag)
        return Empty()
