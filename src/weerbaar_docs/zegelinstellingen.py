# SPDX-License-Identifier: EUPL-1.2
"""Configuratie -> the Zegel with which this computer signs, what the levels above B-B need, and whose seals are believed.

(1) `zegel.soort` says where the key is: a PKCS#12 file, a PEM key with its certificates, or a token;
(2) keys, passwords and pins are references (`file:`, `env:`); certificates are paths, for they are no secret.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from weerbaar_docs.errors import ConfigError, StampingError
from weerbaar_docs.pades import Voorzieningen, Zegel, Zegelvertrouwen, is_list_of, read_certificates, read_crls
from weerbaar_docs.verwijzing import read_secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.pades import Niveau

_GROOTSTE: Final = 1_000_000
_NODIG: Final = {
    "pkcs12": ("sleutel",),
    "pem": ("sleutel", "certificaten"),
    "pkcs11": ("pkcs11_module", "pkcs11_token", "pkcs11_sleutel", "wachtwoord"),
}


def configured_zegel(config: Configuratie, environment: Mapping[str, str]) -> Zegel:
    """Open the configured seal, that signs at the configured level; raises ConfigError or StampingError."""
    section = config.section("zegel")
    for naam in _NODIG[section["soort"]]:
        if not section[naam]:
            raise _fault(naam, f"voor een zegel van soort {section['soort']} is deze instelling nodig")
    return _open(section, environment).with_voorzieningen(configured_voorzieningen(config, environment))


def configured_voorzieningen(
    config: Configuratie, environment: Mapping[str, str], *, niveau: Niveau | None = None
) -> Voorzieningen:
    """Give what the configured level needs, or another `niveau`; raises ConfigError when it can never be reached."""
    section = config.section("zegel")
    gebruiker, wachtwoord = section["tsa_gebruiker"], section["tsa_wachtwoord"]
    found = Voorzieningen(
        tsa_adres=section["tsa_adres"],
        tsa_aanmelding=(gebruiker, _text(wachtwoord, environment)) if gebruiker else None,
        tsa_vertrouwd=_certificates(section, "tsa_vertrouwd"),
        vertrouwd=_certificates(section, "vertrouwd"),
        servers=frozenset(section["servers"]),
        wachttijd=float(section["wachttijd"]),
    )
    return replace(found, niveau=niveau or section["niveau"])


def trusted_seals(config: Configuratie, wie: Literal["bva", "ccv"]) -> tuple[bytes, ...]:
    """Give the certificates (DER) of the seals of the BVA or the CCV that are believed; raises ConfigError."""
    return _certificates(config.section(wie), "zegelcertificaten", wie)


def believed_seals(config: Configuratie, wie: Literal["bva", "ccv"]) -> Zegelvertrouwen:
    """Give all that is believed of the seals of the BVA or the CCV; raises ConfigError or VerificationError.

    Who checks asks no time-stamping service, so the password for it is left where it is.
    """
    return Zegelvertrouwen(
        certificaten=trusted_seals(config, wie),
        tsa_vertrouwd=_certificates(config.section("zegel"), "tsa_vertrouwd"),
        intrekkingslijsten=configured_crls(config),
    )


def configured_crls(config: Configuratie) -> tuple[bytes, ...]:
    """Give the CRLs (DER) of this computer, each of an issuer that is given; raises ConfigError or VerificationError."""
    naam = "intrekkingslijsten"
    found = tuple(der for path in config.section("zegel")[naam] for der in read_crls(_read(path, naam)))
    issuers = (*trusted_seals(config, "bva"), *trusted_seals(config, "ccv")) if found else ()
    if all(is_list_of(lijst, issuers) for lijst in found):
        return found
    raise _fault(
        naam,
        "een intrekkingslijst is niet ondertekend door een uitgever in [bva] of [ccv] zegelcertificaten: zij zegt niets over hun zegels",
    )


def _open(section: Mapping[str, Any], environment: Mapping[str, str]) -> Zegel:
    password = _text(section["wachtwoord"], environment).encode() or None
    chain = _read(section["certificaten"], "certificaten") if section["certificaten"] else None
    if section["soort"] == "pkcs11":
        return Zegel.from_pkcs11(
            module=Path(section["pkcs11_module"]),
            token=section["pkcs11_token"],
            sleutel=section["pkcs11_sleutel"],
            pin=password or b"",
            certificaten=chain,
        )
    key = read_secret(section["sleutel"], environment)
    if section["soort"] == "pem":
        return Zegel.from_pem(key, chain or b"", password)
    return Zegel.from_pkcs12(key, password)


def _text(reference: str, environment: Mapping[str, str]) -> str:
    found = read_secret(reference, environment) if reference else b""
    return found.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")


def _certificates(section: Mapping[str, Any], naam: str, sectie: str = "zegel") -> tuple[bytes, ...]:
    try:
        return tuple(c.dump() for path in section[naam] for c in read_certificates(_read(path, naam, sectie)))
    except StampingError:
        pass
    raise _fault(naam, "in een bestand staan geen X.509-certificaten als PEM of DER", sectie)


def _read(path: str, naam: str, sectie: str = "zegel") -> bytes:
    try:
        if Path(path).is_file():
            with Path(path).open("rb") as handle:
                return handle.read(_GROOTSTE)
    except OSError:
        pass
    raise _fault(naam, "het bestand is er niet of is niet te lezen", sectie)


def _fault(naam: str, melding: str, sectie: str = "zegel") -> ConfigError:
    return ConfigError.because(
        "ZEGEL-INSTELLING", melding, f"Vul [{sectie}] aan in de configuratie.", pad=f"/{sectie}/{naam}"
    )
