# SPDX-License-Identifier: EUPL-1.2
"""The whole way once, for real, with a fictional dossier and throw-away keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weerbaar_docs import pakketnamen
from weerbaar_docs._files import write_atomic
from weerbaar_docs.canonical import canonical_bytes
from weerbaar_docs.consent import release
from weerbaar_docs.delivery import deliver_in_own_process
from weerbaar_docs.encryption import open_zending, seal_for_werkgever
from weerbaar_docs.encryption.achterkant import STANDAARD
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG
from weerbaar_docs.errors import ConsentError, VerificationError
from weerbaar_docs.establishing import establish
from weerbaar_docs.oefening import Oefenomgeving
from weerbaar_docs.pades import verify_pdf
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.rendering import render_concept
from weerbaar_docs.stamping import stamp
from weerbaar_docs.toestemming import ask
from weerbaar_docs.toestemmingsformulier import fill_in, make_formulier
from weerbaar_docs.validation import adviesrapport, validate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from weerbaar_docs.encryption.achterkant import Achterkantnaam


def walk(folder: Path, say: Callable[[str], None], *, achterkant: Achterkantnaam = STANDAARD) -> dict[str, Any]:  # noqa: PLR0915 - one way, top to bottom
    """Walk from JSON to a decrypted, verified package; leave the results in `folder`.

    Gives {"stappen": [...], "map": ..., "identificatie": ...}; `say` gets each Dutch line as it
    happens. `achterkant` is the OpenPGP back end.
    """
    steps: list[str] = []

    def step(line: str) -> None:
        steps.append(line)
        say(f"{len(steps):2}. {line}")

    def keep(name: str, data: bytes) -> None:
        write_atomic(folder / name, data)

    with Oefenomgeving(achterkant=achterkant) as o:
        dossier = validate(o.dossier_json)
        rapport = adviesrapport(dossier)
        step(f"Dossier gecontroleerd met schema en regels: in orde (rapport {rapport.rapport_sha256[:16]}).")

        concept = render_concept(rapport, datum=o.vandaag)
        keep("1-concept.docx", concept.document.docx)
        keep("1-concept.pdf", concept.document.pdf)
        step("Conceptrapport gemaakt: Word en PDF (PDF/A-3a en PDF/UA-1), met watermerk CONCEPT.")

        definitief = establish(concept, o.besluit(concept), indiening=o.indiening(concept), **o.bva)
        keep("2-definitief.pdf", definitief.document.pdf)
        step(
            f"Adviseur dient ondertekend in; BVA stelt vast (besluit {definitief.bva_besluit['besluitnummer']}) en tekent de verklaring vaststelling/v1."
        )

        vastgesteld = stamp(definitief, zegel=o.bva_zegel, now=o.nu)
        verify_pdf(vastgesteld.pdf, vertrouwd=[o.bva_certificaat], now=o.nu)
        keep("3-gestempeld.pdf", vastgesteld.gestempeld)
        keep("3-vastgesteld.pdf", vastgesteld.pdf)
        step(
            f"Stempel op elke pagina, PAdES-handtekening gezet en gecontroleerd (eind {vastgesteld.eind_sha256[:16]})."
        )

        stukken = prepare(vastgesteld, Keuze(route="via_ccv", omvang="werkgeversversie"), zegel=o.ccv_zegel, now=o.nu)
        for stuk in stukken.stukken:
            keep(f"4-voorvertoning-{stuk.bestandsnaam}", stuk.inhoud)
        step(
            "Stukken voor de werkgever gemaakt en getekend; de bestuurder ziet precies deze bestanden, met het formulier."
        )

        formulier = make_formulier(stukken, **o.formulier)
        gevraagd = o.vraag
        gevraagd["formulier_sha256"] = formulier.sha256
        vraag = ask(stukken, ontvanger=o.werkgever, now=o.nu, **gevraagd)
        keep("5-formulier.pdf", fill_in(formulier, vraag))
        try:
            release(stukken, vraag.verklaring, None, now=o.nu, **o.poort)
        except ConsentError as refusal:
            step(
                f"Bezorgen zonder toestemming: GEWEIGERD ({refusal.meldingen[0].code}, afsluitcode {refusal.exit_code})."
            )
        else:
            raise VerificationError.because(
                "DEMO", "de poort ging open zonder toestemming", "Gebruik deze versie niet."
            )

        bewijs = o.formulier_getekend(vraag)
        keep("5-toestemming.json", vraag.verklaring)
        step(
            f"Toestemming met pen: twee medewerkers tekenen voor het formulier, teruggebeld (controlegetal {vraag.controlegetal})."
        )

        vrijgave = release(stukken, vraag.verklaring, bewijs, now=o.na_bedenktijd, **o.poort)
        step("Na de bedenktijd van 24 uur (klok van de demo vooruit) gaat de poort open: vrijgave.")

        brief = o.brief(dossier)
        keep("6-brief.docx", brief.document.docx)
        keep("6-brief.pdf", brief.pdf)
        zending = seal_for_werkgever(vrijgave, brief, now=o.na_bedenktijd, **o.verzegelaar)
        step(
            f"Verzegeld voor de sleutel van de werkgever: {zending.identificatie[:11]}, {len(zending.versleuteld)} bytes."
        )

        target = folder / "zaaksysteem"
        target.mkdir(mode=0o700)
        ontvangst = deliver_in_own_process(zending, "map", {"map": str(target)})
        keep("7-ontvangstbewijs.json", canonical_bytes(ontvangst.as_json()))
        step("Bezorgd in de map via de plugin weerbaar-docs-map, in een eigen proces zonder sleutels, en teruggelezen.")

        delivered = (target / f"{zending.identificatie}.pgp").read_bytes()
        opened = open_zending(delivered, ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd)
        expected = {**{s.bestandsnaam: s.inhoud for s in stukken.stukken}, pakketnamen.BRIEF: brief.pdf}
        _compare(opened, expected)
        for name, data in opened.items():
            keep(f"8-bij-de-werkgever/{name}", data)
        listed = len(opened) - len((MANIFEST, MANIFEST_SIG))
        step(f"Werkgever ontsleutelt: handtekening klopt, alle {listed} digests gelijk.")
        closed = o.homes()
    _check_gone(closed)
    step("Alle wegwerpsleutels zijn vernietigd; er draait geen gpg-agent meer.")
    return {"stappen": steps, "map": str(folder), "identificatie": zending.identificatie}


def _compare(opened: Mapping[str, bytes], expected: Mapping[str, bytes]) -> None:
    if any(opened.get(name) != data for name, data in expected.items()):
        raise VerificationError.because(
            "DEMO", "het ontsleutelde pakket is niet wat is vrijgegeven", "Gebruik deze versie niet."
        )


def _check_gone(homes: list[Path]) -> None:
    if any(home.exists() for home in homes):
        raise VerificationError.because(
            "DEMO", "een wegwerpsleutel is niet vernietigd", "Verwijder de tijdelijke mappen zelf."
        )
