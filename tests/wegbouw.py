# SPDX-License-Identifier: EUPL-1.2
"""The way of the bestuurder's choice, typed at the CCV, with a copy of everything at each step of it.

(1) it begins at an established report (fasenbouw.py), and is walked once, with ink and for spoed; a test begins where it wants;
(2) ciphertext is opened as its receiver does, with `pakket open`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, select

from fasenbouw import Fasen
from toetsbouw import ADVISEUR, ANDERE_SECRETARIS, BESTUURDER, CCV, COLLEGA, SECRETARIS, Beide, copy_of
from weerbaar_docs.store.tables import LEVERING

SCAN = b"%PDF fictieve scan"
SPOED = "--spoed=REDEN"


class Weg:
    """The way of one dossier, typed at the CCV; `vraag` is what was asked, once it was."""

    def __init__(self, beide: Beide, vraag: dict[str, Any] | None = None) -> None:
        self.vraag = vraag or {}
        self.beide = beide
        self.nummer = beide.nummers[0]
        beide.ccv.zit = SECRETARIS

    def type(self, *words, code=0):
        return self.beide.type(self.beide.ccv, *words, code=code)

    def refused(self, *words, code):
        return self.beide.refused(self.beide.ccv, *words, code=code)

    def levering(self):
        return self.beide.home(CCV)

    def give(self, uit="exemplaar.pgp", *words):
        file = self.beide.post / uit
        return self.type("bestuurder", "verstrek", self.nummer, "--uit", str(file), *self.levering(), *words)

    def vouch(self):
        """Let two sleutelbeheerders compare the key of the bestuurder with him."""
        compared = ("sleutel", "controleer", self.beide.ccv.kast.vingerafdruk[BESTUURDER], "--wijze")
        for wie in (ANDERE_SECRETARIS, COLLEGA):
            self.beide.ccv.zit = wie
            self.type(*compared, "fysiek_overhandigd")
        self.beide.ccv.zit = SECRETARIS

    def choose(self, route="via_ccv", omvang="werkgeversversie", *words):
        return self.type("toestemming", "keuze", self.nummer, "--route", route, "--omvang", omvang, *words)

    def ask(self, uit="vraag.pgp", *words):
        file = self.beide.post / uit
        return self.type("toestemming", "vraag", self.nummer, "--uit", str(file), *self.levering(), *words)

    def attest(self, who, controlegetal, *words, scan=b"%PDF fictieve scan", code=0):
        self.beide.ccv.zit = who
        file = self.beide.ccv.home / "scan.pdf"
        file.write_bytes(scan)
        reden = self.beide.ccv.home / "reden.txt"
        reden.write_text("acute situatie (fictief)")
        words = tuple(word.replace("REDEN", str(reden)) for word in words)
        given = ("--scan", str(file), "--controlegetal", controlegetal, *self.beide.home(who), *words)
        before = len(self.beide.ccv.refusals())
        said = self.type("toestemming", "leg-vast", self.nummer, *given, code=code)
        assert len(self.beide.ccv.refusals()) - before == (code != 0)  # each refusal is one line
        return said

    def to_paper(self) -> None:
        """Walk from bij_bestuurder to a levering on paper."""
        self.choose("op_papier")
        getal = self.ask("papiervraag.pgp")["controlegetal"]
        for who in (SECRETARIS, ANDERE_SECRETARIS):
            self.attest(who, getal, "--teruggebeld", SPOED)
        self.type("levering", "plan", self.nummer, *self.levering())

    def leveringen(self) -> list[RowMapping]:
        opslag = self.beide.ccv.opslag()
        with opslag.look() as connection:
            found = connection.execute(select(LEVERING).order_by(LEVERING.c.gemaakt_op)).mappings().all()
        opslag.engine.dispose()
        return list(found)

    def ciphertext(self) -> Path:
        """Write the ciphertext of the last levering, as the delivery role has it, to a file."""
        file = self.beide.post / "zending.pgp"
        file.write_bytes(self.leveringen()[-1]["versleuteld"])
        return file

    def open(self, wie: str, file: Path) -> dict[str, bytes]:
        """Open a file as its receiver, who compared the key of CCV levering; give its files."""
        beide = self.beide
        folder, trusted = beide.post / f"open-{wie}-{file.name}", beide.post / "vertrouwd"
        trusted.mkdir(exist_ok=True)
        (trusted / "ccv-levering.asc").write_bytes(beide.ccv.kast.certificaat(CCV))
        words = ("pakket", "open", str(file), "--uit", str(folder), "--vertrouw", str(trusted), *beide.home(wie))
        said = beide.type(beide.ccv, *words)
        assert [link for link in said["controle"]["schakels"] if link["oordeel"] == "fout"] == []
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Stappen:
    """Copies of the way at: vastgesteld, bij_bestuurder, gevraagd (via_ccv), toegestaan (open at once), verzegeld."""

    def __init__(self, fasen: Fasen, map_: Path, naar: Path) -> None:
        self.fasen, self.map_ = fasen, map_
        weg = Weg(fasen.at("vastgesteld", naar))
        for wie in (ADVISEUR, COLLEGA):  # so that what refuses them is the step itself
            weg.type("dossier", "toegang", weg.nummer, "--geef", wie)
        self._keep(weg, "vastgesteld")
        weg.give()
        self._keep(weg, "bij_bestuurder")
        weg.choose()
        self.vraag = weg.ask()
        self._keep(weg, "gevraagd")
        weg.attest(SECRETARIS, self.vraag["controlegetal"], "--teruggebeld", SPOED)
        weg.attest(ANDERE_SECRETARIS, self.vraag["controlegetal"], SPOED)
        self._keep(weg, "toegestaan")
        weg.type("levering", "plan", weg.nummer, *weg.levering())
        self._keep(weg, "verzegeld")

    def _keep(self, weg: Weg, stap: str) -> None:
        (self.map_ / stap).mkdir()
        copy_of(weg.beide.ccv.home.parent, self.map_ / stap, self.fasen.kast, self.fasen.nummers)

    def at(self, stap: str, naar: Path) -> Weg:
        """Give a copy of everything at a step, with a secretaris at the computer of the CCV."""
        return Weg(copy_of(self.map_ / stap, naar, self.fasen.kast, self.fasen.nummers), self.vraag)
