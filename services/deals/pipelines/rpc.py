"""PipelineService: a message in, a use case, a message out."""

from typing import Any

from crm.deals.v1 import pipelines_pb2 as pb
from crm.deals.v1 import pipelines_pb2_grpc
from google.protobuf.empty_pb2 import Empty

from chassis import masks
from chassis.ids import parse_id
from chassis.mapping import to_message
from services.deals.pipelines.actions import Pipelines
from services.deals.pipelines.model import Pipeline


class PipelineService(pipelines_pb2_grpc.PipelineServiceServicer):
    """How sales works."""

    def __init__(self, pipelines: Pipelines) -> None:
        self._pipelines = pipelines

    def GetPipeline(self, request: pb.GetPipelineRequest, _: Any) -> pb.Pipeline:
        return _shown(self._pipelines.get(parse_id(request.id, "pipeline")))

    def ListPipelines(self, _request: pb.ListPipelinesRequest, _: Any) -> pb.ListPipelinesResponse:
        found = self._pipelines.list()
        return pb.ListPipelinesResponse(pipelines=[_shown(pipeline) for pipeline in found])

    def CreatePipeline(self, request: pb.CreatePipelineRequest, _: Any) -> pb.Pipeline:
        return _shown(self._pipelines.create(masks.values(request.pipeline, Pipeline)))

    def UpdatePipeline(self, request: pb.UpdatePipelineRequest, _: Any) -> pb.Pipeline:
        changes = masks.changes(request.pipeline, request.update_mask, Pipeline)
        pipeline_id = parse_id(request.pipeline.id, "pipeline")
        return _shown(self._pipelines.update(pipeline_id, changes, etag=request.pipeline.etag))

    def DeletePipeline(self, request: pb.DeletePipelineRequest, _: Any) -> Empty:
        self._pipelines.delete(parse_id(request.id, "pipeline"), etag=request.etag)
        return Empty()


def _shown(pipeline: Pipeline) -> pb.Pipeline:
    return to_message(pipeline, pb.Pipeline)
