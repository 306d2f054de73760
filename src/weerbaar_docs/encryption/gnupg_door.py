# SPDX-License-Identifier: EUPL-1.2
"""The only door to GnuPG: a ring of pinned OpenPGP keys in a short home of its own.

What python-gnupg makes of gpg's answers is not used. The door reads the status bytes itself, splits them at newlines
only, and judges the return code, the signer and the recipients afterwards. Rules:
(1) a key is named by its full fingerprint only, and only keys that were imported against their pin take part;
(2) a certificate is exactly one certificate, without secret material;
(3) a signature is exactly one signature, by the pinned primary key, at a plausible time;
(4) a ciphertext is for exactly the asked recipients, signed by the asked signer, or it does not exist;
(5) every encryption is told to the recorder, with its purpose, before it is made.
"""

from __future__ import annotations

import base64
import contextlib
import io
import re
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

import gnupg

from weerbaar_docs.encryption.home import BINARIES, Thuis
from weerbaar_docs.errors import EncryptionError
from weerbaar_docs.keys import DOELEN
from weerbaar_docs.logs import milliseconds, tell
from weerbaar_docs.logs.velden import STAPPEN

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from weerbaar_docs.keys import Sleutelsoort

    Recorder = Callable[[str, Sequence[str]], None]

SPELING = timedelta(minutes=5)
GROOTSTE_BERICHT = 512 * 1024 * 1024
KLEINSTE_RSA = 3072

_OPTIONS = (
    "--no-options",
    "--no-auto-key-retrieve",
    "--disable-dirmngr",
    "--no-auto-check-trustdb",
    "--pinentry-mode=loopback",
    "--logger-file=/dev/null",
)
_AGENT = "default-cache-ttl 0\nmax-cache-ttl 0\ndisable-scdaemon\n"
_FINGERPRINT = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
_ALGORITHMS = {1: "RSA", 2: "RSA", 3: "RSA", 16: "ElGamal", 17: "DSA", 18: "ECDH", 19: "ECDSA", 22: "EdDSA"}
_GOOD_HASHES = frozenset({"8", "9", "10", "12", "14"})  # RFC 9580, 9.5: SHA-2 and SHA-3 of 256 bits and more
_BINDINGS = frozenset({"10", "11", "12", "13", "18", "1f"})  # RFC 9580, 5.2.1: a name, a subkey, the key itself
_BAD_SIGNATURE = frozenset(
    {"BADSIG", "ERRSIG", "EXPSIG", "EXPKEYSIG", "REVKEYSIG", "NODATA", "NO_PUBKEY", "UNEXPECTED"}
)
_BAD_RESULT = frozenset({"INV_RECP", "INV_SGNR", "NO_RECP", "NO_SGNR", "FAILURE", "ERROR"})

