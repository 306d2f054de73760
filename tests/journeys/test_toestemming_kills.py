# SPDX-License-Identifier: EUPL-1.2
"""Each command of the bestuurder's choice dies at any moment: it was done, or it was not, and nothing is left readable.

(1) killed with all that it started, the process of the sealing role too, later and later; and where its act writes, before
    the commit; (2) what a store has changes with its line in the logboek or not at all; (3) what left has its name when it is
    whole; no canary of the dossier is readable anywhere, and no ciphertext for the werkgever is there without its row.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from canaries import Finder
from failpoints import killed_on
from moordbouw import UIT, Moord, Stap, await_watchers
from scenarios import NA_VASTSTELLING
from toetsbouw import ANDERE_SECRETARIS, CCV, SECRETARIS, WERKGEVER
from weerbaar_docs.canonical import sha256
from weerbaar_docs.throwaway import make_zegel
from weerbaar_docs.verzegelaar import taken
from wegbouw import SCAN, Weg
from zandbak import Sandbox, Starter

pytestmark = pytest.mark.lang
# In seconds: while the sealing role starts, while it opens the report, and while it renders or seals.
MOMENTS = (0.1, 0.9, 2.2)
# These run in the process of the sealing role: (its job, the statement before whose commit it dies).
VERZEGELAAR = {
    "bestuurder verstrek": ("verstrek", "UPDATE dossier"),
    "toestemming vraag": ("vraag", "INSERT INTO bijlage"),
    "levering plan": ("verzegel", "INSERT INTO levering"),
}


def _file(weg: Weg, naam: str, data: bytes) -> str:
    file = weg.beide.ccv.home / naam
    file.write_bytes(data)
    return str(file)


def _to(weg: Weg) -> tuple[str, ...]:
    return ("--uit", str(weg.beide.post / UIT), *weg.beide.home(CCV))


def _attest(weg: Weg) -> tuple[str, ...]:
    given = ("--scan", _file(weg, "scan.pdf", SCAN), "--controlegetal", weg.vraag["controlegetal"])
    return ("toestemming", "leg-vast", weg.nummer, *given, *weg.beide.home(SECRETARIS))


def _certificate(weg: Weg) -> tuple[str, ...]:
    _, der = make_zegel("Bestuurder")
    file = _file(weg, "bestuurder.der", der)
    return ("bestuurder", "certificaat", weg.nummer, file, "--vingerafdruk", sha256(der))


def _shown(weg: Weg) -> dict:
    return weg.type("toestemming", "toon", weg.nummer)


def _stap(fase, handeling, words, *nothing_yet, zit=SECRETARIS):
    return Stap(
        fase=fase,
        bij="ccv",
        zit=zit,
        handeling=handeling,
        words=lambda weg, _: words(weg),
        done=lambda weg, _: True,
        nothing_yet=nothing_yet,
    )


STAPPEN = {
    "bestuurder verstrek": _stap("vastgesteld", "verstrekt", lambda w: ("bestuurder", "verstrek", w.nummer, *_to(w))),
    "bestuurder bevestig": _stap(
        "bij_bestuurder",
        "vastgelegd",
        lambda w: ("bestuurder", "bevestig", w.nummer, "1", "--op", _shown(w)["exemplaren"][0]["op"][:10]),
        "INSERT INTO bijlage",
        "commit",
    ),
    "bestuurder certificaat": _stap(
        "bij_bestuurder", "vastgelegd", _certificate, "INSERT INTO bijlage", "commit", zit=ANDERE_SECRETARIS
    ),
    "toestemming keuze": _stap(
        "bij_bestuurder",
        "keuze_vastgelegd",
        lambda w: ("toestemming", "keuze", w.nummer, "--route", "op_papier", "--omvang", "volledig_rapport"),
        "INSERT INTO bijlage",
        "commit",
    ),
    "toestemming vraag": _stap(
        "gekozen", "toestemming_gevraagd", lambda w: ("toestemming", "vraag", w.nummer, *_to(w))
    ),
    "toestemming leg-vast": _stap("gevraagd", "toestemming_vastgelegd", _attest, "INSERT INTO bijlage", "commit"),
    "toestemming trek-in": _stap(
        "verzegeld",
        "ingetrokken",
        lambda w: ("toestemming", "trek-in", w.nummer, "--wijze", "mondeling", *w.beide.home(SECRETARIS)),
        "UPDATE levering",
        "commit",
    ),
    "levering plan": _stap("toegestaan", "verzegeld", lambda w: ("levering", "plan", w.nummer, *w.levering())),
    "levering afdruk": _stap("papier", "afgedrukt", lambda w: ("levering", "afdruk", w.nummer, *_to(w))),
    "levering staak": _stap(
        "verzegeld", "gestaakt", lambda _: ("levering", "staak", "--alles"), "UPDATE levering", "commit"
    ),
}


@pytest.fixture(scope="module")
def starter():
    with Starter() as made:
        yield made


@pytest.fixture(scope="module")
def vinder():
    return Finder()


def begin(stap: Stap, weg_op) -> Weg:
    """Give the way at the step where a command belongs."""
    if stap.fase == "gekozen":
        weg = weg_op("bij_bestuurder")
        weg.choose()
    else:
        weg = weg_op({"papier": "bij_bestuurder"}.get(stap.fase, stap.fase))
    if stap.fase == "papier":
        weg.to_paper()
    weg.beide.ccv.zit = stap.zit
    return weg


@pytest.fixture(params=STAPPEN)
def weg(request, weg_op):
    return begin(STAPPEN[request.param], weg_op)


@pytest.fixture
def moord(request, weg):
    stap = STAPPEN[request.node.callspec.params["weg"]]
    weg.beide.post.mkdir(exist_ok=True)
    return Moord(stap=stap, beide=weg.beide, words=stap.words(weg, None))


@pytest.fixture
def sandbox(tmp_path, starter, moord):
    made = Sandbox(tmp_path, starter, moord.organisatie.environment)
    made.prepare({})
    yield made
    shutil.rmtree(made.run)


def test_every_command_after_the_vaststelling_that_writes_is_killed():
    assert {tuple(name.split()) for name in STAPPEN} == NA_VASTSTELLING


def test_a_command_that_is_killed_was_done_or_not_and_can_be_typed_again(moord, sandbox, vinder, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(sandbox.run))
    now = moord.state()
    if moord.stap.nothing_yet:
        moord.die_on(moord.stap.nothing_yet)
        assert moord.check(now) == now
    for moment in MOMENTS:
        sandbox.call(moord.words, after=moment)
        await_watchers(sandbox)
        assert sandbox.left(vinder) == [], moment
        seen = moord.check(now)
        if seen != now:
            break  # on a quiet machine it was done before that
    else:
        moord.beide.type(moord.organisatie, *moord.words)
        assert moord.check(now) != now
    assert sandbox.left(vinder) == []


@pytest.mark.parametrize("naam", VERZEGELAAR)
def test_the_sealing_role_that_is_killed_before_its_commit_leaves_nothing(naam, weg_op, vinder, monkeypatch):
    stap = STAPPEN[naam]
    weg = begin(stap, weg_op)
    weg.beide.post.mkdir(exist_ok=True)
    moord = Moord(stap=stap, beide=weg.beide, words=())
    before = moord.state()
    taak, statement = VERZEGELAAR[naam]
    for name, value in weg.beide.ccv.environment.items():
        monkeypatch.setenv(name, value)
    home = weg.beide.home(CCV)[1]
    assert killed_on((statement, "commit"), lambda: taken.do(taak, weg.nummer, home, {}, weg.beide.ccv.environment))
    assert moord.check(before) == before
    assert weg.leveringen() == []
    assert vinder.in_folder(weg.beide.ccv.home) == []
    weg.beide.type(weg.beide.ccv, *stap.words(weg, None))  # and it can be done again
    if taak == "verzegel":
        assert "brief.pdf" in weg.open(WERKGEVER, weg.ciphertext())


_AT_EXIT = """
import atexit, ctypes, resource, sys
def tell():
    shielded = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0 and resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    with open({file!r}, "a") as handle:
        print(shielded, *sys.modules, file=handle)
atexit.register(tell)
"""


def test_the_process_that_seals_loads_no_connector_and_leaves_no_core(weg_op, tmp_path, monkeypatch):
    weg = weg_op("toegestaan")
    seen = tmp_path / "modules"
    (tmp_path / "sitecustomize.py").write_text(_AT_EXIT.format(file=str(seen)))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path(taken.__file__).parents[2]}")
    weg.type("levering", "plan", weg.nummer, *weg.levering())
    [sealer] = [line for line in seen.read_text().splitlines() if "weerbaar_docs.toestemmen.verzegelen" in line]
    shielded, *modules = sealer.split()
    assert shielded == "True"
    assert not {"weerbaar_docs.delivery", "weerbaar_docs_map"} & set(modules)
    assert "weerbaar_docs.consent" in modules
