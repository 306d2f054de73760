# SPDX-License-Identifier: EUPL-1.2
"""What both back ends say when they refuse: the same code and the same sentences, whichever of them refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weerbaar_docs.errors import EncryptionError

if TYPE_CHECKING:
    from weerbaar_docs.encryption.sleutelstaat import Sleutelstaat


def encryption_error(code: str, melding: str, oplossing: str) -> EncryptionError:
    """Give an error with one melding."""
    return EncryptionError.because(code, melding, oplossing)


def refuse(state: Sleutelstaat) -> None:
    """Raise EncryptionError when nothing may be encrypted to a certificate in this state."""
    reason = refusal(state)
    if reason is not None:
        raise reason


def refusal(state: Sleutelstaat) -> EncryptionError | None:
    """Say why nothing may be encrypted to a certificate in this state, or None."""
    reason = state.weigering()
    return reason and encryption_error(
        *reason, "Vraag de ontvanger om een nieuwe sleutel en leg die vast in het sleutelregister."
    )


def unreadable(melding: str) -> EncryptionError:
    """Say why a file is no certificate that can be taken in."""
    return encryption_error(
        "SLEUTEL-CERTIFICAAT", melding, "Vraag de houder om één openbare sleutel (gpg --export --armor)."
    )


def secret_in_public() -> EncryptionError:
    """Say that a secret key was sent where a public one belongs."""
    return encryption_error(
        "SLEUTEL-GEHEIM",
        "het bestand bevat een geheime sleutel",
        "Vraag de houder om alleen de openbare sleutel, en om de geheime sleutel als gelekt te behandelen.",
    )


def no_secret() -> EncryptionError:
    """Say that a file without a secret key was given as one."""
    return encryption_error(
        "SLEUTEL-GEHEIM",
        "het bestand bevat geen geheime sleutel",
        "Exporteer de geheime sleutel opnieuw (gpg --export-secret-keys).",
    )


def wrong_pin() -> EncryptionError:
    """Say that a certificate is of another key than was pinned."""
    return encryption_error(
        "SLEUTEL-PIN",
        "de sleutel in het bestand heeft een andere vingerafdruk dan is vastgelegd",
        "Gebruik dit bestand niet; bel de houder op een bekend nummer en vergelijk de vingerafdruk.",
    )


def wrong_recipients() -> EncryptionError:
    """Say that a message is not for exactly who was asked."""
    return encryption_error(
        "SLEUTEL-ONTVANGERS",
        "de ontvangers van het bericht zijn niet precies de gevraagde ontvangers",
        "Geef elke ontvanger één keer; meld dit aan de beheerder als dat al zo was.",
    )


def cannot_encrypt(program: str) -> EncryptionError:
    """Say that a message was not made, or not as it should be."""
    return encryption_error(
        "SLEUTEL-VERSLEUTELEN",
        f"{program} heeft het bericht niet versleuteld",
        "Controleer wachtwoord, schijfruimte en sleutels (gpg --version, df) en probeer het opnieuw.",
    )


def cannot_sign(state: Sleutelstaat) -> EncryptionError:
    """Say why a signer's key did not sign."""
    why = "is ingetrokken" if state.ingetrokken else "is verlopen" if state.verlopen else "kon niet ondertekenen"
    return encryption_error(
        "SLEUTEL-ONDERTEKENAAR",
        f"de sleutel van de ondertekenaar {why}",
        "Controleer de sleutel en het wachtwoord van de ondertekenaar.",
    )


def cannot_open(
    melding: str = "het bericht is niet te ontcijferen, niet versleuteld of onderweg veranderd",
) -> EncryptionError:
    """Say that a message cannot be opened; which part of it failed is nobody's business."""
    return encryption_error(
        "SLEUTEL-ONTCIJFEREN",
        melding,
        "Vraag het bericht opnieuw op en controleer of het voor deze sleutel is gemaakt.",
    )


def bad_signature(melding: str) -> EncryptionError:
    """Say what is wrong with a signature."""
    return encryption_error("SLEUTEL-HANDTEKENING", melding, "Laat de juiste persoon de gegevens opnieuw ondertekenen.")


def wrong_time() -> EncryptionError:
    """Say that a signature was set outside the period in which it counts."""
    return encryption_error(
        "SLEUTEL-ONDERTEKENTIJD",
        "het tijdstip van de handtekening valt buiten de toegestane periode",
        "Controleer de klok van de ondertekenaar en laat opnieuw ondertekenen.",
    )


def is_closed() -> EncryptionError:
    """Say that a ring was closed before it was used."""
    return encryption_error("SLEUTEL-GESLOTEN", "de sleutelring is al gesloten", "Open een nieuwe sleutelring.")


def not_made(melding: str) -> EncryptionError:
    """Say that no key was made."""
    return encryption_error("SLEUTEL-MAKEN", melding, "Controleer of GnuPG werkt (gpg --version).")
