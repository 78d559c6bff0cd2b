"""Carts: what product events say of them, and which one somebody has left."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from crm.deals.v1 import events_pb2 as deals
from crm.leads.v1 import events_pb2 as leads
from sqlalchemy import and_, or_, select

from chassis.transaction import Transaction
from services.leads.occasions.model import Cart
from services.leads.timeline.model import Kind, TimelineEntry

#: The product events that tell of a cart, by their names.
FILLED, BOUGHT = "cart", "purchase"
#: A cart without a name that is filled after so long is another one.
SAME_CART = timedelta(days=7)
#: What is older says nothing of a cart that matters now; a delay is at most 30 days.
LOOK_BACK, AT_MOST = timedelta(days=60), 500

Told = leads.ProductEventTracked | leads.ContactIdentified | deals.DealWon
Happened = tuple[datetime, Mapping[str, Any]]


def whose(fact: Told) -> str:
    """The contact whose cart a fact may concern; empty when it concerns none."""
    match fact:
        case deals.DealWon():
            return fact.deal.contact_id
        case leads.ContactIdentified():
            return fact.contact.id if fact.event_count else ""
        case leads.ProductEventTracked():
            return fact.contact.id if fact.name in (FILLED, BOUGHT) else ""


def left(tx: Transaction, contact_id: UUID) -> Cart | None:
    """The cart that a contact filled last and has not bought; None when there is none."""
    data, kind = TimelineEntry.data, TimelineEntry.kind
    tells = or_(
        and_(kind == Kind.PRODUCT_EVENT, data["name"].astext.in_((FILLED, BOUGHT))),
        and_(kind == Kind.DEAL, data["event"].astext == "DealWon"),
    )
    recent = (
        select(TimelineEntry.occur_time, data)
        .where(
            TimelineEntry.contact_id == contact_id,
            TimelineEntry.occur_time > tx.now - LOOK_BACK,
            tells,
        )
        .order_by(TimelineEntry.occur_time.desc(), TimelineEntry.id.desc())
        .limit(AT_MOST)
    )
    return last((row.occur_time, row.data) for row in reversed(tx.execute(recent).all()))


def last(happened: Iterable[Happened]) -> Cart | None:
    """The cart that is there after all that happened, oldest first."""
    cart, named = None, ""
    for at, data in happened:
        if data.get("name") != FILLED or data.get("item_count") == 0:  # bought or emptied
            cart, named = None, ""
            continue
        name = str(data.get("cart_id") or "")
        same = cart and (name == named if name else at - cart.filled < SAME_CART)
        cart = Cart(begin=cart.begin if cart and same else at, filled=at)
        named = name or named
    return cart
