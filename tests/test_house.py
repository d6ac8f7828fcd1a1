"""The rules of the house, kept by reading the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).parents[1]
CODE = ROOT / "moothall"
MOST_LINES, MOST_FUNCTION_LINES = 600, 40
PUBLIC_PAGES = {
    "invitation",
    "first_run",
    "feed",
    "space_feed",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_reauthenticate",
    "account_signup",
    "account_inactive",
    "account_logout",
    "account_confirm_email",
    "account_email_verification_sent",
    "account_confirm_login_code",
    "account_request_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "sso_oidc",
    "sso_oidc_back",
    "sso_saml",
    "sso_saml_acs",
    "sso_saml_back",
    "sso_saml_metadata",
    "council_css",
    "council_logo",
    "healthz",
    "readyz",
    "metrics",
    "kept",
    "accessibility",
    "help",
    "stop",
    "public_list",
    "public_policy",
    "public_version",
    "public_appraisal",
    "published",
    "published_atom",
    "published_json",
    "public_comment",
    "public_lesson",
    "public_consultations",
    "public_consultation",
    "public_charter",
    "charter_markdown",
    "charter_json",
    "released_copy",
    "make_request",
    "request_made",
    "public_requests",
    "public_requests_csv",
    "public_request",
    "public_request_file",
    "public_statistics",
    "public_statistics_csv",
}


def python_files() -> list[Path]:
    return [path for path in CODE.rglob("*.py") if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_becomes_a_drawer() -> None:
    long = {str(path.relative_to(ROOT)): count for path in python_files() if (count := lines(path)) > MOST_LINES}
    assert long == {}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": length
        for path in python_files()
        if "tests" not in path.parts
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > MOST_FUNCTION_LINES
    }
    assert long == {}


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files()
        if "tests" not in path.parts
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
        and node.name != "Migration"
    ]
    assert silent == []


def test_views_and_forms_are_private_to_their_room() -> None:
    strangers = []
    for path in python_files():
        room = path.relative_to(CODE).parts[0]
        for found in re.findall(r"from moothall\.(\w+)\.(?:views|forms)\b", path.read_text(encoding="utf-8")):
            if found not in {room, "kit"}:
                strangers.append(f"{path.relative_to(ROOT)} imports from {found}")
    assert strangers == []


def test_every_verb_opens_an_act_and_records_it() -> None:
    careless = []
    for path in python_files():
        if "actions" not in path.stem and "actions" not in path.parts:
            continue
        body = ast.parse(path.read_text(encoding="utf-8")).body
        helpers = [node.name for node in body if isinstance(node, ast.FunctionDef) and "record(" in ast.unparse(node)]
        for node in body:
            if isinstance(node, ast.FunctionDef) and any(argument.arg == "by" for argument in node.args.kwonlyargs):
                if node.name.startswith("_"):
                    continue
                source = ast.unparse(node)
                if "audit.act" not in source.split("def ")[0] and "audit.acting" not in source:
                    careless.append(f"{path.relative_to(ROOT)}:{node.name} opens no act")
                inside = source.partition(":\n")[2]
                if "record(" not in inside and not any(f"{helper}(" in inside for helper in helpers):
                    careless.append(f"{path.relative_to(ROOT)}:{node.name} records nothing")
    assert careless == []


def test_templates_carry_no_inline_script_style_or_handler() -> None:
    faults = []
    bad = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
    for path in CODE.rglob("*.html"):
        if path.parent.name == "letters":  # mail, whose readers know only inline style
            continue
        for match in bad.finditer(path.read_text(encoding="utf-8")):
            faults.append(f"{path.relative_to(ROOT)}: {match.group()}")
    assert faults == []


def test_nothing_names_a_machine_or_leaves_a_note_without_owner() -> None:
    marks = re.compile(r"/work/|/root/|\bTODO\b|\bFIXME\b|\bXXX\b")
    paths = [
        *python_files(),
        *CODE.rglob("*.html"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "README.md",
        ROOT / "Makefile",
    ]
    assert [str(path) for path in paths if marks.search(path.read_text(encoding="utf-8"))] == []


def test_every_setting_is_explained() -> None:
    source = (CODE / "config" / "settings.py").read_text(encoding="utf-8")
    names = set(re.findall(r"env\.\w+\(\s*\"(\w+)\"", source))
    explained = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert len(names) > 10
    assert sorted(name for name in names if f"`MOOTHALL_{name}`" not in explained) == []


def test_explained_settings_exist() -> None:
    source = (CODE / "config" / "settings.py").read_text(encoding="utf-8")
    explained = set(
        re.findall(r"^\| `MOOTHALL_(\w+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M)
    )
    assert sorted(name for name in explained if f'"{name}"' not in source) == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_only_the_listed_pages_are_open_to_everyone() -> None:
    open_pages = {
        pattern.name for pattern in patterns(get_resolver()) if not getattr(pattern.callback, "login_required", True)
    }
    assert open_pages <= PUBLIC_PAGES


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry
