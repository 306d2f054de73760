# SPDX-License-Identifier: EUPL-1.2
"""A real mail server on this machine, with a certificate of its own: what mail is tested against."""

from __future__ import annotations

import contextlib
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

GEBRUIKER, WACHTWOORD = "logboek", "CANARY-wachtwoord-voor-de-mail"


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Give (certificate, key) files of a server called localhost, which is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    made, secret = folder / "server.pem", folder / "server.key"
    made.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return made, secret


@dataclass
class Brievenbus:
    """What the server took, and with which answer it takes more."""

    antwoord: str = "250 OK"
    berichten: list[Any] = field(default_factory=list)
    versleuteld: list[bool] = field(default_factory=list)
    poort: int = 0

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.antwoord.startswith("2"):
            self.berichten.append(envelope)
            self.versleuteld.append(server.transport.get_extra_info("ssl_object") is not None)
        return self.antwoord


def _check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (GEBRUIKER.encode(), WACHTWOORD.encode())
    return AuthResult(success=good, handled=False)


class _Controller(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # the system chose it
        super()._trigger_server()


@contextlib.contextmanager
def mailserver(certificate: tuple[Path, Path] | None, *, beveiliging: str = "starttls") -> Iterator[Brievenbus]:
    """Run a server that takes mail of who logs in over TLS; without a certificate it offers none."""
    bus = Brievenbus()
    given: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0}
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        given |= (
            {"ssl_context": context} if beveiliging == "tls" else {"tls_context": context, "require_starttls": True}
        )
        starttls = beveiliging == "starttls"
        given |= {"authenticator": _check, "auth_required": starttls, "auth_require_tls": starttls}
    controller = _Controller(bus, **given)
    controller.start()
    bus.poort = controller.port
    try:
        yield bus
    finally:
        controller.stop()
