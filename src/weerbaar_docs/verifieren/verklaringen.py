# SPDX-License-Identifier: EUPL-1.2
"""A signed statement -> who signed it, as far as who verifies knows that person; else what the signature says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from weerbaar_docs.encryption.signature_form import read_form
from weerbaar_docs.errors import VerificationError, WeerbaarDocsError
from weerbaar_docs.keys import check_act
from weerbaar_docs.model import Verklaring, utc_moment
from weerbaar_docs.termijnen import nederlandse_dag
from weerbaar_docs.validation import checked_statement
from weerbaar_docs.verifieren.uitslag import NietTeControleren, broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.keys import Handtekeningcontrole, Medewerker, Rol
    from weerbaar_docs.verifieren.vertrouwen import Vertrouwenslijst

# Of a signature whose statement names no moment: no weerbaar-docs signed anything before.
VROEGSTE: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verificatie:
    """Who is trusted, who checks OpenPGP signatures (None: nobody is known), and the moment of verifying.

    Without `namaken` no document is made again from its data, which is what takes most of the time.
    """

    vertrouwen: Vertrouwenslijst
    openpgp: Handtekeningcontrole | None
    now: datetime
    namaken: bool = True

    def statement(self, parts: Mapping[str, bytes], name: str, soort: str) -> dict[str, Any]:
        """Read a statement of the package; raises ValidationError or VerificationError."""
        return checked_statement(soort, part(parts, name))

    def decision(
        self, parts: Mapping[str, bytes], name: str, statement: Mapping[str, Any]
    ) -> tuple[Medewerker, datetime]:
        """Check who signed `vaststelling/v1`; give the toetser and the moment."""
        openpgp = self._person(parts, name, statement["toetser"])
        besloten_op = datetime.fromisoformat(statement["besloten_op"]).replace(tzinfo=UTC)
        toetser = self.vertrouwen.medewerkers.require(statement["toetser"], "toetser", nederlandse_dag(besloten_op))
        signed = openpgp.verify_detached(
            part(parts, name),
            part(parts, f"{name}.sig"),
            signer=toetser.vingerafdruk,
            not_before=besloten_op - timedelta(days=1),
            now=self.now,
        )
        self.vertrouwen.medewerkers.require(toetser.id, "toetser", nederlandse_dag(signed))
        return toetser, signed

    def act(
        self, parts: Mapping[str, bytes], name: str, statement: Mapping[str, Any], rol: Rol | None, not_before: datetime
    ) -> tuple[Medewerker, datetime]:
        """Check who signed a statement that names `medewerker` and `moment`."""
        openpgp = self._person(parts, name, statement["medewerker"])
        return check_act(
            Verklaring(verklaring=part(parts, name), handtekening=part(parts, f"{name}.sig")),
            statement,
            rol,
            medewerkers=self.vertrouwen.medewerkers,
            controle=openpgp,
            not_before=not_before,
            now=self.now,
        )

    def signed_by(
        self, parts: Mapping[str, bytes], name: str, signers: tuple[str, ...], not_before: datetime
    ) -> tuple[str, datetime]:
        """Check that one of these keys signed a file; give its fingerprint and the moment."""
        data, signature = part(parts, name), part(parts, f"{name}.sig")
        if self.openpgp is None or not signers:
            raise self._unknown(parts, name)
        error: WeerbaarDocsError = broken("de handtekening is van een andere sleutel")
        for signer in signers:
            try:
                made = self.openpgp.verify_detached(data, signature, signer=signer, not_before=not_before, now=self.now)
            except WeerbaarDocsError as refusal:
                error = refusal
            else:
                return signer, made
        raise error

    def key_of(self, id: str) -> tuple[str, ...]:  # noqa: A002
        """Give the fingerprint of a medewerker whose key is here, or nothing."""
        pinned = {sleutel.vingerafdruk for sleutel in self.vertrouwen.sleutels}
        return tuple(m.vingerafdruk for m in self.vertrouwen.medewerkers if m.id == id and m.vingerafdruk in pinned)

    def issuer(self, parts: Mapping[str, bytes], name: str) -> str:
        """Say which key a signature names; nothing is checked."""
        try:
            return f"sleutel {read_form(part(parts, f'{name}.sig')).uitgever}"
        except VerificationError:
            return "een sleutel die de handtekening niet noemt"

    def _person(self, parts: Mapping[str, bytes], name: str, id: str) -> Handtekeningcontrole:  # noqa: A002
        part(parts, f"{name}.sig")
        register = self.vertrouwen.medewerkers
        if self.openpgp is None or not list(register):
            raise self._unknown(parts, name)
        pinned = {sleutel.vingerafdruk for sleutel in self.vertrouwen.sleutels}
        if register.of(id).vingerafdruk not in pinned:
            raise NietTeControleren(f"de openbare sleutel van {id} is hier niet")
        return self.openpgp

    def _unknown(self, parts: Mapping[str, bytes], name: str) -> NietTeControleren:
        return NietTeControleren(f"ondertekend met {self.issuer(parts, name)}; van wie die is, is hier niet bekend")


def part(parts: Mapping[str, bytes], name: str) -> bytes:
    """Give a file of the package; raises VerificationError when it is not there."""
    if name not in parts:
        raise broken(f"{name} ontbreekt in het pakket")
    return parts[name]


def moment(statement: Mapping[str, Any]) -> datetime:
    """Give the moment of a statement."""
    return utc_moment(statement["moment"])
