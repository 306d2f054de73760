# SPDX-License-Identifier: EUPL-1.2
"""What a chain leaves behind, as files by name, and whom one trusts to check it: for the tests of verifying."""

from __future__ import annotations

import subprocess
from dataclasses import replace

from formulierbouw import ingevuld, klaargezet, leeg, onderteken
from weerbaar_docs.canonical import canonical_bytes, digest, read_json, sha256
from weerbaar_docs.encryption import open_zending, seal_for_werkgever
from weerbaar_docs.encryption.package import MANIFEST, MANIFEST_SIG, pack, read_zip
from weerbaar_docs.keys import Medewerkersregister
from weerbaar_docs.model import thaw, utc_text
from weerbaar_docs.redaction import Keuze, prepare
from weerbaar_docs.toestemming import PadesBewijs
from weerbaar_docs.verifieren import Verificatie, Vertrouwenslijst
from weerbaar_docs.verifieren.vertrouwen import Vertrouwde


def vertrouwen(o):
    """Trust everybody of a practice environment."""
    keys = [
        Vertrouwde(vingerafdruk=o.ccv.vingerafdruk, soort="ccv_levering", certificaat=public(o, o.ccv.vingerafdruk))
    ]
    keys += [
        Vertrouwde(vingerafdruk=m.vingerafdruk, soort="medewerker", certificaat=public(o, m.vingerafdruk))
        for m in o.medewerkers
    ]
    keys.append(
        Vertrouwde(vingerafdruk=o.bestuurder.vingerafdruk, soort="bestuurder", certificaat=o.bestuurder.certificaat)
    )
    return Vertrouwenslijst(
        bva_zegels=(o.bva_certificaat,),
        ccv_zegels=(o.ccv_certificaat,),
        bestuurder_zegels=(o.bestuurder_certificaat,),
        sleutels=tuple(keys),
        medewerkers=o.medewerkers,
    )


def public(o, vingerafdruk):
    return o.ccv.ring.export_public(vingerafdruk)


def verificatie(o, **changed):
    given = Verificatie(vertrouwen=vertrouwen(o), openpgp=o.ccv.ring, now=o.na_bedenktijd, namaken=False)
    return replace(given, **changed)


def niemand(o):
    """Trust nobody."""
    empty = Vertrouwenslijst(medewerkers=Medewerkersregister())
    return Verificatie(vertrouwen=empty, openpgp=None, now=o.na_bedenktijd, namaken=False)


def zending(keten, omvang="werkgeversversie", *, pen=True, formulier=False, **signing):
    """Give the files that a werkgever finds in a zending: toestemming by pen, by key, or on a signed form."""
    o = keten.o
    keuze = Keuze(route="via_ccv", omvang=omvang)
    stukken = (
        keten.stukken
        if omvang == "werkgeversversie"
        else prepare(keten.vastgesteld, keuze, zegel=o.ccv_zegel, now=o.nu)
    )
    vraag = keten.ask(stukken=stukken, formulier_sha256=sha256(leeg()))
    bewijs = o.formulier_getekend(vraag, **signing) if pen else o.bestuurder_tekent(vraag)
    if formulier:
        bewijs = PadesBewijs(
            formulier=onderteken(ingevuld(klaargezet(leeg(), vraag)), o.bestuurder_zegel, o.nu, **signing)
        )
    vrijgave = keten.release(vraag.verklaring, bewijs, stukken=stukken)
    made = seal_for_werkgever(vrijgave, keten.brief, now=o.na_bedenktijd, **o.verzegelaar)
    return open_zending(made.versleuteld, ring=o.werkgever_plek.ring, afzender=o.ccv.vingerafdruk, now=o.na_bedenktijd)


def indiening(keten):
    """Give the files that an adviseur hands in."""
    o, concept = keten.o, keten.concept
    verklaring = o.indiening(concept)
    return {
        "indiening.json": verklaring.verklaring,
        "indiening.json.sig": verklaring.handtekening,
        "rapportinhoud.json": canonical_bytes(thaw(concept.rapport.inhoud)),
        "concept.pdf": concept.document.pdf,
        "herkomst.json": canonical_bytes(concept.document.herkomst.as_json()),
        "huisstijl.json": canonical_bytes(huisstijl()),
        "toetsingsblad.json": canonical_bytes({"criteria": []}),
    }


def huisstijl():
    from weerbaar_docs.rendering.huisstijl import GEGEVENS  # noqa: PLC0415

    return thaw(GEGEVENS)


def besluitpakket(keten, *, meelezer=False):
    """Give the files that the BVA sends back."""
    o, definitief = keten.o, keten.definitief
    parts = {
        "bva_besluit.json": canonical_bytes(thaw(definitief.bva_besluit)),
        "rapportinhoud.json": canonical_bytes(thaw(definitief.rapport.inhoud)),
        "huisstijl.json": canonical_bytes(huisstijl()),
        "indiening.json": definitief.indiening.verklaring,
        "indiening.json.sig": definitief.indiening.handtekening,
        "vaststelling.json": definitief.verklaring,
        "vaststelling.json.sig": definitief.handtekening,
        "definitief.pdf": definitief.document.pdf,
        "rapport.pdf": keten.vastgesteld.pdf,
    }
    if meelezer:
        statement = {
            "soort": "meelezing/v1",
            "rapport_sha256": definitief.rapport.rapport_sha256,
            "besluit_sha256": digest(thaw(definitief.bva_besluit)),
            "medewerker": "MW-0004",
            "moment": utc_text(o.nu),
        }
        signed = o.medewerker_tekent(canonical_bytes(statement), "MW-0004")
        parts |= {"meelezer.json": signed.verklaring, "meelezer.json.sig": signed.handtekening}
    return parts


def sent_back(keten, **changed):
    """Give the files with which a toetser sends a report back."""
    whole = besluitpakket(keten)
    besluit = {**read_json(whole["bva_besluit.json"]), "uitkomst": "teruggestuurd", **changed}
    besluit["toetsing"][0] |= {"oordeel": "voldoet_niet", "opmerking": "x"}
    parts = {name: whole[name] for name in ("rapportinhoud.json", "indiening.json", "indiening.json.sig")}
    return {**parts, "bva_besluit.json": canonical_bytes(besluit)}


def signer(o, wie):
    """Give what signs as a medewerker, or as CCV levering."""
    if wie == "ccv":
        return lambda data: o.ccv.ring.sign_detached(data, signer=o.ccv.vingerafdruk)
    return lambda data: o.medewerker_tekent(data, wie).handtekening


def signing_at(o, moment, *, ring=None, signer=None):
    """Give what signs as CCV levering (or with another key) on a computer whose clock says this."""
    clock = moment.strftime("%Y%m%dT%H%M%S") + "!"

    def sign(data):
        command = ["gpg", "--batch", "--homedir", str((ring or o.ccv.ring).home), "--faked-system-time", clock]
        command += ["--digest-algo", "SHA512", "-u", signer or o.ccv.vingerafdruk, "--detach-sign", "-o", "-"]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout

    return sign


def packed(parts, pakket, sign, **claimed):
    """Give files as a package and again by name, under a manifest of their own; `claimed` is its sleutelbeheer."""
    plain = {name: data for name, data in parts.items() if name not in {MANIFEST, MANIFEST_SIG}}
    return read_zip(pack(plain, pakket=pakket, sign=sign, **claimed))


def oordelen(uitslag):
    """Give the verdict of each link by name."""
    return {s.naam: s.oordeel for s in uitslag.schakels}
