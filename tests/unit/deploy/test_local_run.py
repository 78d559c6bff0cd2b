"""The small parts of the local run."""

import io
import os
import socket
import subprocess
import sys

import pytest

from deploy.local import bootstrap, leftovers
from deploy.local.child import MARK, free_port, is_free
from deploy.local.console import Console, own_lines
from deploy.local.ports import choose_ports, metrics_ports


def test_log_lines_appear_once_complete_under_their_name(tmp_path):
    out, log = io.StringIO(), tmp_path / "leads.log"
    log.write_text("of an earlier run\n")
    console = Console(out)
    console.follow("leads", log)

    with log.open("a") as lines:
        lines.write("first\nsec")
        lines.flush()
        console.show_new()
        lines.write("ond\n")
        lines.flush()
        console.show_new()
    console.show_new()

    assert [line.strip() for line in out.getvalue().splitlines()] == [
        "leads | first",
        "leads | second",
    ]


def test_what_is_skipped_is_never_shown_and_the_run_itself_can_be_heard_alone(tmp_path):
    out, log = io.StringIO(), tmp_path / "leads.log"
    console = Console(out)
    console.follow("leads", log)
    log.write_text("one of hundreds\n")
    console.skip_new()
    console.say("ready at http://127.0.0.1:8000")
    with log.open("a") as lines:
        lines.write("afterwards\n")
    console.show_new()

    assert out.getvalue() == (
        "       trellis | ready at http://127.0.0.1:8000\n         leads | afterwards\n"
    )
    assert own_lines(out.getvalue()) == "       trellis | ready at http://127.0.0.1:8000\n"


def test_ports_stay_the_same_until_somebody_takes_one(tmp_path, monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    first = choose_ports(tmp_path / "ports.json", ["leads", "gateway"])
    assert choose_ports(tmp_path / "ports.json", ["leads", "gateway"]) == first
    assert len(set(first.values())) == len(first)

    with socket.create_server(("127.0.0.1", first["leads"])):
        again = choose_ports(tmp_path / "ports.json", ["leads", "gateway"])

    assert again["leads"] != first["leads"]
    assert again["gateway"] == first["gateway"]


def test_the_port_a_person_asks_for_is_taken_or_refused_in_words(tmp_path, monkeypatch):
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    assert choose_ports(tmp_path / "ports.json", [])["nginx"] == port

    with socket.create_server(("127.0.0.1", port)), pytest.raises(SystemExit, match="not a free"):
        choose_ports(tmp_path / "ports.json", [])


def test_a_process_is_ours_by_the_mark_it_carries_not_by_its_name(tmp_path):
    sleeper = [sys.executable, "-c", "input()"]
    marked = {**os.environ, MARK: str(tmp_path / "redis")}
    with (
        subprocess.Popen(sleeper, env=marked, stdin=subprocess.PIPE) as ours,
        subprocess.Popen(sleeper, stdin=subprocess.PIPE) as foreign,
    ):
        assert leftovers.ours(tmp_path) == [ours.pid]
        assert leftovers.end(tmp_path) == 1
        assert ours.wait(timeout=5) != 0
        assert foreign.poll() is None
        foreign.kill()


def test_setup_knows_from_the_contents_of_files_that_nothing_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    file = tmp_path / "requirements.lock"
    file.write_text("a")
    before = bootstrap.digest([file])
    file.touch()
    assert bootstrap.digest([file]) == before
    file.write_text("b")
    assert bootstrap.digest([file]) != before


def test_metrics_have_a_port_for_each_process_from_the_one_asked_for(monkeypatch):
    first = next(port for port in range(30000, 32000) if is_free(port) and is_free(port + 1))
    monkeypatch.setenv("METRICS", str(first))
    assert metrics_ports(["leads.server", "leads.worker"]) == {
        "leads.server": first,
        "leads.worker": first + 1,
    }
    monkeypatch.delenv("METRICS")
    assert metrics_ports(["leads.server"]) == {}


@pytest.mark.parametrize("asked", ["yes", "65535", "0x50", "-1"])
def test_metrics_where_no_ports_are_say_so(monkeypatch, asked):
    monkeypatch.setenv("METRICS", asked)
    with pytest.raises(SystemExit, match="METRICS="):
        metrics_ports(["leads.server", "leads.worker"])
