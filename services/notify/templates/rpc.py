"""TemplateService: a message in, a use case, a message out."""

from typing import Any

from crm.notify.v1 import templates_pb2 as pb
from crm.notify.v1 import templates_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.listing import Query
from chassis.mapping import to_message
from services.notify.plain_values import plain_values
from services.notify.templates.actions import Templates
from services.notify.templates.model import Template


class TemplateService(templates_pb2_grpc.TemplateServiceServicer):
    """The words of messages."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def GetTemplate(self, request: pb.GetTemplateRequest, _: Any) -> pb.Template:
        return _shown(self._templates.get(parse_id(request.id, "template")))

    def ListTemplates(self, request: pb.ListTemplatesRequest, _: Any) -> pb.ListTemplatesResponse:
        page = self._templates.list(Query.of(request))
        templates = [_shown(template) for template in page.items]
        return pb.ListTemplatesResponse(templates=templates, next_page_token=page.next_page_token)

    def CreateTemplate(self, request: pb.CreateTemplateRequest, _: Any) -> pb.Template:
        return _shown(self._templates.create(masks.values(request.template, Template)))

    def UpdateTemplate(self, request: pb.UpdateTemplateRequest, _: Any) -> pb.Template:
        changes = masks.changes(request.template, request.update_mask, Template)
        changes.pop("key", None)
        template_id = parse_id(request.template.id, "template")
        return _shown(self._templates.update(template_id, changes, etag=request.template.etag))

    def DeleteTemplate(self, request: pb.DeleteTemplateRequest, _: Any) -> Empty:
        self._templates.delete(parse_id(request.id, "template"), etag=request.etag)
        return Empty()

    def ListTemplateRevisions(
        self, request: pb.ListTemplateRevisionsRequest, _: Any
    ) -> pb.ListTemplateRevisionsResponse:
        template_id = parse_id(request.template_id, "template")
        page = self._templates.revisions(template_id, Query.of(request))
        said = [to_message(revision, pb.TemplateRevision) for revision in page.items]
        return pb.ListTemplateRevisionsResponse(
            revisions=said, next_page_token=page.next_page_token
        )

    def PreviewTemplate(self, request: pb.PreviewTemplateRequest, _: Any) -> pb.TemplatePreview:
        contact_id = parse_id(request.contact_id, "contact") if request.contact_id else None
        preview = self._templates.preview(
            parse_id(request.id, "template"), contact_id, plain_values(request.values)
        )
        return pb.TemplatePreview(
            subject=preview.words.subject,
            body_text=preview.words.body_text,
            body_html=preview.words.body_html,
            missing_variables=preview.missing,
        )


def _shown(template: Template) -> pb.Template:
    return to_message(template, pb.Template)
