# SPDX-License-Identifier: EUPL-1.2
"""Verify a report with both OpenPGP signatures on it, beside pyHanko and two `gpg --verify` on the same files and ring.

The budget is a ratio of at most 1.5, taken of the medians of rounds that alternate. What the command `verifieer` does beyond
that (every digest, the consent, reading the PDF strictly, making it again from its data) is printed apart.
"""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from verifieerbouw import besluitpakket, packed, signer, verificatie
from weerbaar_docs import Oefenomgeving, adviesrapport, establish, render_concept, stamp, validate
from weerbaar_docs.establishing import check_indiening
from weerbaar_docs.model import Verklaring
from weerbaar_docs.pades import verify_pdf
from weerbaar_docs.verifieren import verifieer_delen

if TYPE_CHECKING:
    from collections.abc import Callable

BUDGET = 1.5
ROUNDS = 25


class Keten:
    """The chain up to the established report, as the tests name its parts."""

    def __init__(self, o: Oefenomgeving) -> None:
        self.o = o
        self.concept = render_concept(adviesrapport(validate(o.dossier_json)), datum=o.vandaag)
        self.definitief = establish(self.concept, o.besluit(self.concept), indiening=o.indiening(self.concept), **o.bva)
        self.vastgesteld = stamp(self.definitief, zegel=o.bva_zegel, now=o.nu)


def main() -> int:
    """Print both and their ratio; 1 when the budget is broken."""
    with Oefenomgeving() as o, tempfile.TemporaryDirectory() as folder:
        keten = Keten(o)
        ours, theirs = alternated(lambda: verify(keten), reference(keten, Path(folder)))
        ratio = ours / theirs
        print(f"{'weerbaar_docs':38} {ours * 1000:8.1f} ms")
        print(f"{'pyHanko and two gpg --verify':38} {theirs * 1000:8.1f} ms")
        print(f"{'ratio (budget at most 1.5)':38} {ratio:8.2f}")
        parts = packed(besluitpakket(keten), "besluitpakket", signer(o, "MW-0004"))
        for name, again in (("verifieer, without making it again", False), ("verifieer, all of it", True)):
            given = verificatie(o, namaken=again)
            print(f"{name:38} {median(lambda: verifieer_delen(parts, verificatie=given), 5) * 1000:8.1f} ms")  # noqa: B023
    return int(ratio > BUDGET)


def verify(keten: Keten) -> None:
    """Check the seal of the BVA, the statement of the toetser and that of the adviseur."""
    o, definitief = keten.o, keten.definitief
    verify_pdf(keten.vastgesteld.pdf, vertrouwd=[o.bva_certificaat], now=o.na_bedenktijd)
    o.bva_plek.ring.verify_detached(
        definitief.verklaring,
        definitief.handtekening,
        signer=o.toetser.vingerafdruk,
        not_before=o.nu,
        now=o.na_bedenktijd,
    )
    check_indiening(
        definitief.indiening,
        definitief.rapport.rapport_sha256,
        medewerkers=o.medewerkers,
        controle=o.bva_plek.ring,
        now=o.na_bedenktijd,
    )


def reference(keten: Keten, folder: Path) -> Callable[[], None]:
    """Give the same checks as one would write them down with pyHanko and gpg."""
    o, definitief = keten.o, keten.definitief
    signed = [Verklaring(verklaring=definitief.verklaring, handtekening=definitief.handtekening), definitief.indiening]
    pairs = []
    for number, item in enumerate(signed):
        data, signature = folder / f"{number}.json", folder / f"{number}.json.sig"
        data.write_bytes(item.verklaring)
        signature.write_bytes(item.handtekening)
        pairs.append((str(signature), str(data)))
    root = x509.Certificate.load(o.bva_certificaat)
    usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
    gpg = ["gpg", "--homedir", str(o.bva_plek.ring.home), "--batch", "--no-tty", "--status-fd", "1", "--verify"]

    def act() -> None:
        reader = PdfFileReader(io.BytesIO(keten.vastgesteld.pdf), strict=True)
        context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=o.na_bedenktijd)
        status: Any = validate_pdf_signature(reader.embedded_signatures[0], context, key_usage_settings=usage)
        assert status.bottom_line
        for pair in pairs:
            done = subprocess.run([*gpg, *pair], capture_output=True, check=False)
            assert b"GOODSIG" in done.stdout

    return act


def alternated(one: Callable[[], Any], other: Callable[[], Any]) -> tuple[float, float]:
    """Give the median seconds of both, measured in turns so that a busy machine slows them alike."""
    one()
    other()
    first, second = [], []
    for _ in range(ROUNDS):
        first.append(timed(one))
        second.append(timed(other))
    return statistics.median(first), statistics.median(second)


def median(act: Callable[[], Any], rounds: int) -> float:
    """Give the median seconds, after one warm round."""
    act()
    return statistics.median(timed(act) for _ in range(rounds))


def timed(act: Callable[[], Any]) -> float:
    """Give the seconds of one round."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
