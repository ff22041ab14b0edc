"""The house holds: imports go down only, functions and files stay small, nothing comes from elsewhere."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("governance", "proposals", "voting")
SOURCES = [p for name in PACKAGES for p in (ROOT / name).rglob("*.py") if "versions" not in p.parts]
TEMPLATES = list((ROOT / "templates").rglob("*.html"))
TOP = set(
    "governance proposals templates tests voting bench docs .ci .gitignore LICENSE README.md "
    "CHANGELOG.md CONTRIBUTING.md ARCHITECTURE.md Makefile pyproject.toml".split()
)


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return listed.stdout.splitlines()


def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_top_level_is_the_agreed_one() -> None:
    assert {Path(name).parts[0] for name in tracked()} <= TOP


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_functions_and_files_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    assert len(lines) <= 300, f"{len(lines)} lines: there is a subject to cut out"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


def test_no_float_decides() -> None:
    for path in [*(ROOT / "voting").rglob("*.py"), *(ROOT / "proposals").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), (
                f"{path}:{node.lineno}"
            )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pages_carry_no_inline_script_or_style_and_load_nothing_from_elsewhere(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    if "mail" in path.parts:
        return
    assert not re.search(r"<style|style=\"|<script(?![^>]*\bsrc=)|\son\w+=\"|javascript:", html)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!www\.gnu\.org|creativecommons\.org)", html)


def test_only_transact_commits() -> None:
    for path in SOURCES:
        if path.name != "db.py":
            assert ".commit()" not in path.read_text(encoding="utf-8"), path
