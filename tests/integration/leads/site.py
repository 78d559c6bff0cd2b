"""A web site with a form, and the people behind it."""

from typing import Any

from crm.leads.v1 import contacts_pb2, contacts_pb2_grpc, forms_pb2_grpc, timeline_pb2
from crm.leads.v1 import forms_pb2 as pb
from crm.leads.v1.timeline_pb2_grpc import TimelineServiceStub

from tests.harness.people import Metadata, Person
from tests.harness.services import Running

CONSENT = {"text": "You may write to me.", "text_version": "2026-11"}
VISITOR: Metadata = (("client-ip", "203.0.113.77"), ("client-origin", "https://example.org"))


class Site:
    """A web site with a form, and the people behind it."""

    def __init__(self, server: Running, admin: Person) -> None:
        self.forms = server.stub(forms_pb2_grpc.FormServiceStub)
        self.contacts = server.stub(contacts_pb2_grpc.ContactServiceStub)
        self.timeline = server.stub(TimelineServiceStub)
        self.admin = admin.metadata()

    def form(self, **fields: Any) -> pb.Form:
        fields = {"name": "Ask for a demo", "visitor_limit": 1000} | fields
        return self.forms.CreateForm(pb.CreateFormRequest(form=fields), metadata=self.admin)

    def send(
        self, form: pb.Form, visitor: Metadata = VISITOR, *, more: Any = None, **values: Any
    ) -> pb.SubmitFormResponse:
        request = pb.SubmitFormRequest(id=form.id, values=values, **(more or {}))
        return self.forms.SubmitForm(request, metadata=visitor)

    def people(self, filter_: str = "") -> list[contacts_pb2.Contact]:
        request = contacts_pb2.ListContactsRequest(filter=filter_)
        return list(self.contacts.ListContacts(request, metadata=self.admin).contacts)

    def submissions(self, form: pb.Form, filter_: str = "") -> list[pb.Submission]:
        request = pb.ListSubmissionsRequest(form_id=form.id, filter=filter_)
        return list(self.forms.ListSubmissions(request, metadata=self.admin).submissions)

    def story(self, contact: contacts_pb2.Contact) -> list[timeline_pb2.TimelineEntry]:
        request = timeline_pb2.ListTimelineRequest(contact_id=contact.id)
        return list(self.timeline.ListTimeline(request, metadata=self.admin).entries)

    def get(self, form: pb.Form) -> pb.Form:
        return self.forms.GetForm(pb.GetFormRequest(id=form.id), metadata=self.admin)
