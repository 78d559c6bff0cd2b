"""What a relay does not need it does not hold: five of them run beside everything else."""

import subprocess
import sys

from tests.contract.protos import ROOT


def test_a_relay_loads_neither_grpc_nor_the_rules_of_input() -> None:
    code = "import sys, chassis.roles, chassis.relay; print(*sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"grpc", "protovalidate"} & set(found.stdout.split())
