"""The code base as a whole: small files, short functions, no traces of where it was made."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.contract.protos import ROOT

CODE = ("chassis", "gateway", "services", "deploy", "protos", "docs")
LONGEST_FILE, LONGEST_FUNCTION = 300, 45

#: Nothing of this belongs into the project: places and people that a reader cannot know.
FORBIDDEN = {
    "a folder of somebody's machine": r"/work/(main|shared)\b|/home/\w+/|/Users/\w+/",
    "a brief instead of a reason": r"\bbuilder [A-H]\b|\bthe brief\b",
    "a place where packages come from": r"https?://[^\s\"']*(pypi|registry|artifactory|nexus)[^\s\"']*/simple",
    "a note to oneself": r"\b(TODO|FIXME|XXX|HACK)\b",
    "a private key": r"-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----",
}
UNREAD = {".png", ".jpg", ".svg", ".woff2", ".ico", ".lock", ".binpb", ".webp", ".gif"}


@cache
def tracked() -> list[Path]:
    """The files of the repository that are text and still there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    files = [ROOT / name for name in listed.split("\0") if name]
    return [
        f for f in files if f.is_file() and f.suffix not in UNREAD and f.name != "package-lock.json"
    ]


def python(*folders: str) -> list[Path]:
    return [f for f in tracked() if f.suffix == ".py" and f.relative_to(ROOT).parts[0] in folders]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with the number of its lines, docstring and decorators left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            documented = ast.get_docstring(node) is not None
            start = node.body[1 if documented and len(node.body) > 1 else 0].lineno
            yield node.name, (node.end_lineno or start) - start + 1


@pytest.mark.parametrize("path", python(*CODE, "tests"), ids=name)
def test_no_file_is_too_long_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize(
    "path", [p for p in python(*CODE) if p.parent.name != "versions"], ids=name
)  # a table in a migration is a list, as long as it has columns
def test_no_function_is_too_long_to_be_understood(path: Path) -> None:
    assert {f: lines for f, lines in functions(path) if lines > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", python(*CODE, "tests"), ids=name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    source = path.read_text()
    told = ast.get_docstring(ast.parse(source))
    assert told or not source.strip(), "a file with code has a docstring"


@pytest.mark.parametrize("path", python(*CODE), ids=name)
def test_no_module_is_named_after_nothing(path: Path) -> None:
    vague = {"utils", "util", "helpers", "helper", "managers", "manager", "common", "misc", "base"}
    assert not vague & {*path.relative_to(ROOT).with_suffix("").parts}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_has(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{name(path)}: {match.group(0)}"
        for path in tracked()
        if path != Path(__file__) and (match := pattern.search(path.read_text(errors="replace")))
    ]
    assert found == []


def test_generated_code_is_not_kept() -> None:
    assert not [name(path) for path in tracked() if path.relative_to(ROOT).parts[0] == "gen"]


def test_every_task_of_the_makefile_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text()
    declared = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.M)[0].split())
    tasks = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.M))
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## .{10,}$", makefile, re.M))
    assert tasks - {"help"} == explained
    assert tasks == declared


@pytest.mark.parametrize("page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_path_and_task_a_page_names_exists(page: str) -> None:
    text = (ROOT / page).read_text()
    makefile = (ROOT / "Makefile").read_text()
    tasks = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.M))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= tasks
    quoted = re.findall(r"`([\w./-]+/[\w./-]*)`", text)
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    missing = [path for path in (*quoted, *links) if not exists(path)]
    assert missing == []


def exists(path: str) -> bool:
    """Whether it is there, is made by a task, or is a pattern such as services/<service>/."""
    made = (".local", "gen", ".venv", "dist", "v1", "public", "/v1", "/public")
    if "<" in path or "*" in path or path.startswith(made):
        return True
    below = f"/{path.strip('/')}"
    kept = [f"/{name(file)}" for file in tracked()]
    shown = (ROOT / path).is_file()  # a picture, which nobody reads
    return shown or any(file.endswith(below) or f"{below}/" in file for file in kept)


def test_the_reference_is_fresh() -> None:
    found = subprocess.run(
        [ROOT / ".venv/bin/python", "-m", "docs.generate", "--check"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr


def test_nobody_imports_what_is_not_theirs() -> None:
    found = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-logo"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout
