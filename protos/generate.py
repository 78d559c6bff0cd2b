"""Generates gen/: Python messages, type stubs, gRPC stubs and the descriptor set, from protos/.

buf.validate's schema is taken from the installed protovalidate package, so no third-party proto
is kept in the repository; google.api comes from googleapis-common-protos.
"""

import sys
import tempfile
from importlib import resources
from pathlib import Path

from google.api import annotations_pb2
from grpc_tools import protoc

ROOT = Path(__file__).resolve().parent.parent
PROTOS = ROOT / "protos"
GEN = ROOT / "gen"
VALIDATE = "buf/validate/validate.proto"


def validate_schema(target: Path) -> Path:
    """Writes the descriptor set of buf/validate/validate.proto and returns its path."""
    from google.protobuf import descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2
    from protovalidate._gen.buf.validate import validate_pb

    files = descriptor_pb2.FileDescriptorSet()
    for known in (descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2):
        known.DESCRIPTOR.CopyToProto(files.file.add())
    files.file.add().ParseFromString(validate_pb.desc().proto.to_binary())
    target.write_bytes(files.SerializeToString())
    return target


def proto_files(root: Path = PROTOS) -> list[str]:
    """Our proto files, relative to `root`, sorted."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.proto"))


def include_flags(root: Path) -> list[str]:
    """Where protoc looks: `root`, our protos (for our options), well-known types, google.api."""
    google_api = Path(annotations_pb2.__file__).parents[2]
    well_known = Path(str(resources.files("grpc_tools"))) / "_proto"
    return [f"-I{path}" for path in (root, PROTOS, well_known, google_api)]


def generate(root: Path = PROTOS, target: Path = GEN, *, name: str = "crm") -> Path:
    """Compiles every proto under `root` into `target`; returns the descriptor set's path.

    Raises SystemExit when protoc refuses a file (its message is on stderr).
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as fresh:
        compile_into(Path(fresh) / "new", root, name)
        if target.exists():
            target.rename(Path(fresh) / "old")
        (Path(fresh) / "new").rename(target)
    return target / f"{name}.binpb"


def compile_into(folder: Path, root: Path, name: str) -> None:
    """Runs protoc for every file under `root`, writing all kinds of output into `folder`."""
    folder.mkdir()
    schema = validate_schema(folder / "validate.binpb")
    outputs = [f"--{kind}_out={folder}" for kind in ("python", "pyi", "grpc_python")]
    arguments = [
        "protoc",
        f"--descriptor_set_in={schema}",
        *include_flags(root),
        *outputs,
        f"--descriptor_set_out={folder / name}.binpb",
        "--include_imports",
        "--include_source_info",
        *proto_files(root),
        VALIDATE,
    ]
    if code := protoc.main(arguments):
        raise SystemExit(code)


if __name__ == "__main__":
    sys.stdout.write(f"{generate().relative_to(ROOT)}\n")
