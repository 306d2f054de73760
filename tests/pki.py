# SPDX-License-Identifier: EUPL-1.2
"""A certificate authority for the tests: root, intermediate, seals, and a TSA, CRLs and OCSP over HTTP on loopback."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from weerbaar_docs.pades import Voorzieningen, Zegel, verify_pdf

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_YEAR = timedelta(days=365)
_NONE = dict.fromkeys(
    (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ),
    False,
)
SEAL = {"digital_signature": True, "content_commitment": True}


@dataclass(frozen=True)
class Houder:
    """A certificate and its key."""

    key: object = field(repr=False)
    certificate: x509.Certificate

    @property
    def der(self):
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self):
        return self.certificate.public_bytes(Encoding.PEM)

    def key_pem(self, password=None):
        protection = NoEncryption() if password is None else serialization.BestAvailableEncryption(password)
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, protection)


def new_key(kind):
    return ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)


class Pki:
    """All of it; `tsa_gedrag` and `intrekking_gedrag` say what the servers do, `vragen` which paths were asked."""

    def __init__(self, nu=NOW):
        self.nu = self.moment = nu
        self.tsa_gedrag = self.intrekking_gedrag = "goed"
        self.later = {"later": nu + timedelta(days=3), "veel later": nu + timedelta(days=25)}
        self.aanmelding = None
        self.verminking = bytes  # what happens to a token on its way
        self.vragen = []
        self.ingetrokken = {}
        self._issued = {}
        self.server = _Server(("127.0.0.1", 0), _Handler)
        self.server.pki = self
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        self.root = self.issue("wortel", ca=True)
        self.intermediate = self.issue("tussen", self.root, ca=True)
        self.tsa_root = self.issue("tijd wortel", ca=True)
        self.tsa = self._tsa(self.tsa_root)
        self.vreemde_wortel = self.issue("vreemd", ca=True)
        self.vreemde_tsa = self._tsa(self.vreemde_wortel)

    @property
    def adres(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def host(self):
        return f"127.0.0.1:{self.server.server_port}"

    def voorzieningen(self, niveau="B-LTA", **extra):
        given = {
            "tsa_adres": f"{self.adres}/tsa",
            "tsa_vertrouwd": (self.tsa_root.der,),
            "vertrouwd": (self.root.der,),
            "servers": frozenset({self.host}),
            "wachttijd": 5.0,
        }
        return Voorzieningen(niveau=niveau, **{**given, **extra})

    def zegel(self, houder, niveau="B-LTA", **extra):
        return Zegel.from_pkcs12(self.pkcs12(houder)).with_voorzieningen(self.voorzieningen(niveau, **extra))

    def check(self, pdf, now=NOW, **extra):
        given = {"vertrouwd": [self.root.der], "tsa_vertrouwd": [self.tsa_root.der], **extra}
        return verify_pdf(pdf, now=now, **given)

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @contextlib.contextmanager
    def gedrag(self, *, tsa="goed", intrekking="goed"):
        """Let the servers misbehave for a while."""
        self.tsa_gedrag, self.intrekking_gedrag, self.moment = tsa, intrekking, self.later.get(tsa, self.nu)
        try:
            yield
        finally:
            self.tsa_gedrag, self.intrekking_gedrag, self.moment = "goed", "goed", self.nu

    def seal(self, kind="ec", **extra):
        return self.issue("zegel", self.intermediate, kind=kind, **extra)

    def pkcs12(self, houder, password=None):
        protection = NoEncryption() if password is None else serialization.BestAvailableEncryption(password)
        chain = [self.intermediate.certificate]
        return pkcs12.serialize_key_and_certificates(b"FICTIEF", houder.key, houder.certificate, chain, protection)

    def issue(
        self,
        name,
        issuer=None,
        *,
        kind="ec",
        ca=False,
        usage=SEAL,
        eku=None,
        start=None,
        end=None,
        bron="ocsp,crl",
        adres=None,
    ):
        """Issue a certificate; `bron` says which addresses it names for its revocation."""
        key = new_key(kind)
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"FICTIEF {name}")])
        by = issuer.certificate.subject if issuer else subject
        serial = x509.random_serial_number()
        start, end = start or self.nu - _YEAR, end or self.nu + _YEAR
        usages = {"key_cert_sign": True, "crl_sign": True} if ca else usage
        builder = (
            x509.CertificateBuilder(by, subject, key.public_key(), serial, start, end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**{**_NONE, **usages}), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if eku:
            builder = builder.add_extension(x509.ExtendedKeyUsage([eku]), critical=True)
        if issuer:
            at = f"{adres or self.adres}/{issuer.certificate.serial_number}"
            public = issuer.certificate.public_key()
            builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
            if "ocsp" in bron:
                location = x509.UniformResourceIdentifier(f"{at}/ocsp")
                access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, location)
                builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
            if "crl" in bron:
                names = [x509.UniformResourceIdentifier(f"{at}/crl")]
                point = x509.DistributionPoint(names, None, None, None)
                builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        made = Houder(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))
        self._issued[serial] = made
        return made

    def revoke(self, houder, moment):
        self.ingetrokken[houder.certificate.serial_number] = moment

    def crl(self, issuer, now=None):
        now = now or self.moment
        builder = x509.CertificateRevocationListBuilder(
            issuer.certificate.subject, now - timedelta(hours=1), now + timedelta(days=7)
        )
        builder = builder.add_extension(x509.CRLNumber(1), critical=False)
        for serial, moment in self.ingetrokken.items():
            builder = builder.add_revoked_certificate(x509.RevokedCertificateBuilder(serial, moment).build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def ocsp(self, issuer, request):
        asked = ocsp.load_der_ocsp_request(request)
        subject = self._issued[asked.serial_number]
        revoked = self.ingetrokken.get(asked.serial_number)
        response = ocsp.OCSPResponseBuilder().add_response(
            subject.certificate,
            issuer.certificate,
            hashes.SHA1(),
            ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD,
            self.moment - timedelta(hours=1),
            self.moment + timedelta(days=7),
            revoked,
            None,
        )
        return (
            response.responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
            .sign(issuer.key, hashes.SHA256())
            .public_bytes(Encoding.DER)
        )

    def revocation(self, serial, kind, body):
        if self.intrekking_gedrag == "onzin":
            return b"geen antwoord"
        if self.intrekking_gedrag == "weigert":
            return None
        if self.intrekking_gedrag == f"{kind} weigert":
            return None
        issuer = self._issued[int(serial)]
        return self.crl(issuer) if kind == "crl" else self.ocsp(issuer, body)

    def timestamp(self, body):
        gedrag = self.tsa_gedrag
        if gedrag == "weigert":
            return None
        if gedrag == "traag":
            time.sleep(1.5)
        if gedrag == "onzin":
            return b"<html>storing</html>"
        if gedrag == "nee":
            return bytes.fromhex("30053003020102")  # PKIStatus rejection, without a token
        houder = self.vreemde_tsa if gedrag == "vreemd" else self.tsa
        at = {"klok": self.nu + timedelta(hours=2), **self.later}.get(gedrag, self.nu)
        request = tsp.TimeStampReq.load(body)
        if gedrag == "ander":
            request["message_imprint"]["hashed_message"] = bytes(32)
        return self.verminking(_stamper(houder, at).request_tsa_response(request).dump())

    def tsa_until(self, end):
        return self._tsa(self.tsa_root, end)

    def _tsa(self, issuer, end=None):
        return self.issue("tijdstempel", issuer, kind="rsa", eku=ExtendedKeyUsageOID.TIME_STAMPING, end=end)


def _stamper(houder, at):
    certificate = asn1_x509.Certificate.load(houder.der)
    key = asn1_keys.PrivateKeyInfo.load(houder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    return DummyTimeStamper(certificate, key, fixed_dt=at)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    pki: Pki

    def handle_error(self, request, client_address):
        """A client that gave up is no fault."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._answer(b"")

    def do_POST(self):
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body):
        pki = self.server.pki
        pki.vragen.append(self.path)
        pki.aanmelding = self.headers["Authorization"] if self.path == "/tsa" else pki.aanmelding
        if pki.tsa_gedrag == "omleiding" and self.path == "/tsa":
            self.send_response(302)
            self.send_header("Location", f"{pki.adres}/elders")
            self.end_headers()
            return
        data = pki.timestamp(body) if self.path == "/tsa" else pki.revocation(*self.path.split("/")[1:3], body)
        self.send_response(200 if data is not None else 503)
        self.send_header("Content-Length", str(len(data or b"")))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, *args):
        """Nothing is logged."""
