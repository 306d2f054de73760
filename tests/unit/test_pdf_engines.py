# SPDX-License-Identifier: EUPL-1.2
"""An engine of a plugin sees what documents say: it is loaded only when the configuration pins these very files."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from motorcontract import MotorContract
from weerbaar_docs.errors import PluginError, RenderingError
from weerbaar_docs.pdf_engines import check_engine, load_pdf_engines, pin_of
from weerbaar_docs.rendering.engine import TypstEngine

CODE = """
from pathlib import Path
from weerbaar_docs.hookspecs import hookimpl
Path(__file__).with_name("geladen").touch()
class Motor:
    naam = "{naam}"
    versie = "1"
    fonts_sha256 = "0" * 64
    def examine(self, docx):
        return ()
    def to_pdf(self, docx, *, titel, datum, gegevens=None):
        return b"%PDF"
@hookimpl
def register_pdf_engines():
    return [Motor()]
"""


class TestTypst(MotorContract):
    @pytest.fixture
    def motor(self):
        return TypstEngine()


@pytest.fixture(autouse=True)
def path_without_libreoffice(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("bin")
    monkeypatch.setenv("PATH", str(folder))
    return folder


def record(path: Path, name: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{path.stat().st_size}\n"


@pytest.fixture
def installed(tmp_path, monkeypatch, request):
    """Give an installed plugin with an engine, in a folder of its own."""
    module = f"motor_{hashlib.sha256(request.node.name.encode()).hexdigest()[:12]}"

    def make(code: str = CODE.format(naam="anders"), group: str = "weerbaar_docs_inhoud") -> PathDistribution:
        folder = tmp_path / "weerbaar_docs_anders-1.0.dist-info"
        folder.mkdir()
        (tmp_path / f"{module}.py").write_text(code)
        (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: weerbaar-docs-anders\nVersion: 1.0\n")
        (folder / "entry_points.txt").write_text(f"[{group}]\nanders = {module}\n")
        (folder / "RECORD").write_text(
            record(tmp_path / f"{module}.py", f"{module}.py")
            + record(folder / "entry_points.txt", f"{folder.name}/entry_points.txt")
            + f"{folder.name}/RECORD,,\n"
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        return PathDistribution(folder)

    make.module = tmp_path / f"{module}.py"
    return make


def test_without_a_pin_nothing_of_a_plugin_is_loaded(installed, tmp_path):
    found = load_pdf_engines([], installed=[installed()])
    assert [motor.naam for motor in found.motoren] == ["typst"]
    assert not (tmp_path / "geladen").exists()


def test_a_pinned_engine_comes_after_our_own(installed):
    plugin = installed()
    found = load_pdf_engines([pin_of(plugin)], installed=[plugin])
    assert [motor.naam for motor in found.motoren] == ["typst", "anders"]
    assert found.motor("anders").versie == "1"
    assert not found.fouten


@pytest.mark.parametrize(
    "changed",
    [
        lambda pin: pin.replace("==1.0", "==1.1"),
        lambda pin: pin[:-1] + ("0" if pin[-1] != "0" else "1"),
        lambda pin: pin.replace("anders", "elders"),
        lambda pin: pin.split(" ")[0],
    ],
)
def test_another_pin_loads_nothing_and_says_so(installed, tmp_path, changed):
    plugin = installed()
    found = load_pdf_engines([changed(pin_of(plugin))], installed=[plugin])
    assert len(found.motoren) == len(found.fouten) == 1
    assert not (tmp_path / "geladen").exists()


def test_a_file_that_was_changed_after_installing_is_not_run(installed, tmp_path):
    plugin = installed()
    pin = pin_of(plugin)
    installed.module.write_text(installed.module.read_text() + "\n# changed\n")
    found = load_pdf_engines([pin], installed=[plugin])
    assert len(found.fouten) == 1
    assert not (tmp_path / "geladen").exists()


@pytest.mark.parametrize(
    "code",
    [
        CODE.format(naam="typst"),
        CODE.format(naam="Niet Goed"),
        CODE.replace("register_pdf_engines", "register_pdf_engine"),
        CODE.format(naam="anders").replace("to_pdf", "maak"),
        CODE.format(naam="anders").replace("examine", "bekijk"),
        CODE.format(naam="anders").replace('"0" * 64', '"0"'),
        "raise RuntimeError('stuk')",
    ],
)
def test_a_plugin_that_misbehaves_leaves_our_own_engine(installed, code):
    plugin = installed(code)
    found = load_pdf_engines([pin_of(plugin)], installed=[plugin])
    assert [motor.naam for motor in found.motoren] == ["typst"]
    assert len(found.fouten) == 1


def test_a_connector_plugin_offers_no_engine(installed):
    plugin = installed(group="weerbaar_docs")
    assert len(load_pdf_engines([pin_of(plugin)], installed=[plugin]).fouten) == 1


def test_libreoffice_is_an_engine_where_it_is_installed(path_without_libreoffice):
    soffice = path_without_libreoffice / "soffice"
    soffice.touch(mode=0o755)
    found = load_pdf_engines([])
    assert [motor.naam for motor in found.motoren] == ["typst", "libreoffice"]
    with pytest.raises(RenderingError, match=r"soffice\.bin ontbreekt"):
        _ = found.motor("libreoffice").versie


def test_a_missing_engine_is_told_of_with_the_plugin_that_was_not_loaded(installed):
    plugin = installed()
    found = load_pdf_engines([pin_of(plugin)[:-1] + "x"], installed=[plugin])
    with pytest.raises(PluginError) as refused:
        found.motor("anders")
    assert [melding.code for melding in refused.value.meldingen] == ["PLUGIN-MOTOR"] * 2


def test_an_engine_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(PluginError) as refused:
        load_pdf_engines([]).motor("libreoffice")
    assert "Aanwezig: typst" in refused.value.diagnostics()[0]


def test_no_other_object_passes_for_an_engine():
    with pytest.raises(PluginError):
        check_engine(object())
