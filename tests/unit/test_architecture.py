# SPDX-License-Identifier: EUPL-1.2
"""What the layer list cannot say: one door per library, one maker per capability, nothing at import time."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import weerbaar_docs

SOURCE = Path(weerbaar_docs.__file__).parent
MODULES = sorted(SOURCE.rglob("*.py"))
DOORS = {
    "aiohttp": {"pades/netwerk.py"},
    "alembic": {"store/"},
    "PIL": {"bijlagen/beeld.py"},
    "click": {"cli"},
    "docxtpl": {"rendering/docx/patching.py"},
    "docxtpl_lint": {"sjablonen/docxtpl_deur.py"},
    "gnupg": {"encryption/gnupg/running.py"},
    "dateutil": {"termijnen.py"},
    "jsonschema": {"validation.py"},
    "pluggy": {"hookspecs.py", "pdf_engines.py", "plugins.py"},
    "pyhanko": {"pades/"},
    "openpyxl": {"serie/ontvangers.py"},
    "pypdf": {
        *("bijlagen/pdf", "formuliervelden/", "rendering/libreoffice/", "serie/drukwerk.py", "stamping_pdf/"),
        "toestemmingsformulier/",
    },
    "pysequoia": {"encryption/sequoia/deur.py"},
    "rfc8785": {"canonical.py"},
    "segno": {"stamping_pdf/code.py"},
    "smtplib": {"logboek/mail.py"},
    "sqlalchemy": {
        "audit/sql.py",
        "dossiers/",
        "registers/",
        "store/",
        "toestemmen/",
        "toetsing/bij_",
        "vernietiging/",
    },
    "structlog": {"logs/writing.py"},
    "typst": {"rendering/typst_engine/worker.py"},
}


@cache
def known() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The modules by the library that they import and by the name that they call; each module is read once."""
    importers, callers = {}, {}
    for path in MODULES:
        name = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    importers.setdefault(alias.name.split(".")[0], set()).add(name)
            elif isinstance(node, ast.ImportFrom) and node.module:
                importers.setdefault(node.module.split(".")[0], set()).add(name)
            elif isinstance(node, ast.Call):
                callers.setdefault(getattr(node.func, "id", getattr(node.func, "attr", "")), set()).add(name)
    return importers, callers


@pytest.mark.parametrize("library", sorted(DOORS))
def test_each_library_has_one_door(library):
    users = known()[0].get(library, set())
    strangers = {user for user in users if not any(user.startswith(door) for door in DOORS[library])}
    assert users
    assert not strangers


def calls(name: str) -> set[str]:
    return known()[1].get(name, set())


def test_only_the_gate_makes_a_vrijgave():
    assert calls("Vrijgave") == {"consent.py"}


def test_only_approving_and_the_register_make_a_template_to_use():
    assert calls("approved_sjabloon") == {"registers/sjablonen.py", "sjablonen/keuren.py"}


def test_only_the_reader_makes_a_bijlage():
    assert calls("Bijlage") == {"bijlagen/__init__.py"}


def test_only_the_encryption_door_and_its_purposes_encrypt():
    assert calls("sign_and_encrypt") == {"encryption/__init__.py"}
    assert calls("sign_and_encrypt_stream") == set()  # for who imports the library: no document goes that way yet


def test_imports_are_dynamic_only_where_names_are_fixed():
    assert calls("import_module") <= {"__init__.py", "cli/app.py"}
    assert calls("__import__") == set()


def test_the_day_of_a_moment_is_taken_in_one_place():
    """The day of a UTC moment is not the day here between midnight here and midnight UTC."""
    bare = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "date" and not node.args and not node.keywords
    }
    # What a person typed and what a stamp says are days already.
    assert bare == {"termijnen.py", "logboek/tonen.py", "stamping.py"}


def test_a_command_asks_in_one_place_which_day_it_is():
    now = "nederlandse_dag(datetime.now(UTC))"
    asking = {path.relative_to(SOURCE).as_posix() for path in MODULES if now in path.read_text(encoding="utf-8")}
    assert {name for name in asking if name.startswith("cli/")} == {"cli/peildatum.py"}


def test_a_kenmerk_and_a_neutral_title_are_written_in_one_place():
    by_hand = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if any(text in path.read_text(encoding="utf-8") for text in ('f"WD-{digest(', 'f"Bericht '))
    }
    assert by_hand == {"rendering/__init__.py"}


def test_the_kinds_of_organisation_and_their_words_are_said_in_one_place():
    lists, orgaan = set(), set()
    for path in MODULES:
        name = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = [item.value for item in getattr(node, "elts", ()) if isinstance(item, ast.Constant)]
            if set(map(str, found)) == {"gemeente", "provincie", "waterschap"}:
                lists.add(name)
            if isinstance(node, ast.Constant) and node.value == "het college van burgemeester en wethouders":
                orgaan.add(name)
    assert lists == {"model.py"}
    assert orgaan == {"rendering/filters.py"}


def test_importing_the_package_starts_nothing():
    code = (
        "import sys, threading, logging\n"
        "import weerbaar_docs\n"
        "heavy = {'gnupg','pysequoia','pyhanko','segno','typst','docxtpl','lxml','holidays','jsonschema','click','socket','sqlalchemy','alembic','structlog'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert threading.active_count() == 1 and not logging.getLogger().handlers\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_public_name_is_there_and_documented():
    for name in weerbaar_docs.__all__:
        assert getattr(weerbaar_docs, name).__doc__
    assert weerbaar_docs.__all__ == sorted(weerbaar_docs.__all__)
    assert set(weerbaar_docs.__all__) == set(weerbaar_docs._HOMES)


def test_the_sealing_role_has_no_connector_in_memory():
    code = (
        "import sys\n"
        "import weerbaar_docs.encryption, weerbaar_docs.consent\n"
        "assert not {'weerbaar_docs.plugins', 'weerbaar_docs_map', 'pluggy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_source_file_names_its_licence():
    assert [
        p for p in MODULES if not p.read_text(encoding="utf-8").startswith("# SPDX-License-Identifier: EUPL-1.2")
    ] == []
    scripts = list(SOURCE.rglob("*.sql"))
    assert scripts
    assert all(p.read_text(encoding="utf-8").startswith("-- SPDX-License-Identifier: EUPL-1.2") for p in scripts)
