"""ScoringService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.leads.v1 import scoring_pb2 as pb
from crm.leads.v1 import scoring_pb2_grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp

from chassis import masks
from chassis.ids import WRITTEN, parse_id
from chassis.mapping import to_message
from services.leads.scoring import backtest_rpc
from services.leads.scoring.actions import Scoring
from services.leads.scoring.backtest import Backtest
from services.leads.scoring.model import Group, ScoringModel, ScoringRule
from services.leads.scoring.score import Entry, Line, Score


class ScoringService(scoring_pb2_grpc.ScoringServiceServicer):
    """Rules, thresholds and the explanation of scores."""

    def __init__(self, scoring: Scoring, backtest: Backtest) -> None:
        self._scoring = scoring
        self._backtest = backtest

    def GetScore(self, request: pb.GetScoreRequest, _: Any) -> pb.Score:
        contact_id = parse_id(request.id, "contact")
        return _score(contact_id, self._scoring.explain(contact_id))

    def GetScoringRule(self, request: pb.GetScoringRuleRequest, _: Any) -> pb.ScoringRule:
        rule = self._scoring.rule(parse_id(request.id, "scoring_rule"))
        return to_message(rule, pb.ScoringRule)

    def ListScoringRules(
        self, _request: pb.ListScoringRulesRequest, _: Any
    ) -> pb.ListScoringRulesResponse:
        rules = [to_message(rule, pb.ScoringRule) for rule in self._scoring.rules()]
        return pb.ListScoringRulesResponse(scoring_rules=rules)

    def CreateScoringRule(self, request: pb.CreateScoringRuleRequest, _: Any) -> pb.ScoringRule:
        rule = self._scoring.create(masks.values(request.scoring_rule, ScoringRule))
        return to_message(rule, pb.ScoringRule)

    def UpdateScoringRule(self, request: pb.UpdateScoringRuleRequest, _: Any) -> pb.ScoringRule:
        changes = masks.changes(request.scoring_rule, request.update_mask, ScoringRule)
        rule_id = parse_id(request.scoring_rule.id, "scoring_rule")
        rule = self._scoring.update(rule_id, changes, etag=request.scoring_rule.etag)
        return to_message(rule, pb.ScoringRule)

    def DeleteScoringRule(self, request: pb.DeleteScoringRuleRequest, _: Any) -> Empty:
        self._scoring.delete(parse_id(request.id, "scoring_rule"), etag=request.etag)
        return Empty()

    def TryScoringRule(
        self, request: pb.TryScoringRuleRequest, _: Any
    ) -> pb.TryScoringRuleResponse:
        contact_id = parse_id(request.contact_id, "contact")
        values = masks.values(request.scoring_rule, ScoringRule)
        replaced_id = _replaced(request.replaced_rule_id)
        before, after, found = self._scoring.try_rule(contact_id, values, replaced_id)
        new = {id(entry) for entry in found}
        return pb.TryScoringRuleResponse(
            score_before=before.points,
            rating_before=before.rating.name,
            score=_score(contact_id, after),
            entries=[_entry(line, after) for line in after.lines if id(line.entry) in new],
        )

    def BacktestScoring(
        self, request: pb.BacktestScoringRequest, _: Any
    ) -> pb.BacktestScoringResponse:
        rules = [
            (UUID(rule.id) if WRITTEN.fullmatch(rule.id) else None, masks.values(rule, ScoringRule))
            for rule in request.scoring_rules
        ]
        limits = masks.changes(request.scoring_model, FieldMask(), ScoringModel)
        return backtest_rpc.response(self._backtest.run(rules, limits, request.filter))

    def GetScoringModel(self, _request: pb.GetScoringModelRequest, _: Any) -> pb.ScoringModel:
        return to_message(self._scoring.model(), pb.ScoringModel)

    def UpdateScoringModel(self, request: pb.UpdateScoringModelRequest, _: Any) -> pb.ScoringModel:
        changes = masks.changes(request.scoring_model, request.update_mask, ScoringModel)
        model = self._scoring.change_model(changes, etag=request.scoring_model.etag)
        return to_message(model, pb.ScoringModel)


def _replaced(rule_id: str) -> UUID | None:
    return parse_id(rule_id, "scoring_rule") if rule_id else None


def _score(contact_id: UUID, score: Score) -> pb.Score:
    """Record entries first, then what happened, newest first."""
    model = score.model
    caps = {Group.FIT: model.fit_cap, Group.ENGAGEMENT: model.engagement_cap}
    lines = sorted(score.lines, key=_newest)
    return pb.Score(
        contact_id=str(contact_id),
        score=score.points,
        rating=score.rating.name,
        rating_reason=score.reason,
        hot_until_time=score.hot_until,
        groups=[
            pb.ScoreGroup(
                group=group.name,
                worth=score.worth(group),
                cap=cap,
                counted=score.counted(group),
            )
            for group, cap in caps.items()
        ],
        entries=[_entry(line, score) for line in lines],
        calculate_time=score.now,
        warm_score=model.warm_score,
        hot_score=model.hot_score,
        grade=score.grade,
    )


def _newest(line: Line) -> tuple[bool, float, str]:
    entry = line.entry
    moment = -entry.occur_time.timestamp() if entry.occur_time else 0.0
    return entry.occur_time is not None, moment, entry.rule.name


def _entry(line: Line, score: Score) -> pb.ScoreEntry:
    entry: Entry = line.entry
    hot = entry.hot_until if entry.hot_until and entry.hot_until > score.now else None
    return pb.ScoreEntry(
        rule_id=str(entry.rule.id),
        rule_name=entry.rule.name,
        group=entry.rule.group.name,
        title=entry.title,
        timeline_entry_id=str(entry.entry_id or ""),
        occur_time=_moment(entry.occur_time),
        points=entry.rule.points,
        half_life_days=entry.rule.half_life_days,
        worth=line.worth,
        counted=line.counted,
        hot_until_time=_moment(hot),
    )


def _moment(moment: Any) -> Timestamp | None:
    """The protobuf classes take datetimes and None alike; this only says so to the type checker."""
    return moment  # type: ignore[no-any-return]  # see above
