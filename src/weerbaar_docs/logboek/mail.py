# SPDX-License-Identifier: EUPL-1.2
"""A mailbox that keeps checkpoints: one message each, with the file as its attachment and nothing that tells more.

(1) only over TLS with a checked certificate, from the start or by STARTTLS; a server that offers none gets nothing;
(2) every wait has an end; what the server says is never quoted, for it may hold an address;
(3) the mail is sent at least once: a server that breaks off after taking it may get it again, and the file is the same.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, Literal

from weerbaar_docs.canonical import sha256
from weerbaar_docs.errors import ConfigError, DeliveryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

Beveiliging = Literal["tls", "starttls"]
WACHTTIJD: Final = 30.0
_ONDERWERP: Final = "Checkpoint {nummer}"
_TEKST: Final = "Bij dit bericht zit een checkpoint. Bewaar het bericht; er hoeft niets te gebeuren.\n"
_REDENEN: Final = (
    ((ssl.SSLError,), "de beveiligde verbinding kwam niet tot stand, of het certificaat is niet te vertrouwen"),
    ((smtplib.SMTPAuthenticationError,), "aanmelden bij de mailserver is geweigerd"),
    ((smtplib.SMTPNotSupportedError,), "de mailserver biedt geen versleutelde verbinding of geen aanmelding"),
    ((smtplib.SMTPRecipientsRefused,), "de mailserver weigert de ontvangers"),
    ((smtplib.SMTPServerDisconnected, TimeoutError), "de mailserver geeft geen antwoord"),
    ((smtplib.SMTPException,), "de mailserver nam het bericht niet aan"),
    ((Exception,), "de mailserver is niet bereikbaar"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailBestemming:
    """A mailbox, and the server that takes mail for it; without `gebruiker` nobody logs in."""

    server: str
    poort: int
    beveiliging: Beveiliging
    afzender: str = field(repr=False)
    ontvangers: tuple[str, ...] = field(repr=False)
    now: Callable[[], datetime]
    gebruiker: str = field(default="", repr=False)
    wachtwoord: Callable[[], str] | None = field(default=None, repr=False)
    ca_bestand: Path | None = None
    wachttijd: float = WACHTTIJD
    naam: str = "mail"

    def put(self, name: str, data: bytes) -> None:
        """Send the file; raises DeliveryError, or ConfigError when the certificates or the password cannot be read."""
        message, context = self._message(name, data), self._context()
        password = self.wachtwoord() if self.gebruiker and self.wachtwoord else ""
        reason = ""
        try:
            with self._connect(context) as server:
                if self.gebruiker:
                    server.login(self.gebruiker, password)
                if server.send_message(message):
                    reason = "niet elke ontvanger is aangenomen"
        except (OSError, ValueError) as error:  # what smtplib raises is an OSError too
            reason = next(text for kinds, text in _REDENEN if isinstance(error, kinds))
        if reason:
            raise DeliveryError.because(
                "LOGBOEK-MAIL", reason, "Controleer [logboek] mail_* en de mailserver, en probeer het opnieuw."
            )

    def _connect(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self.beveiliging == "tls":
            return smtplib.SMTP_SSL(
                self.server, self.poort, local_hostname="localhost", timeout=self.wachttijd, context=context
            )
        server = smtplib.SMTP(self.server, self.poort, local_hostname="localhost", timeout=self.wachttijd)
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
        return server

    def _context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=None if self.ca_bestand is None else str(self.ca_bestand))
        except (OSError, ssl.SSLError):
            context = None
        if context is None:
            raise ConfigError.because(
                "LOGBOEK-CA",
                "het bestand met certificaten voor de mailserver is niet te lezen",
                "Controleer [logboek] mail_ca_bestand.",
            )
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _message(self, name: str, data: bytes) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = _ONDERWERP.format(nummer=sha256(data)[:8])
        message["From"] = self.afzender
        message["To"] = ", ".join(self.ontvangers)
        message["Date"] = format_datetime(self.now())
        # The same file gives the same id, so that a mailbox can tell that it has it; the name of no machine is in it.
        message["Message-ID"] = f"<{sha256(data)[:32]}@checkpoint.invalid>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(_TEKST)
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        return message
