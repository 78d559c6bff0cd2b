"""The chapters of sales: a call, a deal with its playbook, the customer, the contract's end."""

from datetime import UTC, datetime, timedelta

from tests.e2e.story.firm import TIMED_WITHIN, Firm, Record, field, listed, now, once
from tests.harness.http import Session, made, problem


def she_calls_and_forgets_the_summary(firm: Firm, contact: Record, rep: Session) -> None:
    """A day later she is reminded, and hands it in."""
    call = {"kind": "CALL", "subject": "First call", "contact_id": contact["id"]}
    done = {"done_time": now(firm), "duration_seconds": 600}
    activity = made(rep.post("/v1/activities", call | done))
    firm.advance(days=1, seconds=60)
    firm.notified(rep, "summary_missed", within=TIMED_WITHIN)
    change = {"summary": "Sixty drivers, wants the rota on their phones."}
    made(rep.patch(f"/v1/activities/{activity['id']}", change))


def she_converts_and_wins(firm: Firm, contact: Record, rep: Session) -> Record:
    """The move to Proposal Sent is refused as long as the amount is missing."""
    converted = made(
        rep.post(f"/v1/contacts/{contact['id']}:convert", {"title": "Rota for 60 drivers"})
    )
    deal_id = converted["deal_id"]
    the_playbook_thanks(firm, contact, rep, deal_id)
    stages = {s["name"]: s["id"] for s in made(rep.get("/v1/pipelines"))["pipelines"][0]["stages"]}
    move = {"stage_id": stages["Proposal Sent"]}
    refused = problem(rep.post(f"/v1/deals/{deal_id}:move", move), 400, "STAGE_REQUIREMENTS")
    assert "amount" in refused["detail"]
    amount = {"amount": {"currency": "EUR", "amount": "18000.00"}}
    made(rep.patch(f"/v1/deals/{deal_id}", amount))
    made(rep.post(f"/v1/deals/{deal_id}:move", move))
    won = {"reason": "FIT", "note": "The phones decided it.", "contract": {"months": 12}}
    return made(rep.post(f"/v1/deals/{deal_id}:win", won))


def the_playbook_thanks(firm: Firm, contact: Record, rep: Session, deal_id: str) -> None:
    """A check-in call is planned, and the thank-you mail goes out by itself within two hours."""
    wanted = f'deal_id = "{deal_id}" AND source = playbook'
    steps = once(lambda: listed(rep, "activities", wanted), "the playbook has begun")
    assert {step["kind"] for step in steps} == {"EMAIL", "TASK"}
    firm.advance(seconds=3660)
    firm.mail(contact["email"], "thank you for your interest", within=TIMED_WITHIN)


def the_customer_is_welcomed(firm: Firm, contact: Record, rep: Session, deal: Record) -> None:
    """Customer, onboarding mail, welcome task, contract."""
    path = f"/v1/contacts/{contact['id']}"
    once(lambda: field(rep, path, "lifecycle_stage", "CUSTOMER"), "the contact is a customer")
    firm.mail(contact["email"], "welcome")
    mine = f'deal_id = "{deal["id"]}"'

    def welcome() -> list[Record]:
        return listed(rep, "activities", f'{mine} AND kind = TASK AND subject:"Welcome"')

    once(welcome, "there is a welcome task")
    (contract,) = listed(rep, "contracts", mine)
    assert contract["state"] == "ACTIVE"


def the_contract_nears_its_end(firm: Firm, deal: Record, rep: Session) -> None:
    """Fourteen days before: a reminder and a task."""
    contract = listed(rep, "contracts", f'deal_id = "{deal["id"]}"')[0]
    end = datetime.fromisoformat(contract["end_date"]).replace(tzinfo=UTC)
    today = datetime.fromisoformat(now(firm))
    firm.advance(seconds=int((end - timedelta(days=13, hours=12) - today).total_seconds()))
    firm.notified(rep, "contract_renewal_neared", within=TIMED_WITHIN)

    def renewal() -> list[Record]:
        wanted = f'deal_id = "{deal["id"]}" AND kind = TASK AND source = contract'
        return listed(rep, "activities", wanted)

    once(renewal, "there is a renewal task")
