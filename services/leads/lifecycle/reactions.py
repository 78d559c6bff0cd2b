"""Steps on the journey that follow from what the other services tell."""

from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.tickets.v1 import events_pb2 as tickets
from sqlalchemy import select

from chassis.reactions import reacts_to
from chassis.transaction import Transaction
from services.leads.contacts.finding import living
from services.leads.contacts.model import Contact, LifecycleStage
from services.leads.lifecycle import recommendations, steps
from services.leads.timeline.model import Kind, TimelineEntry

#: A customer says so twice in a row.
DELIGHTED = 5
#: Who answers so, or more, would recommend us; who answers so, or less, would not.
PROMOTER, DETRACTOR = 9, 6


class LifecycleReactions:
    """What leads makes of deals, contracts and surveys."""

    @reacts_to(deals.DealCreated)
    def follow_new_deal(self, fact: deals.DealCreated, tx: Transaction) -> None:
        """A deal exists: an opportunity."""
        if contact := locked(tx, fact.deal.contact_id):
            if contact.lifecycle_stage is LifecycleStage.CHURNED:
                steps.enter(
                    tx, contact, LifecycleStage.OPPORTUNITY, cause="deal", reason=fact.deal.title
                )
            steps.advance(
                tx, contact, LifecycleStage.OPPORTUNITY, cause="deal", reason=fact.deal.title
            )

    @reacts_to(deals.DealWon)
    def follow_won_deal(self, fact: deals.DealWon, tx: Transaction) -> None:
        """They bought: a customer, unless they are more than that."""
        contact = locked(tx, fact.deal.contact_id)
        if contact and contact.lifecycle_stage is not LifecycleStage.ADVOCATE:
            steps.enter(tx, contact, LifecycleStage.CUSTOMER, cause="deal", reason=fact.deal.title)

    @reacts_to(deals.ContractEnded)
    def follow_ended_contract(self, fact: deals.ContractEnded, tx: Transaction) -> None:
        """The last contract is over: a customer no more."""
        contact = locked(tx, fact.contract.contact_id)
        bought = (LifecycleStage.CUSTOMER, LifecycleStage.ADVOCATE)
        if contact is None or contact.lifecycle_stage not in bought:
            return
        if not _other_contracts(tx, contact, fact.contract.id):
            steps.enter(
                tx,
                contact,
                LifecycleStage.CHURNED,
                cause="contract",
                reason=fact.contract.end_reason or fact.contract.title,
            )

    @reacts_to(tickets.SurveyAnswered)
    def follow_survey(self, fact: tickets.SurveyAnswered, tx: Transaction) -> None:
        """Delighted twice in a row: somebody who recommends us."""
        if fact.score < DELIGHTED:
            return
        contact = locked(tx, fact.contact_id)
        if contact is None or contact.lifecycle_stage is not LifecycleStage.CUSTOMER:
            return
        if _last_score_before(tx, contact, fact.survey_id) == DELIGHTED:
            reason = f"Two surveys in a row with {DELIGHTED} of {DELIGHTED}"
            steps.enter(tx, contact, LifecycleStage.ADVOCATE, cause="survey", reason=reason)

    @reacts_to(tickets.NpsSurveyAnswered)
    def follow_recommendation(self, fact: tickets.NpsSurveyAnswered, tx: Transaction) -> None:
        """A customer who would recommend us may be asked to; who would not is asked no more."""
        contact = locked(tx, fact.survey.contact_id)
        if contact is None or not recommendations.newest(tx, fact.survey):
            return
        score = fact.survey.score
        reason = f"Would recommend us: {score} of 10"
        if score >= PROMOTER and contact.lifecycle_stage is LifecycleStage.CUSTOMER:
            steps.enter(tx, contact, LifecycleStage.ADVOCATE, cause="survey", reason=reason)
        elif score <= DETRACTOR and contact.lifecycle_stage is LifecycleStage.ADVOCATE:
            steps.enter(tx, contact, LifecycleStage.CUSTOMER, cause="survey", reason=reason)


def locked(tx: Transaction, contact_id: str) -> Contact | None:
    """The living contact a fact is about, locked; None when there is none."""
    return living(tx, UUID(contact_id)) if contact_id else None


def _other_contracts(tx: Transaction, contact: Contact, contract_id: str) -> bool:
    """Whether the timeline knows of a contract that was signed and has not ended."""
    query = select(TimelineEntry.data).where(
        TimelineEntry.contact_id == contact.id, TimelineEntry.kind == Kind.CONTRACT
    )
    told = list(tx.session.scalars(query))
    ended = {data.get("contract_id") for data in told if data.get("event") == "ContractEnded"}
    signed = {data.get("contract_id") for data in told}
    return bool(signed - ended - {contract_id})


def _last_score_before(tx: Transaction, contact: Contact, survey_id: str) -> int | None:
    """What they answered to the survey before this one."""
    query = (
        select(TimelineEntry.data)
        .where(TimelineEntry.contact_id == contact.id, TimelineEntry.kind == Kind.SURVEY)
        .order_by(TimelineEntry.occur_time.desc(), TimelineEntry.id.desc())
        .limit(20)
    )
    answered = [
        data
        for data in tx.session.scalars(query)
        if data.get("event") == "SurveyAnswered" and data.get("survey_id") != survey_id
    ]
    return int(answered[0].get("score", 0)) if answered else None
