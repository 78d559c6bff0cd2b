"""Pipelines through the gRPC server: what tells one from the other."""

import pytest
from crm.deals.v1 import pipelines_pb2 as pb
from crm.deals.v1 import pipelines_pb2_grpc

from tests.harness.people import Person
from tests.harness.refusals import refused

Pipelines = pipelines_pb2_grpc.PipelineServiceStub
STAGES = [
    pb.Stage(name="Talking", probability=30, kind=pb.Stage.OPEN),
    pb.Stage(name="Won", probability=100, kind=pb.Stage.WON),
    pb.Stage(name="Lost", kind=pb.Stage.LOST),
]


def create(pipelines: Pipelines, admin: Person, name: str) -> pb.Pipeline:
    request = pb.CreatePipelineRequest(pipeline=pb.Pipeline(name=name, stages=STAGES))
    return pipelines.CreatePipeline(request, metadata=admin.metadata())


def rename(pipelines: Pipelines, admin: Person, pipeline: pb.Pipeline, name: str) -> pb.Pipeline:
    request = pb.UpdatePipelineRequest(
        pipeline=pb.Pipeline(id=pipeline.id, name=name), update_mask={"paths": ["name"]}
    )
    return pipelines.UpdatePipeline(request, metadata=admin.metadata())


@pytest.mark.parametrize("name", ["Partners", " partners "])
def test_no_two_pipelines_have_one_name(pipelines: Pipelines, admin: Person, name: str) -> None:
    create(pipelines, admin, "Partners")
    other = create(pipelines, admin, "Resellers")
    with refused("ALREADY_EXISTS", "PIPELINE_EXISTS"):
        create(pipelines, admin, name)
    with refused("ALREADY_EXISTS", "PIPELINE_EXISTS"):
        rename(pipelines, admin, other, name)


def test_a_pipeline_keeps_its_own_name_and_takes_one_that_is_free(
    pipelines: Pipelines, admin: Person
) -> None:
    made = create(pipelines, admin, "Partners")
    assert rename(pipelines, admin, made, "PARTNERS").name == "PARTNERS"
    assert rename(pipelines, admin, made, "Resellers").name == "Resellers"
    assert create(pipelines, admin, "Partners").name == "Partners"
