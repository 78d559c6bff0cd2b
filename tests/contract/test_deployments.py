"""Compose and Kubernetes run the same processes as the local run, and run them locked down."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chassis.channels import MESSAGE_LIMIT
from deploy import secrets
from deploy.local.processes import PROGRAMS, ROOT
from deploy.local.servers import Screen
from gateway.bodies import JSON_LIMIT
from gateway.body_limits import limit_of
from gateway.catalogue import load
from gateway.server import HEADER_MILLISECONDS
from gateway.transcoding.plans import body_type

COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())
KUBERNETES = ROOT / "deploy" / "kubernetes"
PROCESSES = [(program.name, role) for program in PROGRAMS for role in program.roles]
OURS = [name for name, service in COMPOSE["services"].items() if "build" in service]


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Every object of a kustomization and of those it includes."""
    for name in yaml.safe_load((folder / "kustomization.yaml").read_text())["resources"]:
        if (folder / name).is_dir():
            yield from documents(folder / name)
        else:
            yield from yaml.safe_load_all((folder / name).read_text())


def deployments(folder: Path = KUBERNETES) -> list[dict[str, Any]]:
    return [found for found in documents(folder) if found["kind"] == "Deployment"]


def roles(folder: Path) -> set[str]:
    containers = (each["spec"]["template"]["spec"]["containers"][0] for each in deployments(folder))
    return {container["args"][0] for container in containers}


@pytest.mark.parametrize(("program", "role"), PROCESSES)
def test_every_process_of_the_local_run_is_in_compose(program, role):
    service = COMPOSE["services"][f"{program}-{role}"]

    assert service["command"] == [role]
    assert service["image"] == f"trellis-{program}"


@pytest.mark.parametrize(("program", "role"), PROCESSES)
def test_every_process_of_the_local_run_is_on_kubernetes(program, role):
    assert role in roles(KUBERNETES / program)


def test_kubernetes_includes_every_program():
    included = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]

    assert {program.name for program in PROGRAMS} <= set(included)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_compose_builds_each_program_from_its_folder_and_migrates_it_first(program):
    services = COMPOSE["services"]
    folder = services[f"{program.name}-server"]["build"]["args"]["PROGRAM"]

    assert folder == program.module.replace(".", "/")
    assert services[f"{program.name}-migrate"]["command"] == ["migrate"]
    for role in program.roles:
        first = services[f"{program.name}-{role}"]["depends_on"][f"{program.name}-migrate"]
        assert first == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_can_write_nowhere_and_gain_nothing(name):
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_the_image_of_the_edge_serves_every_screen_where_the_local_run_does(program):
    start = (ROOT / "deploy" / "nginx" / "start").read_text()
    folder = program.ui.relative_to(ROOT).parent
    bare = Screen(program.screen, program.ui).bare

    assert f"screen {program.screen} {bare} '{program.pages}' {folder}\n" in start


def test_only_the_edge_is_reached_from_outside_and_only_from_this_machine():
    published = {name: row["ports"] for name, row in COMPOSE["services"].items() if "ports" in row}

    assert published == {"edge": ["127.0.0.1:8000:8080"]}


def test_the_edge_ends_an_idle_connection_before_the_gateway_does():
    """Else a request sent at the moment the gateway ends it is lost with it."""
    template = (ROOT / "deploy" / "nginx" / "nginx.conf.template").read_text()
    upstream = template.split("upstream gateway {", 1)[1].split("\n  }", 1)[0]
    found = re.search(r"^ *keepalive_timeout (\d+)s;$", upstream, re.MULTILINE)

    assert found
    assert int(found[1]) * 1000 <= HEADER_MILLISECONDS / 2


def test_the_edge_lets_every_body_through_that_an_rpc_takes_and_little_more():
    template = (ROOT / "deploy" / "nginx" / "nginx.conf.template").read_text()
    found = re.findall(r"location = (/v1/\S+) \{\s+client_max_body_size (\d+)m;", template)
    places = {path: int(megabytes) << 20 for path, megabytes in found}
    catalogue = load(ROOT / "gen" / "crm.binpb")
    large = {
        binding.template.rule: limit
        for method in catalogue.methods
        for binding in method.bindings
        if (limit := limit_of(body_type(method, binding), catalogue.options)) > JSON_LIMIT
    }

    assert places.keys() == large.keys()
    for path, limit in large.items():
        assert limit <= places[path] < limit + (1 << 20), path
        assert limit < MESSAGE_LIMIT * 4 / 3, "gRPC carries it"


def test_every_secret_of_compose_is_made_and_mounted_with_the_key_only_where_it_signs(tmp_path):
    secrets.make(tmp_path)
    declared = {name: Path(row["file"]).name for name, row in COMPOSE["secrets"].items()}
    assert set(declared.values()) <= {file.name for file in tmp_path.iterdir()}

    holders = {name for name in COMPOSE["services"] if "identity_private_key" in mounted(name)}
    assert holders == {"gateway-migrate", "gateway-server"}


def mounted(service: str) -> list[str]:
    """The secrets a service of compose sees."""
    rows = COMPOSE["services"][service].get("secrets", [])
    return [row if isinstance(row, str) else row["source"] for row in rows]


@pytest.mark.parametrize("deployment", deployments(), ids=lambda each: each["metadata"]["name"])
def test_every_pod_is_locked_down_and_bounded(deployment):
    pod = deployment["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert pod["terminationGracePeriodSeconds"] == 60
    volumes = {volume["name"] for volume in pod["volumes"]}
    for container in [*pod["containers"], *pod.get("initContainers", [])]:
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert {mount["name"] for mount in container["volumeMounts"]} <= volumes


@pytest.mark.parametrize("deployment", deployments(), ids=lambda each: each["metadata"]["name"])
def test_who_is_called_is_probed_and_drained_before_it_goes(deployment):
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    if "ports" not in container:
        assert deployment["metadata"]["name"] in {"worker", "relay"}
        return
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(container)
    assert "/readyz" not in str(container["livenessProbe"])
    assert container["lifecycle"]["preStop"]["exec"]["command"] == ["sleep", "8"]
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
