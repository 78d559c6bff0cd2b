"""The campaigns that somebody stopped: their recipients get nothing, whenever they are heard of."""

from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from services.notify.tables import Table


class StoppedCampaign(Table, kw_only=True):
    """A campaign that was cancelled."""

    __tablename__ = "stopped_campaigns"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
