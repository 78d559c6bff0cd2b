"""What a role does not need it does not hold: five relays and five workers run beside all else."""

import subprocess
import sys

import pytest

from tests.contract.protos import ROOT

PACKAGES = ("services.leads", "services.deals", "services.tickets", "services.notify")


def loaded(code: str) -> set[str]:
    """The modules of a process that ran some code."""
    found = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(found.stdout.split())


def test_a_relay_loads_neither_grpc_nor_the_rules_of_input_nor_tokens() -> None:
    assert not {"grpc", "protovalidate", "jwt"} & loaded("import chassis.roles, chassis.relay")


@pytest.mark.parametrize("package", [*PACKAGES, "gateway.accounts"])
def test_a_worker_loads_neither_a_server_nor_tokens(package: str) -> None:
    code = "from chassis import worker_patch; worker_patch.apply(); import chassis.roles"
    found = loaded(f"{code}; import chassis.worker, {package}.composition")
    assert "chassis.worker" in found
    assert not {"chassis.server", "jwt"} & found
