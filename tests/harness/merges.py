"""What leads tells of two contacts that become one, and of their parting."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from crm.leads.v1 import contacts_pb2
from crm.leads.v1 import events_pb2 as leads


@dataclass(frozen=True)
class Merge:
    """Grace goes into Ada; `version` counts what happened to Grace."""

    stays: str = field(default_factory=lambda: str(uuid4()))
    goes: str = field(default_factory=lambda: str(uuid4()))

    def known(self) -> list[leads.ContactCreated]:
        """That there are two."""
        return [
            leads.ContactCreated(contact=each) for each in (self._ada(), self._grace(1, gone=False))
        ]

    def gone(self, version: int = 2) -> leads.ContactDeleted:
        """That one of them is no more."""
        return leads.ContactDeleted(contact=self._grace(version, gone=True))

    def merged(self, version: int = 2, **more: Any) -> leads.ContactMerged:
        """That they are one."""
        both = {"contact": self._ada(), "merged_contact": self._grace(version, gone=True)}
        return leads.ContactMerged(**both, **more)

    def parted(self, version: int = 3) -> leads.ContactUnmerged:
        """That they are two again."""
        both = {"contact": self._ada(), "merged_contact": self._grace(version, gone=False)}
        return leads.ContactUnmerged(**both)

    def _ada(self) -> contacts_pb2.Contact:
        return contacts_pb2.Contact(
            id=self.stays, etag="1", full_name="Ada", email="ada@example.com"
        )

    def _grace(self, version: int, *, gone: bool) -> contacts_pb2.Contact:
        grace = contacts_pb2.Contact(
            id=self.goes, etag=str(version), full_name="Grace", email="grace@example.com"
        )
        if gone:
            grace.delete_time.GetCurrentTime()
        return grace
