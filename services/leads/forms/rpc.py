"""FormService: a message in, a use case, a message out."""

from typing import Any
from uuid import UUID

from crm.leads.v1 import forms_pb2 as pb
from crm.leads.v1 import forms_pb2_grpc
from google.protobuf.empty_pb2 import Empty
from google.protobuf.json_format import MessageToDict

from chassis import masks
from chassis.ids import WRITTEN, parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.leads.forms import snippets
from services.leads.forms.actions import Counted, Forms
from services.leads.forms.model import Form
from services.leads.forms.submitting import Sent, Submissions


class FormService(forms_pb2_grpc.FormServiceServicer):
    """Forms and what came in through them."""

    def __init__(self, forms: Forms, submissions: Submissions, *, public_url: str) -> None:
        self._forms = forms
        self._submissions = submissions
        self._public_url = public_url

    def GetForm(self, request: pb.GetFormRequest, _: Any) -> pb.Form:
        return self._shown(self._forms.get(parse_id(request.id, "form")))

    def ListForms(self, request: pb.ListFormsRequest, _: Any) -> pb.ListFormsResponse:
        page = self._forms.list(Query.of(request), deleted=request.show_deleted)
        forms = [self._shown(each) for each in page.items]
        return pb.ListFormsResponse(forms=forms, next_page_token=page.next_page_token)

    def CreateForm(self, request: pb.CreateFormRequest, _: Any) -> pb.Form:
        return self._shown(self._forms.create(masks.values(request.form, Form)))

    def UpdateForm(self, request: pb.UpdateFormRequest, _: Any) -> pb.Form:
        changes = masks.changes(request.form, request.update_mask, Form)
        form_id = parse_id(request.form.id, "form")
        return self._shown(self._forms.update(form_id, changes, etag=request.form.etag))

    def DeleteForm(self, request: pb.DeleteFormRequest, _: Any) -> Empty:
        self._forms.delete(parse_id(request.id, "form"), etag=request.etag)
        return Empty()

    def UndeleteForm(self, request: pb.UndeleteFormRequest, _: Any) -> pb.Form:
        form_id = parse_id(request.id, "form")
        return self._shown(self._forms.undelete(form_id, etag=request.etag))

    def ArchiveForm(self, request: pb.ArchiveFormRequest, _: Any) -> pb.Form:
        form_id = parse_id(request.id, "form")
        return self._shown(self._forms.archive(form_id, etag=request.etag))

    def ActivateForm(self, request: pb.ActivateFormRequest, _: Any) -> pb.Form:
        form_id = parse_id(request.id, "form")
        return self._shown(self._forms.activate(form_id, etag=request.etag))

    def ListSubmissions(
        self, request: pb.ListSubmissionsRequest, _: Any
    ) -> pb.ListSubmissionsResponse:
        page = self._forms.submissions(parse_id(request.form_id, "form"), Query.of(request))
        items = [to_message(each, pb.Submission) for each in page.items]
        return pb.ListSubmissionsResponse(submissions=items, next_page_token=page.next_page_token)

    def ShowForm(self, request: pb.ShowFormRequest, _: Any) -> pb.PublicForm:
        form, token = self._submissions.show(parse_id(request.id, "form"))
        return _public(form, token)

    def SubmitForm(self, request: pb.SubmitFormRequest, _: Any) -> pb.SubmitFormResponse:
        form = self._submissions.submit(parse_id(request.id, "form"), _sent(request))
        return pb.SubmitFormResponse(thank_you_text=form.thanks, redirect_url=form.redirect_url)

    def _shown(self, counted: Counted) -> pb.Form:
        form, counts = counted.form, counted.counts
        message = to_message(form, pb.Form)
        message.submission_count = counts.submissions
        message.contact_count = counts.contacts
        message.spam_count = counts.spam
        message.hosted_url = snippets.hosted_url(form, self._public_url)
        message.embed_html = snippets.embed_html(form, self._public_url)
        message.plain_html = snippets.plain_html(form, self._public_url)
        return message


def _public(form: Form, token: str) -> pb.PublicForm:
    shown = pb.PublicForm(
        id=str(form.id),
        title=form.heading,
        description=form.description,
        consent=form.consent,
        submit_label=form.submit_label,
        honeypot=form.honeypot,
        allowed_origins=form.allowed_origins,
        language=form.language,
        token=token,
        thank_you_text=form.thanks,
        redirect_url=form.redirect_url,
    )
    for question in form.questions:
        word = "" if question.hidden else snippets.AUTOCOMPLETE.get(question.maps_to, "")
        values = {k: v for k, v in question.as_json().items() if k != "maps_to"}
        shown.fields.add(**values, autocomplete=word)
    return shown


def _sent(request: pb.SubmitFormRequest) -> Sent:
    utm = {field.name: value for field, value in request.utm.ListFields()}
    pages = {"referrer": request.referrer, "landing_page": request.landing_page}
    return Sent(
        values=MessageToDict(request.values),
        consent=request.consent,
        attribution=utm | {name: page for name, page in pages.items() if page},
        token=request.token,
        visitor_id=_visitor_id(request.visitor_id),
    )


def _visitor_id(text: str) -> UUID | None:
    """The visitor's browser; what is no id came with an address somebody typed: passed over."""
    return UUID(text) if WRITTEN.fullmatch(text) else None
