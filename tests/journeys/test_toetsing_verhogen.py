# SPDX-License-Identifier: EUPL-1.2
"""The time-stamping service was out when the BVA decided: that is recorded, and made good later on both sides."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from failpoints import killed_on
from fasenbouw import Fasen, changes, send_back
from pki import Pki
from toetsbouw import BVA, CCV, SECRETARIS, TOETSER, TWEEDE, copy_of, seal_with
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.encryption import Besluitpakket, seal_for_ccv
from weerbaar_docs.encryption.eigen_thuis import EigenThuis
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack, unpack
from weerbaar_docs.errors import StampingError
from weerbaar_docs.store import writing
from weerbaar_docs.store.tables import BESLUIT, DOSSIER
from weerbaar_docs.toetsing.vertrouwen import ring_of, trusted

pytestmark = pytest.mark.lang
STEMPEL = StampingError.exit_code


@dataclass(frozen=True, kw_only=True)
class Uitval:
    """Both organisations after a besluit during an outage was taken in, with the package raised afterwards in the post."""

    fasen: Fasen
    map_: Path
    pki: Pki
    eerst: dict[str, Any]
    verhoogd: dict[str, Any]

    def at(self, naar):
        beide = copy_of(self.map_, naar, self.fasen.kast, self.fasen.nummers)
        zegel = (self.map_ / BVA / "config.toml").read_text()
        (beide.bva.home / "config.toml").write_text(zegel.replace(str(self.map_), str(naar)))
        beide.ccv.zit = SECRETARIS
        return beide

    def raise_again(self, beide, uit, *words):
        self.pki.nu = self.pki.moment = datetime.now(UTC)  # a service whose clock is five minutes off is not believed
        given = ("bva", "verhoog", self.fasen.indiening, "--uit", str(beide.post / uit))
        return (*given, *beide.home(beide.bva.zit), *words)


@pytest.fixture(scope="module")
def uitval(fasen, tmp_path_factory):
    pki = Pki(datetime.now(UTC))
    map_ = tmp_path_factory.mktemp("uitval")
    beide = fasen.at("beoordeeld", map_)
    seal_with(beide, pki, "B-T")
    with pki.gedrag(tsa="weigert"):
        beide.decide(fasen.indiening)
    eerst = beide.take_in(beide.post / "besluitpakket")
    made = Uitval(fasen=fasen, map_=map_, pki=pki, eerst=eerst, verhoogd={})
    asked = list(pki.vragen)
    tried = beide.type(beide.bva, *made.raise_again(beide, "verhoogd", "--proef"))
    assert (tried["eind_sha256"], tried["sha256"], pki.vragen) == (None, None, asked)
    assert not (beide.post / "verhoogd").exists()
    [regel] = beide.type(beide.bva, "bva", "lijst")["indieningen"]
    assert (regel["niveau"], bool(regel["uitval"])) == ("B-B", True)
    made.verhoogd.update(beide.type(beide.bva, *made.raise_again(beide, "verhoogd")))
    yield made
    pki.close()


def test_an_outage_is_made_good_later_and_the_raised_report_takes_the_place_of_the_first(uitval, tmp_path):
    beide = uitval.at(tmp_path)
    assert (uitval.verhoogd["van"], uitval.verhoogd["naar"]) == ("B-B", "B-T")
    assert uitval.verhoogd["oud_eind_sha256"] == uitval.eerst["eind_sha256"]
    [regel] = beide.type(beide.bva, "bva", "lijst")["indieningen"]
    assert (regel["niveau"], regel["uitval"]) == ("B-T", "")
    trial = ("rapport", "neem-besluit-in", str(beide.post / "verhoogd"), *beide.home(CCV), "--proef")
    assert beide.type(beide.ccv, *trial)["eind_sha256"] == uitval.verhoogd["eind_sha256"]
    assert besluiten(beide) == [uitval.eerst["eind_sha256"]]
    said = beide.take_in(beide.post / "verhoogd")
    assert said == {**uitval.eerst, "eind_sha256": uitval.verhoogd["eind_sha256"]}
    assert [line[1] for line in beide.ccv.lines()[-2:]] == ["verhoogd", "verhoogd"]
    assert [line[:2] for line in beide.bva.lines() if line[1] == "verhoogd"] == [(TOETSER, "verhoogd")] * 2
    assert besluiten(beide) == [uitval.eerst["eind_sha256"], uitval.verhoogd["eind_sha256"]]
    for known in ("verhoogd", "besluitpakket"):
        replay = ("rapport", "neem-besluit-in", str(beide.post / known), *beide.home(CCV))
        assert beide.refused(beide.ccv, *replay, code=3) == "STATUS-OVERGANG"
    beide.bva.zit = TWEEDE
    assert beide.refused(beide.bva, *uitval.raise_again(beide, "x"), code=5).startswith("SLEUTEL-")
    assert [p["uitslag"] for p in beide.type(beide.ccv, "opslag", "controleer")["punten"]].count("fout") == 0


def test_a_raised_report_is_sent_once_more_and_raised_further(uitval, tmp_path):
    beide = uitval.at(tmp_path)
    lost = ("bva", "besluit", uitval.fasen.indiening, "--opnieuw", "--uit", str(beide.post / "weer"))
    beide.type(beide.bva, *lost, *beide.home(TOETSER))
    assert beide.take_in(beide.post / "weer")["eind_sha256"] == uitval.verhoogd["eind_sha256"]
    for words in ((), ("--proef",)):
        assert beide.refused(beide.bva, *uitval.raise_again(beide, "x", *words), code=STEMPEL) == "ZEGEL-NIVEAU"
    with (beide.bva.home / "config.toml").open("a") as config:
        config.write('\n[sleutelbeheer]\nvorm = "gescheiden"\n')
    further = beide.type(beide.bva, *uitval.raise_again(beide, "verder", "--niveau", "B-LTA"))
    assert (further["van"], further["naar"]) == ("B-T", "B-LTA")
    said = [json.loads(opened(beide, name)[MANIFEST])["sleutelbeheer"] for name in ("verhoogd", "verder")]
    assert said == ["alles-in-een", "gescheiden"]
    beide.take_in(beide.post / "verder")
    assert len(set(besluiten(beide))) == 3
    older = ("rapport", "neem-besluit-in", str(beide.post / "verhoogd"), *beide.home(CCV))
    assert beide.refused(beide.ccv, *older, code=3) == "STATUS-OVERGANG"


def besluiten(beide):
    opslag = beide.ccv.opslag()
    with opslag.look() as connection:
        found = connection.execute(BESLUIT.select().order_by(BESLUIT.c.besloten_op)).mappings().all()
    opslag.engine.dispose()
    return [row["eind_sha256"] for row in found]


def opened(beide, naam):
    """Give the files in a package in the post, as the CCV opens it."""
    opslag = beide.bva.opslag()
    vertrouwen = trusted(opslag)
    with ring_of(vertrouwen) as ring:
        ccv = EigenThuis(home=beide.ccv.kast.thuis[CCV].home, ring=ring)
        sealed, now = (beide.post / naam).read_bytes(), opslag.now()
        data, _ = ccv.open_message(sealed, signers=vertrouwen.signers("toetser"), now=now)
    opslag.engine.dispose()
    return unpack(data, pakket="besluitpakket")


def repacked(beide, uit, part, change):
    """Give the raised package with another part (None: without it), signed by the toetser who decided and sealed to the CCV."""
    opslag = beide.bva.opslag()
    vertrouwen = trusted(opslag)
    files = {n: d for n, d in opened(beide, "verhoogd").items() if n not in {MANIFEST, MANIFEST_SIG}}
    signer = beide.bva.kast.vingerafdruk[TOETSER]
    with ring_of(vertrouwen) as ring:
        changed = {name: change(data) if name == part else data for name, data in files.items()}
        thuis = EigenThuis(home=beide.bva.kast.thuis[TOETSER].home, ring=ring)
        changed = {name: data for name, data in changed.items() if data is not None}
        package = pack(changed, pakket="besluitpakket", sign=lambda m: thuis.sign_detached(m, signer=signer))
        pin = vertrouwen.pin("ccv_levering")
        sealed = seal_for_ccv(Besluitpakket(inhoud=package), ring=thuis, afzender=signer, ontvanger=pin)
    opslag.engine.dispose()
    (beide.post / uit).write_bytes(sealed)
    return "rapport", "neem-besluit-in", str(beide.post / uit), *beide.home(CCV)


def test_a_second_besluit_is_not_taken_for_a_raise(uitval, tmp_path):
    beide = uitval.at(tmp_path)
    other = {"kenmerk": "2026-ANDERS"}
    besluit = repacked(beide, "a", "bva_besluit.json", lambda d: canonical_bytes({**json.loads(d), **other}))
    assert beide.refused(beide.ccv, *besluit, code=3) == "STATUS-OVERGANG"
    statement = repacked(
        beide, "b", "vaststelling.json", lambda d: canonical_bytes({**json.loads(d), "toetser": TWEEDE})
    )
    assert beide.refused(beide.ccv, *statement, code=3) == "STATUS-OVERGANG"
    report = repacked(beide, "c", "rapport.pdf", lambda d: d[:1000] + bytes([d[1000] ^ 1]) + d[1001:])
    assert beide.refused(beide.ccv, *report, code=3) == "STATUS-OVERGANG"
    without, told = repacked(beide, "e", "rapport.pdf", lambda _: None), len(beide.ccv.refusals())
    assert beide.refused(beide.ccv, *without, code=3) == "STATUS-OVERGANG"
    assert [line[1] for line in beide.ccv.refusals()[told:]] == ["besloten"]
    more = repacked(beide, "d", "rapport.pdf", lambda d: d + b"1 0 obj\n<<>>\nendobj\n")
    assert beide.refused(beide.ccv, *more, code=8) == "ZEGEL-CONTROLE"
    assert besluiten(beide) == [uitval.eerst["eind_sha256"]]
    assert beide.take_in(beide.post / "verhoogd")["status"] == "vastgesteld"


def test_a_raise_comes_too_late_when_the_report_went_on(uitval, tmp_path):
    beide = uitval.at(tmp_path)
    opslag = beide.ccv.opslag()
    with writing(opslag.engine) as connection:
        connection.execute(DOSSIER.update().where(DOSSIER.c.status == "vastgesteld"), {"status": "bij_bestuurder"})
    opslag.engine.dispose()
    late = ("rapport", "neem-besluit-in", str(beide.post / "verhoogd"), *beide.home(CCV))
    said = beide.type(beide.ccv, *late, code=3)["fout"][0]
    assert said["code"] == "BESLUIT-VERHOGING"
    assert "bij_bestuurder" in said["melding"]
    assert besluiten(beide) == [uitval.eerst["eind_sha256"]]


def test_a_raise_that_is_killed_was_done_or_not_and_its_file_is_made_again(uitval, tmp_path):
    beide = uitval.at(tmp_path)
    raised = uitval.raise_again(beide, "x", "--niveau", "B-LT")

    def level():
        [regel] = beide.type(beide.bva, "bva", "lijst")["indieningen"]
        return regel["niveau"], changes(beide.bva, "verhoogd")

    begin = level()
    for way, expected in (
        (("INSERT INTO verhoging", "commit"), begin),
        (("INSERT INTO verhoging", "commit", "link"), ("B-LT", 2 * begin[1])),
    ):
        assert killed_on(way, lambda: beide.type(beide.bva, *raised))
        assert level() == expected
        assert not (beide.post / "x").exists()
    again = ("bva", "besluit", uitval.fasen.indiening, "--opnieuw", "--uit", str(beide.post / "x"))
    beide.type(beide.bva, *again, *beide.home(TOETSER))
    assert beide.take_in(beide.post / "x")["status"] == "vastgesteld"
    assert len(besluiten(beide)) == 2


def test_a_trial_of_a_raise_finds_what_the_act_would_be_refused_for(uitval, tmp_path):
    beide = uitval.at(tmp_path)
    (beide.post / "map").mkdir()
    level, lines = beide.type(beide.bva, "bva", "lijst")["indieningen"], len(beide.bva.lines())
    for words in ((), ("--proef",)):
        into = uitval.raise_again(beide, "map", "--niveau", "B-LTA", "--overschrijf", *words)
        assert beide.type(beide.bva, *into, code=2)["fout"][0]["code"] == "BESTAND-MAP"
    assert [line for line in beide.bva.lines()[lines:] if line[1] == "verhoogd"] == []
    assert beide.type(beide.bva, "bva", "lijst")["indieningen"] == level
    beide.type(beide.bva, "sleutel", "trek-in", beide.bva.kast.vingerafdruk[CCV], "--reden", "kwijt")
    trial = uitval.raise_again(beide, "x", "--niveau", "B-LTA", "--proef")
    assert beide.refused(beide.bva, *trial, code=5) == "SLEUTEL-ONBEKEND"


def test_a_report_that_was_sent_back_is_not_raised(uitval, tmp_path):
    beide = uitval.fasen.at("ontvangen", tmp_path)
    seal_with(beide, uitval.pki, "B-T")
    send_back(beide, uitval.fasen.indiening)
    assert beide.refused(beide.bva, *uitval.raise_again(beide, "x"), code=3) == "BVA-VERHOGEN"
    assert not (beide.post / "x").exists()
