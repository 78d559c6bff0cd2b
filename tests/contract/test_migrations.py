"""Migrations only ever widen: the version before goes on working while the next one starts."""

import ast
import re
from pathlib import Path

import pytest

from tests.contract.protos import ROOT

LINES = sorted(
    folder
    for folder in ROOT.glob("*/**/migrations/versions")
    if ".venv" not in folder.parts and "node_modules" not in folder.parts
)
VERSIONS = sorted(version for line in LINES for version in line.glob("*.py"))
every_version = pytest.mark.parametrize(
    "version", VERSIONS, ids=lambda path: str(path.relative_to(ROOT))
)

#: What blocks readers or writers, or takes away what the version before needs.
NARROWING = {
    "drop_table",
    "drop_column",
    "drop_index",
    "drop_constraint",
    "rename_table",
    "alter_column",
    "create_unique_constraint",
    "create_check_constraint",
    "create_foreign_key",
    "batch_alter_table",
}
NARROWING_SQL = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|INDEX|TYPE|FUNCTION)|ALTER\s+(COLUMN|TYPE)|RENAME|TRUNCATE"
    r"|SET\s+NOT\s+NULL|LOCK\s+TABLE|VACUUM\s+FULL|CLUSTER)\b",
    re.IGNORECASE,
)

#: Steps that the rule refuses and that are right all the same: "file: step" -> why.
ALLOWED: dict[str, str] = {
    "gateway/accounts/migrations/versions/0001_accounts.py: TRUNCATE": "a trigger that refuses it",
    "chassis/migrations/versions/0005_bulk.py: drop_index": "the one made before holds the same "
    "few rows: without it the version before only sorts them",
}


def calls(version: Path) -> list[ast.Call]:
    """Every op.something(…) of a version."""
    return [
        node
        for node in ast.walk(ast.parse(version.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "op"
    ]


def operation(call: ast.Call) -> str:
    assert isinstance(call.func, ast.Attribute)
    return call.func.attr


def argument(call: ast.Call, position: int, keyword: str) -> str:
    """A literal argument as text; "" when it is not there, "?" when it is worked out."""
    found = [k.value for k in call.keywords if k.arg == keyword]
    found += call.args[position : position + 1]
    if not found:
        return ""
    return str(found[0].value) if isinstance(found[0], ast.Constant) else "?"


def texts(version: Path) -> list[str]:
    """Every text in a version but its docstrings."""
    tree = ast.parse(version.read_text())
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docstrings = {
        ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)
    }
    words = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    return [word for word in words if isinstance(word, str) and word not in docstrings]


def refused(version: Path, step: str) -> bool:
    return f"{version.relative_to(ROOT)}: {step}" not in ALLOWED


@every_version
def test_a_version_takes_nothing_away(version: Path) -> None:
    steps = {operation(call) for call in calls(version)} & NARROWING
    steps |= {found.group(0) for text in texts(version) if (found := NARROWING_SQL.search(text))}
    assert [step for step in sorted(steps) if refused(version, step)] == []


@every_version
def test_a_new_column_of_an_old_table_may_be_empty_or_has_a_default(version: Path) -> None:
    for call in calls(version):
        if operation(call) == "add_column":
            source = ast.unparse(call)
            assert "nullable=False" not in source or "server_default" in source, source


@every_version
def test_an_index_on_an_old_table_is_built_without_locking_it(version: Path) -> None:
    new = {
        argument(call, 0, "table_name")
        for call in calls(version)
        if operation(call) == "create_table"
    }
    for call in calls(version):
        if operation(call) == "create_index" and argument(call, 1, "table_name") not in {*new, "?"}:
            assert argument(call, 99, "postgresql_concurrently") == "True", ast.unparse(call)


@every_version
def test_a_version_only_looks_forward(version: Path) -> None:
    defined = {
        n.name for n in ast.walk(ast.parse(version.read_text())) if isinstance(n, ast.FunctionDef)
    }
    assert "upgrade" in defined
    assert "downgrade" not in defined, "going back is a restore or a new version"


@pytest.mark.parametrize("line", LINES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_history_is_one_line_in_the_order_of_its_numbers(line: Path) -> None:
    previous = "None"
    for number, version in enumerate(sorted(line.glob("*.py")), start=1):
        source = version.read_text()
        said = dict(re.findall(r'^(revision|down_revision) = "?(\w+)"?$', source, re.M))
        assert version.name.startswith(f"{number:04}_")
        assert said == {"revision": f"{number:04}", "down_revision": previous}, version.name
        previous = said["revision"]


def test_the_rule_has_teeth(tmp_path: Path) -> None:
    version = tmp_path / "0002_bad.py"
    version.write_text(
        '"""DROP TABLE in a docstring is no step."""\n'
        "def upgrade():\n"
        '    op.drop_column("contacts", "city")\n'
        '    op.execute("alter table contacts alter column city type int")\n'
    )
    assert {operation(call) for call in calls(version)} & NARROWING == {"drop_column"}
    assert [text for text in texts(version) if NARROWING_SQL.search(text)] == [
        "alter table contacts alter column city type int"
    ]
