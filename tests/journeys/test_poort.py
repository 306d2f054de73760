# SPDX-License-Identifier: EUPL-1.2
"""The gate holds against every case of abuse, for each back end; and each control is why: without it its proof fails."""

from __future__ import annotations

import ast
import tempfile
from pathlib import Path

import pytest

from poortbouw import ACHTERKANTEN, Proef, zonder
from poortgevallen import ELDERS, GEVALLEN, PROEVEN, UIT
from poorttabel import PAGE, make_page
from weerbaar_docs.oefening import Oefenomgeving

TESTS = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=ACHTERKANTEN)
def proef(request, tmp_path_factory):
    """Give a chain of one back end, of which every file lands in one short folder."""
    conftest = request.config.pluginmanager.getplugin(str(TESTS / "conftest.py"))
    verteld = []
    with tempfile.TemporaryDirectory(prefix="poort-") as folder, pytest.MonkeyPatch.context() as patch:
        for name in ("TMPDIR", "HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, folder)
        patch.setattr(tempfile, "tempdir", folder)
        with Oefenomgeving(
            achterkant=request.param, recorder=lambda doel, keys: verteld.append((doel, tuple(keys)))
        ) as o:
            yield Proef(keten=conftest.make_keten(o), map=Path(folder), verteld=verteld)


@pytest.mark.parametrize("naam", sorted(PROEVEN))
def test_a_case_of_abuse_is_refused_and_leaves_nothing(proef, naam):
    PROEVEN[naam][1](proef)


@pytest.mark.lang
@pytest.mark.parametrize("control", UIT, ids=lambda control: f"{control.plaats}-{control.proef}")
def test_without_its_control_a_case_is_not_refused(proef, control):
    if control.achterkant not in (None, proef.o._achterkant):
        return
    with zonder(control):
        proef.gaat()
        with pytest.raises((Exception, pytest.fail.Exception)):
            PROEVEN[control.proef][1](proef)
    PROEVEN[control.proef][1](proef)


def test_every_case_has_a_proof_and_every_test_that_is_named_is_there():
    assert sorted(GEVALLEN) == list(range(1, 34))
    shown = {nummer for nummer, _ in PROEVEN.values()} | set(ELDERS)
    assert shown == set(GEVALLEN)
    for file, name in (test.split("::") for tests in ELDERS.values() for test in tests):
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name
    assert {control.proef for control in UIT} <= set(PROEVEN)


def test_the_page_is_the_table_of_these_cases_and_controls():
    assert PAGE.read_text(encoding="utf-8") == make_page()
