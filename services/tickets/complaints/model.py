"""The words that tell a complaint: data, so that every firm can have its own."""

from sqlalchemy.orm import Mapped, mapped_column

from services.tickets.tables import Table


class ComplaintWord(Table, kw_only=True):
    """A word or phrase in small letters that only unhappy people use."""

    __tablename__ = "complaint_words"

    word: Mapped[str] = mapped_column(primary_key=True)