Statusregel = tuple[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deelsleutel:
    """One key packet of a certificate: the primary key or a subkey."""

    vingerafdruk: str
    algoritme: str
    lengte: int
    aangemaakt: datetime
    verloopt: datetime | None
    geldigheid: str
    mogelijkheden: str

    @property
    def ingetrokken(self) -> bool:
        """Say whether the key is revoked."""
        return self.geldigheid == "r"

    @property
    def verlopen(self) -> bool:
        """Say whether the key is expired."""
        return self.geldigheid == "e"

    @property
    def bruikbaar(self) -> bool:
        """Say whether the key may be used at all."""
        return self.geldigheid not in {"r", "e", "i", "d", "n"}

    @property
    def versleutelt(self) -> bool:
        """Say whether the key itself can encrypt."""
        return "e" in self.mogelijkheden

    @property
    def zwak(self) -> bool:
        """Say whether the key is too short (NCSC: RSA of at least 3072 bits)."""
        return self.algoritme in {"RSA", "DSA", "ElGamal"} and self.lengte < KLEINSTE_RSA


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleutelstaat:
    """What gpg knows of one certificate, without its user ids."""

    primair: Deelsleutel
    subsleutels: tuple[Deelsleutel, ...] = field(default=())
    geheim: bool = False

    @property
    def vingerafdruk(self) -> str:
        """Give the fingerprint of the primary key."""
        return self.primair.vingerafdruk

    @property
    def algoritme(self) -> str:
        """Give the algorithm of the primary key."""
        return self.primair.algoritme

    @property
    def lengte(self) -> int:
        """Give the length of the primary key in bits."""
        return self.primair.lengte

    @property
    def aangemaakt(self) -> datetime:
        """Give the moment at which the primary key was made."""
        return self.primair.aangemaakt

    @property
    def verloopt(self) -> datetime | None:
        """Give the moment at which the primary key expires; None is never."""
        return self.primair.verloopt

    @property
    def verlopen(self) -> bool:
        """Say whether the primary key is expired."""
        return self.primair.verlopen

    @property
    def ingetrokken(self) -> bool:
        """Say whether the primary key is revoked."""
        return self.primair.ingetrokken

    @property
    def versleutelsubsleutels(self) -> tuple[str, ...]:
        """Give the fingerprints of the keys to which can be encrypted now."""
        return tuple(k.vingerafdruk for k in self._encryption_keys() if k.bruikbaar)

    @property
    def kan_versleutelen(self) -> bool:
        """Say whether anything can be encrypted to this certificate now."""
        return self.primair.bruikbaar and bool(self.versleutelsubsleutels)

    @property
    def alle_vingerafdrukken(self) -> frozenset[str]:
        """Give the fingerprints of the primary key and all subkeys."""
        return frozenset({self.vingerafdruk, *(k.vingerafdruk for k in self.subsleutels)})

    def _encryption_keys(self) -> tuple[Deelsleutel, ...]:
        return tuple(k for k in (self.primair, *self.subsleutels) if k.versleutelt)

    def weigering(self) -> tuple[str, str] | None:
        """Say why nothing may be encrypted to this key: a code and a Dutch sentence, or None."""
        keys = self._encryption_keys()
        usable = [k for k in keys if k.bruikbaar]
        kind = "ingetrokken" if all(k.ingetrokken for k in keys) else "verlopen of ongeldig"
        reasons = (
            (self.ingetrokken, "INGETROKKEN", "is ingetrokken"),
            (self.verlopen, "VERLOPEN", "is verlopen"),
            (not self.primair.bruikbaar, "ONGELDIG", "is niet geldig"),
            (not keys, "SUBSLEUTEL", "heeft geen subsleutel om mee te versleutelen"),
            (not usable, "SUBSLEUTEL", f"heeft alleen een versleutelsubsleutel die {kind} is"),
            (self.primair.zwak or any(k.zwak for k in usable), "ZWAK", f"is te kort (minder dan {KLEINSTE_RSA} bits)"),
        )
        for applies, code, text in reasons:
            if applies:
                return f"SLEUTEL-{code}", f"de sleutel van een ontvanger {text}"
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zelfhandtekening:
    """A good signature by which a certificate binds a name or a subkey (`voor`) to itself."""

    voor: str
    gezet: datetime
    digest: str

    @property
    def zwak(self) -> bool:
        """Say whether its digest is one that can be forged (MD5, SHA-1, RIPEMD-160)."""
        return self.digest not in _GOOD_HASHES


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderzoek:
    """What gpg makes of a certificate that was sent in: its state, its self-signatures, and it without photographs."""

    staat: Sleutelstaat
    handtekeningen: tuple[Zelfhandtekening, ...]
    certificaat: bytes = field(repr=False)


class _GPG(gnupg.GPG):  # type: ignore[misc]
    """python-gnupg as a runner of gpg: its own reading of the answers is switched off."""

    def __init__(self, binary: str, home: Path, timeout: float, extra: tuple[str, ...] = ()) -> None:
        self._timeout = timeout
        self._watch: dict[int, tuple[threading.Timer, float]] = {}
        # python-gnupg writes key data and plaintext to its debug log
        gnupg.logger.addFilter(_no_log)
        env = {"PATH": BINARIES, "LC_ALL": "C.UTF-8"}
        super().__init__(binary, str(home), options=[*_OPTIONS, *extra], env=env, encoding="utf-8")

    def _open_subprocess(self, args: list[str], passphrase: bool = False) -> Any:  # noqa: FBT001, FBT002
        process = super()._open_subprocess(args, passphrase)
        timer = threading.Timer(self._timeout, process.kill)
        timer.daemon = True
        self._watch[process.pid] = timer, time.monotonic()
        timer.start()
        return process

    def _collect_output(self, process: Any, result: Any, writer: Any = None, stdin: Any = None) -> Any:
        result.statuses = []
        try:
            code = super()._collect_output(process, result, writer, stdin)
        finally:
            timer, start = self._watch.pop(process.pid)
            result.timed_out = timer.finished.is_set()
            timer.cancel()
            stap = next((STAPPEN[option] for option in process.args if option in STAPPEN), None)
            tell("gpg", ms=milliseconds(start), **({"stap": stap} if stap else {}))
        return code

    def _read_response(self, stream: Any, result: Any) -> None:
        raw: bytes = stream.stream.read()
        result.stderr = ""
        result.statuses = _status_lines(raw)

    def _handle_io(
        self,
        args: list[str],
        fileobj_or_path: Any,
        result: Any,
        passphrase: str | None = None,
        binary: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        result.statuses, result.timed_out, result.data = [], False, b""
        with contextlib.suppress(BrokenPipeError):
            super()._handle_io(args, fileobj_or_path, result, passphrase or None, binary)
        return result

    def run(self, args: list[str], data: bytes = b"", passphrase: str | None = None) -> Any:
        """Run gpg once with bytes on its standard input."""
        result = self.result_map["verify"](self)
        return self._handle_io(args, io.BytesIO(data), result, passphrase, binary=True)


def _no_log(_record: logging.LogRecord) -> bool:
    return False


def _status_lines(raw: bytes) -> list[Statusregel]:
    """Read status bytes, split at newlines only; a field is what stands between single spaces."""
    lines: list[Statusregel] = []
    for line in raw.split(b"\n"):
        if line.startswith(b"[GNUPG:] "):
            keyword, *rest = line[9:].decode("utf-8", "backslashreplace").split(" ")
            lines.append((keyword, rest))
    return lines


def _values(result: Any, keyword: str) -> list[list[str]]:
    return [fields for key, fields in result.statuses if key == keyword]


def _has(result: Any, keywords: frozenset[str]) -> bool:
    return any(key in keywords for key, _ in result.statuses)


def _moment(text: str) -> datetime | None:
    return datetime.fromtimestamp(int(text), UTC) if text else None


def _read_colons(data: bytes) -> list[Sleutelstaat]:
    """Read `--with-colons` records, split at newlines only; user ids are skipped."""
    found: list[Sleutelstaat] = []
    record: list[str] = []
    for line in data.split(b"\n"):
        fields = line.decode("utf-8", "backslashreplace").split(":")
        if fields[0] in {"pub", "sec", "sub", "ssb"}:
            record = fields
        elif fields[0] == "fpr" and record:
            key = _key_packet(record, fields[9])
            if record[0] in {"pub", "sec"}:
                found.append(Sleutelstaat(primair=key, geheim=record[0] == "sec"))
            elif found:
                last = found.pop()
                secret = last.geheim or record[0] == "ssb"
                found.append(Sleutelstaat(primair=last.primair, subsleutels=(*last.subsleutels, key), geheim=secret))
            record = []
    return found


def _key_packet(record: list[str], fingerprint: str) -> Deelsleutel:
    number = int(record[3])
    made = _moment(record[5])
    assert made is not None
    return Deelsleutel(
        vingerafdruk=fingerprint,
        algoritme=_ALGORITHMS.get(number, f"algoritme {number}"),
        lengte=int(record[2]),
        aangemaakt=made,
        verloopt=_moment(record[6]),
        geldigheid=record[1][:1],
        mogelijkheden=record[11],
    )


class Sleutelring:
    """A GnuPG home with exactly the pinned keys, for one worker; closing it ends the agent and removes the home."""

    _extra: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self,
        *,
        recorder: Recorder | None = None,
        wachtwoord: str | None = None,
        binary: str | None = None,
        basis: Path | None = None,
        timeout: float = 60.0,
    ) -> None:
        """Make an empty ring; `wachtwoord` opens the secret keys in it, `basis` is the folder for the home."""
        if wachtwoord is not None and re.search(r"[\r\n\x00]", wachtwoord):
            raise EncryptionError.because(
                "SLEUTEL-WACHTWOORD",
                "het wachtwoord van de sleutel bevat een regeleinde of nulteken",
                "Geef het wachtwoord als één regel.",
            )
        program = binary or _find("gpg")
        self._recorder = recorder
        self._password = wachtwoord or None
        self._known: dict[str, Sleutelstaat] = {}
        self._secret: set[str] = set()
        self._doelen: dict[str, frozenset[str]] = {}
        self._lock = threading.RLock()
        self._thuis = Thuis(basis)
        self.home = self._thuis.path
        try:
            (self.home / "gpg-agent.conf").write_text(_AGENT, encoding="ascii")
            self._gpg = _GPG(program, self.home, timeout, self._extra)
        except (OSError, ValueError):
            self.close()
            raise _missing() from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """End the agent and remove the home; may be called twice."""
        self._thuis.close()

    def import_public(self, data: bytes, *, vingerafdruk: str, soort: Sleutelsoort | None = None) -> None:
        """Take in exactly one public certificate whose primary fingerprint is the pin.

        With a `soort` this ring encrypts to it for the purposes of that kind only (keys.DOELEN).
        """
        state = self._one_certificate(data, _full(vingerafdruk))
        if state.geheim:
            raise EncryptionError.because(
                "SLEUTEL-GEHEIM",
                "het bestand bevat een geheime sleutel",
                "Vraag de houder om alleen de openbare sleutel, en om de geheime sleutel als gelekt te behandelen.",
            )
        self._import(data, state)
        if soort is not None:
            self._doelen[state.vingerafdruk] = DOELEN[soort]

    def import_secret(self, data: bytes, *, vingerafdruk: str | None = None) -> str:
        """Take in exactly one secret key and give its fingerprint."""
        state = self._one_certificate(data, None if vingerafdruk is None else _full(vingerafdruk))
        if not state.geheim:
            raise EncryptionError.because(
                "SLEUTEL-GEHEIM",
                "het bestand bevat geen geheime sleutel",
                "Exporteer de geheime sleutel opnieuw (gpg --export-secret-keys).",
            )
        self._import(data, state)
        self._secret.add(state.vingerafdruk)
        return state.vingerafdruk

    def export_public(self, vingerafdruk: str) -> bytes:
        """Give the public certificate as binary OpenPGP."""
        return self._export("--export", self._pinned(vingerafdruk))

    def export_secret(self, vingerafdruk: str) -> bytes:
        """Give the secret key as binary OpenPGP."""
        return self._export("--export-secret-keys", self._signer(vingerafdruk))

    def generate(self, user_id: str, *, expires: date | None = None) -> str:
        """Make an ed25519 key with a cv25519 subkey, without a password, and give its fingerprint."""
        until = expires.isoformat() if expires else "never"
        unprotected = ["--passphrase", ""]
        result = self._call([*unprotected, "--yes", "--quick-gen-key", "--", user_id, "ed25519", "sign", until])
        made = _values(result, "KEY_CREATED")
        if result.returncode != 0 or len(made) != 1:
            raise _not_made()
        fingerprint = _full(made[0][1])
        added = self._call([*unprotected, "--quick-add-key", "--", fingerprint, "cv25519", "encr", until])
        if added.returncode != 0:
            raise _not_made()
        self._known[fingerprint] = self._list(fingerprint)
        self._secret.add(fingerprint)
        return fingerprint

    def sign_detached(self, data: bytes, *, signer: str) -> bytes:
        """Give a binary detached signature by exactly this signer."""
        fingerprint = self._signer(signer)
        extra = ["--local-user", fingerprint, "--digest-algo", "SHA512"]
        result = self._call(["--detach-sign", *extra], data, self._password)
        if not self._done(result) or not self._signed_by(result, fingerprint) or not result.data:
            raise self._cannot_sign(fingerprint)
        return bytes(result.data)

    def verify_detached(
        self, data: bytes, signature: bytes, *, signer: str, not_before: datetime, now: datetime
    ) -> datetime:
        """Give the time of the one good signature by the signer's pinned key."""
        fingerprint = self._pinned(signer)
        _require_one_packet(signature)
        with tempfile.NamedTemporaryFile(dir=self.home, prefix="sig-") as file:
            file.write(signature)
            file.flush()
            result = self._judge(self._gpg.verify_data(file.name, data))
        return _signature_time(result, fingerprint, not_before, now)

    def sign_and_encrypt(self, data: bytes, *, signer: str, recipients: Sequence[str], doel: str) -> bytes:
        """Give a signed binary message for exactly these recipients; `doel` is what the recorder is told."""
        sender = self._signer(signer)
        wanted = self.require_recipients(recipients, doel=doel)
        extra = [
            *("--sign", "--local-user", sender, "--compress-algo", "none", "--set-filename", ""),
            *("--cipher-algo", "AES256", "--digest-algo", "SHA512", "--no-encrypt-to"),
        ]
        result = self._judge(
            self._gpg.encrypt(data, wanted, always_trust=True, armor=False, passphrase=self._password, extra_args=extra)
        )
        if not self._done(result) or len(_values(result, "END_ENCRYPTION")) != 1 or not result.data:
            raise self._cannot_encrypt(wanted)
        if not self._signed_by(result, sender):
            raise self._cannot_sign(sender)
        self._check_recipients(bytes(result.data), wanted)
        return bytes(result.data)

    def require_recipients(self, recipients: Sequence[str], *, doel: str) -> list[str]:
        """Give the pinned keys to encrypt to for this purpose, and tell the recorder; raises EncryptionError."""
        wanted = [self._recipient(r) for r in recipients]
        if not wanted or len(set(wanted)) != len(wanted):
            raise _wrong_recipients()
        if any(doel not in self._doelen.get(r, (doel,)) for r in wanted):
            raise _error(
                "SLEUTEL-DOEL", f"deze sleutel is niet voor {doel}", "Kies de sleutel van de juiste ontvanger."
            )
        if self._recorder is not None:
            self._recorder(doel, tuple(wanted))
        return wanted

    def require_made_for(self, message: bytes, recipients: Sequence[str]) -> None:
        """Raise EncryptionError unless a message is encrypted to exactly these pinned keys."""
        self._check_recipients(message, [self._recipient(r) for r in recipients])

    def read_signed(self, message: bytes, *, signers: Iterable[str], now: datetime) -> tuple[bytes, str]:
        """Give the content of a signed message that is not encrypted (any more), and which of these keys signed it."""
        limit = ["--max-output", str(GROOTSTE_BERICHT)]
        result = self._judge(self._gpg.decrypt(message, always_trust=True, extra_args=limit))
        made = [fields[9] for fields in _values(result, "VALIDSIG") if len(fields) > 9]  # noqa: PLR2004
        signer = next((s for s in signers if made == [s]), None)
        if signer is None or _has(result, frozenset({"BEGIN_DECRYPTION", "ENC_TO"})):
            raise _bad_signature("het bericht is niet ondertekend door iemand die dit mag versturen")
        if len(_values(result, "PLAINTEXT")) != 1:
            raise _bad_signature("het bericht is niet precies één ondertekend stuk")
        _signature_time(result, signer, self._known[self._pinned(signer)].aangemaakt, now)
        return bytes(result.data), signer

    def decrypt_and_verify(
        self, data: bytes, *, signer: str, now: datetime, not_before: datetime | None = None
    ) -> bytes:
        """Give the content of an encrypted message that holds one good signature by the signer."""
        fingerprint = self._pinned(signer)
        limit = ["--max-output", str(GROOTSTE_BERICHT)]
        result = self._judge(self._gpg.decrypt(data, always_trust=True, passphrase=self._password, extra_args=limit))
        if not _decrypted(result):
            raise EncryptionError.because(
                "SLEUTEL-ONTCIJFEREN",
                "het bericht is niet te ontcijferen, niet versleuteld of onderweg veranderd",
                "Vraag het bericht opnieuw op en controleer of het voor deze sleutel is gemaakt.",
            )
        earliest = not_before or self._known[fingerprint].aangemaakt
        _signature_time(result, fingerprint, earliest, now)
        return bytes(result.data)

    def inspect(self, vingerafdruk: str) -> Sleutelstaat:
        """Give the state of a key in this ring as it is now."""
        return self._list(self._pinned(vingerafdruk))

    def inspect_certificate(self, data: bytes) -> Sleutelstaat:
        """Give the state of exactly one certificate without taking it into the ring."""
        return self._one_certificate(data, None)

    def _call(self, args: list[str], data: bytes = b"", password: str | None = None) -> Any:
        self._open()
        return self._judge(self._gpg.run(args, data, password))

    def _open(self) -> None:
        if not self._thuis.close.alive:
            raise EncryptionError.because(
                "SLEUTEL-GESLOTEN", "de sleutelring is al gesloten", "Open een nieuwe sleutelring."
            )

    def _judge(self, result: Any) -> Any:
        if result.timed_out:
            raise EncryptionError.because(
                "SLEUTEL-TIJD",
                "GnuPG gaf niet op tijd antwoord",
                "Probeer het opnieuw; controleer de machine als het vaker gebeurt (weerbaar-docs dokter).",
            )
        return result

    def _done(self, result: Any) -> bool:
        return result.returncode == 0 and not _has(result, _BAD_RESULT)

    def _signed_by(self, result: Any, signer: str) -> bool:
        made = _values(result, "SIG_CREATED")
        return len(made) == 1 and made[0][-1] in self._known[signer].alle_vingerafdrukken

    def _pinned(self, vingerafdruk: str) -> str:
        self._open()
        fingerprint = _full(vingerafdruk)
        if fingerprint not in self._known:
            raise EncryptionError.because(
                "SLEUTEL-ONBEKEND",
                "een gevraagde sleutel zit niet in de sleutelring",
                "Neem de sleutel eerst op in het sleutelregister, met controle van de vingerafdruk.",
            )
        return fingerprint

    def _signer(self, vingerafdruk: str) -> str:
        fingerprint = self._pinned(vingerafdruk)
        if fingerprint not in self._secret:
            raise EncryptionError.because(
                "SLEUTEL-ONDERTEKENAAR",
                "van de ondertekenaar is geen geheime sleutel aanwezig",
                "Laat de houder van de sleutel zelf ondertekenen.",
            )
        return fingerprint

    def _recipient(self, vingerafdruk: str) -> str:
        fingerprint = self._pinned(vingerafdruk)
        _refuse(self._known[fingerprint])
        return fingerprint

    def _cannot_encrypt(self, recipients: Sequence[str]) -> EncryptionError:
        for fingerprint in (*recipients, *self._secret):
            try:
                _refuse(self._list(fingerprint))
            except EncryptionError as reason:
                return reason
        return _error(
            "SLEUTEL-VERSLEUTELEN",
            "GnuPG heeft het bericht niet versleuteld",
            "Controleer wachtwoord, schijfruimte en sleutels (weerbaar-docs dokter) en probeer het opnieuw.",
        )

    def _cannot_sign(self, signer: str) -> EncryptionError:
        state = self._list(signer)
        why = "is ingetrokken" if state.ingetrokken else "is verlopen" if state.verlopen else "kon niet ondertekenen"
        return _error(
            "SLEUTEL-ONDERTEKENAAR",
            f"de sleutel van de ondertekenaar {why}",
            "Controleer de sleutel en het wachtwoord van de ondertekenaar.",
        )

    def _check_recipients(self, message: bytes, wanted: Sequence[str]) -> None:
        owner = {key[-16:]: pin for pin in wanted for key in self._known[pin].versleutelsubsleutels}
        listed = self._call(["--list-only", "--decrypt"], message)
        found = [owner.get(fields[0]) for fields in _values(listed, "ENC_TO")]
        if len(found) != len(wanted) or set(found) != set(wanted):
            raise _wrong_recipients()

    def _list(self, fingerprint: str) -> Sleutelstaat:
        result = self._call(["--list-keys", fingerprint])
        states = _read_colons(result.data)
        if result.returncode != 0 or len(states) != 1 or states[0].vingerafdruk != fingerprint:
            raise _unreadable("de sleutel is niet terug te lezen uit de sleutelring")
        return states[0]

    def _one_certificate(self, data: bytes, pin: str | None) -> Sleutelstaat:
        result = self._call(["--import-options", "show-only", "--import"], data)
        states = _read_colons(result.data)
        if result.returncode != 0 or not states:
            version = ", of van een versie die GnuPG hier niet kent" if pin and len(pin) != len("0" * 40) else ""
            raise _unreadable(f"het bestand is geen leesbare OpenPGP-sleutel{version}")
        if len(states) != 1:
            raise _unreadable("het bestand bevat meer dan één sleutel")
        if pin is not None and states[0].vingerafdruk != pin:
            raise EncryptionError.because(
                "SLEUTEL-PIN",
                "de sleutel in het bestand heeft een andere vingerafdruk dan is vastgelegd",
                "Gebruik dit bestand niet; bel de houder op een bekend nummer en vergelijk de vingerafdruk.",
            )
        return states[0]

    def _import(self, data: bytes, state: Sleutelstaat) -> None:
        with self._lock:
            result = self._judge(self._gpg.import_keys(data, extra_args=["--import-options", "no-import-clean"]))
        taken = {fields[1] for fields in _values(result, "IMPORT_OK") if len(fields) > 1}
        counts = _values(result, "IMPORT_RES")
        secrets = sum(int(n) for fields in counts for n in fields[9:12])
        if result.returncode != 0 or taken != {state.vingerafdruk} or bool(secrets) != state.geheim:
            raise _unreadable("GnuPG heeft de sleutel niet opgenomen")
        self._known[state.vingerafdruk] = self._list(state.vingerafdruk)

    def _export(self, command: str, fingerprint: str) -> bytes:
        result = self._call([command, fingerprint], b"", self._password)
        if result.returncode != 0 or not result.data:
            raise _unreadable("GnuPG heeft de sleutel niet geëxporteerd")
        return bytes(result.data)


class _Onderzoeksring(Sleutelring):
    """A ring that takes in what another refuses, so that one can say what is wrong with it; it never encrypts."""

    _extra = ("--ignore-time-conflict", "--allow-weak-digest-algos")

    def examine(self, data: bytes, vingerafdruk: str, eerder: bytes) -> Onderzoek:
        if eerder:
            self.import_public(eerder, vingerafdruk=vingerafdruk)
        self.import_public(data, vingerafdruk=vingerafdruk)
        listed = self._call(["--check-sigs", vingerafdruk])
        lean = ["--export-options", "export-minimal,no-export-attributes", "--export"]
        made = self._call([*lean, vingerafdruk])
        if listed.returncode != 0 or made.returncode != 0 or not made.data:
            raise _unreadable("GnuPG kan de sleutel niet onderzoeken")
        return Onderzoek(
            staat=self.inspect(vingerafdruk),
            handtekeningen=_self_signatures(listed.data, vingerafdruk),
            certificaat=bytes(made.data),
        )


def examine(
    data: bytes,
    *,
    vingerafdruk: str,
    eerder: bytes = b"",
    binary: str | None = None,
    basis: Path | None = None,
    timeout: float = 60.0,
) -> Onderzoek:
    """Look at one public certificate in a home of its own, which is gone afterwards.

    `eerder` is the same certificate as it was known: what was revoked there stays so. Times that conflict and weak digests are let in here, so that the caller can name them as what they are. Raises
    EncryptionError when gpg cannot take it in at all: it has no name that the key itself has signed.
    """
    with _Onderzoeksring(binary=binary, basis=basis, timeout=timeout) as ring:
        return ring.examine(data, _full(vingerafdruk), eerder)


def _self_signatures(data: bytes, primary: str) -> tuple[Zelfhandtekening, ...]:
    """Read `--check-sigs` records: only what gpg verified, and only by the key itself."""
    found: list[Zelfhandtekening] = []
    bound = ""
    for line in data.split(b"\n"):
        fields = line.decode("utf-8", "backslashreplace").split(":")
        if fields[0] == "fpr":
            bound = fields[9]
        elif fields[0] == "sig" and fields[1] == "!" and fields[4] == primary[-16:] and fields[10][:2] in _BINDINGS:
            made = _moment(fields[5])
            assert made is not None
            found.append(Zelfhandtekening(voor=bound, gezet=made, digest=fields[15]))
    return tuple(found)


def _decrypted(result: Any) -> bool:
    """Say whether exactly one integrity-protected message was decrypted, with its signature inside."""
    order = [key for key, _ in result.statuses]
    once = ("BEGIN_DECRYPTION", "DECRYPTION_INFO", "PLAINTEXT", "DECRYPTION_OKAY", "END_DECRYPTION")
    if result.returncode not in {0, 1, 2} or any(order.count(key) != 1 for key in once):
        return False
    info = _values(result, "DECRYPTION_INFO")[0]
    protected = info[0] != "0" or (len(info) > 2 and info[2] != "0")  # noqa: PLR2004
    inside = order[order.index("BEGIN_DECRYPTION") : order.index("END_DECRYPTION")]
    return protected and "PLAINTEXT" in inside and inside.count("NEWSIG") == order.count("NEWSIG")


def _signature_time(result: Any, signer: str, not_before: datetime, now: datetime) -> datetime:
    """Give the signature's time, or raise: rule (3) of the module."""
    once = all(len(_values(result, key)) == 1 for key in ("NEWSIG", "GOODSIG", "VALIDSIG"))
    if result.returncode != 0 or not once or _has(result, _BAD_SIGNATURE | _BAD_RESULT):
        raise _bad_signature(_why(result))
    fields = _values(result, "VALIDSIG")[0]
    if len(fields) < 10 or fields[9] != signer:  # noqa: PLR2004
        raise _bad_signature("de handtekening is van een andere sleutel dan is vastgelegd")
    if fields[7] not in _GOOD_HASHES or fields[8] != "00":
        raise _bad_signature("de handtekening gebruikt een verouderde of ongewone vorm")
    made = datetime.fromtimestamp(int(fields[2]), UTC)
    if not not_before - SPELING <= made <= now + SPELING:
        raise EncryptionError.because(
            "SLEUTEL-ONDERTEKENTIJD",
            "het tijdstip van de handtekening valt buiten de toegestane periode",
            "Controleer de klok van de ondertekenaar en laat opnieuw ondertekenen.",
        )
    return made


def _why(result: Any) -> str:
    reasons = {
        "REVKEYSIG": "de handtekening is gezet met een ingetrokken sleutel",
        "EXPKEYSIG": "de handtekening is gezet met een sleutel die verlopen is",
        "EXPSIG": "de handtekening is verlopen",
        "BADSIG": "de handtekening hoort niet bij deze gegevens",
        "ERRSIG": "de handtekening is niet te controleren of van een onbekende sleutel",
    }
    found = [text for key, text in reasons.items() if _values(result, key)]
    if found:
        return found[0]
    if len(_values(result, "NEWSIG")) > 1:
        return "er staat meer dan één handtekening"
    return "er staat geen geldige handtekening"


def _bad_signature(melding: str) -> EncryptionError:
    return _error("SLEUTEL-HANDTEKENING", melding, "Laat de juiste persoon de gegevens opnieuw ondertekenen.")


def _refuse(state: Sleutelstaat) -> None:
    reason = state.weigering()
    if reason is not None:
        raise EncryptionError.because(
            reason[0], reason[1], "Vraag de ontvanger om een nieuwe sleutel en leg die vast in het sleutelregister."
        )


def _wrong_recipients() -> EncryptionError:
    return _error(
        "SLEUTEL-ONTVANGERS",
        "de ontvangers van het bericht zijn niet precies de gevraagde ontvangers",
        "Geef elke ontvanger één keer; meld dit aan de beheerder als dat al zo was.",
    )


def _unreadable(melding: str) -> EncryptionError:
    return _error("SLEUTEL-CERTIFICAAT", melding, "Vraag de houder om één openbare sleutel (gpg --export --armor).")


def _not_made() -> EncryptionError:
    return _error("SLEUTEL-MAKEN", "GnuPG heeft geen sleutel gemaakt", "Controleer GnuPG (weerbaar-docs dokter).")


def _missing() -> EncryptionError:
    return _error(
        "SLEUTEL-GPG", "GnuPG is niet gevonden of start niet", "Installeer GnuPG (Debian en Ubuntu: apt install gnupg)."
    )


def _error(code: str, melding: str, oplossing: str) -> EncryptionError:
    return EncryptionError.because(code, melding, oplossing)


def read_signature(data: bytes) -> bytes:
    """Give the packet of a detached signature, armored or not, and nothing that stands around it."""
    if not data.lstrip().startswith(b"-----BEGIN PGP SIGNATURE-----"):
        return data
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2].partition(b"-----END")[0]
    lines = [line.strip() for line in body.split(b"\n") if line.strip() and not line.startswith(b"=")]
    try:
        return base64.b64decode(b"".join(lines), validate=True)
    except ValueError:
        return b""


