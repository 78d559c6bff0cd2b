"""The base of every table of accounts."""

from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

from chassis.entity import COLUMN_TYPES


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row of the accounts database."""

    type_annotation_map = {**COLUMN_TYPES, list[dict[str, Any]]: JSONB(none_as_null=True)}  # noqa: RUF012
