"""The catalogue of tests/protos/everything.proto, compiled once for these tests."""

from pathlib import Path

import pytest

from gateway.catalogue import Catalogue, load
from protos.generate import generate

PROTOS = Path(__file__).parents[2] / "protos"


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("everything")
    return load(generate(PROTOS, folder / "gen", name="everything"))