def _require_one_packet(signature: bytes) -> None:
    """Refuse everything but one signature packet: gpg would skip other packets and comments, and we would pack them."""
    size = len(signature)
    head, length = 0, -1
    if size > 2 and signature[0] & 0xFC == 0x88:  # old format, tag 2  # noqa: PLR2004 - RFC 9580, 4.2.2
        kind = signature[0] & 3
        head, length = (0, -1) if kind == 3 else (1 + (1 << kind), int.from_bytes(signature[1 : 1 + (1 << kind)]))  # noqa: PLR2004
    elif size > 2 and signature[0] == 0xC2:  # new format, tag 2  # noqa: PLR2004 - RFC 9580, 4.2.1
        first = signature[1]
        if first < 192:  # noqa: PLR2004
            head, length = 2, first
        elif first < 224:  # noqa: PLR2004
            head, length = 3, ((first - 192) << 8) + signature[2] + 192
        elif first == 255:  # noqa: PLR2004
            head, length = 6, int.from_bytes(signature[2:6])
    if head + length != size:
        raise EncryptionError.because(
            "SLEUTEL-HANDTEKENING",
            "dit is niet precies één handtekening",
            "Vraag de handtekening opnieuw, als los bestand zonder toevoegingen (read_signature leest ook .asc).",
        )


def _full(vingerafdruk: str) -> str:
    if not _FINGERPRINT.fullmatch(vingerafdruk):
        raise EncryptionError.because(
            "SLEUTEL-VINGERAFDRUK",
            "een sleutel is niet aangeduid met een volledige vingerafdruk",
            "Geef de hele vingerafdruk: 40 (of 64) hexadecimale tekens, hoofdletters, zonder spaties.",
        )
    return vingerafdruk


def _find(program: str) -> str:
    found = shutil.which(program, path=BINARIES)
    if found is None:
        raise _missing()
    return found
