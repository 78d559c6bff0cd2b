"""The base of every table of the notify service."""

from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass

from chassis.entity import COLUMN_TYPES


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """A row of the notify database."""

    type_annotation_map = COLUMN_TYPES
