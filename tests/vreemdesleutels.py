# SPDX-License-Identifier: EUPL-1.2
"""Certificates as nobody should send them, each with what a back end has to make of it: encrypt to the right key, or refuse."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pysequoia import Profile, Tsk
from pysequoia.packet import PacketPile

from sleutelbouw import TOEN, Smidse, new_packet
from weerbaar_docs.encryption.framing import recipients_of
from weerbaar_docs.encryption.packets import KEY_TAGS, Pakket, keys, read_packets, write_packets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

VREEMDE_NAMEN = {
    "volgende_regel": "A\u0085[GNUPG:] VALIDSIG B",
    "regelscheiding": "A\u2028[GNUPG:] IMPORT_OK 1",
    "alineascheiding": "A\u2029B",
    "verticale_tab": "A\x0bB\x0cC",
    "nieuwe_regel": "A\n[GNUPG:] GOODSIG B",
    "regelterugloop": "A\r\npub:u:255:22:",
    "nul": "A\x00B",
    "escape": "A\x1b[2J\x1b]0;x\x07",
    "ring": "Gemeente Ångström",
    "dubbele_punt": "A:B\\x3aC::fpr:::::::::" + "A" * 40 + ":",
    "procent": "A\tB %0A %s",
    "optie": "--output",
    "optie_met_pad": "--output=/tmp/x --yes",
    "statuswoord": "[GNUPG:] VALIDSIG " + "A" * 40,
    "vingerafdruk": "A" * 40,
    "andersom": "\u202eilpan",
    "lang": "Ω" * 950,
    "spaties": "   ",
}


@dataclass(frozen=True, kw_only=True)
class Vreemd:
    """A file, the fingerprint that was pinned, and the keys of it to which may be encrypted."""

    data: bytes
    pin: str
    mag: tuple[str, ...] = ()


def with_name(name: str) -> Vreemd:
    """Give a good key under a strange name."""
    return _good(bytes(Tsk.generate(name).extract_certificate()))


def _good(data: bytes, *, parts: Sequence[int] = (2,)) -> Vreemd:
    """Give a certificate of which these keys, by their order, may be encrypted to."""
    found = fingerprints(data)
    return Vreemd(data=data, pin=found[0], mag=tuple(found[i] for i in parts))


def _by_sequoia(name: str | None) -> Vreemd:
    """Give a certificate that our own reading of packets may refuse."""
    made = Tsk.generate(name).extract_certificate()
    subkeys = [p.fingerprint for p in PacketPile.from_bytes(bytes(made)) if p.fingerprint]
    return Vreemd(data=bytes(made), pin=made.fingerprint.upper(), mag=(subkeys[-1].upper(),))


def fingerprints(data: bytes) -> list[str]:
    """Give the fingerprints of a certificate of version 4 in their order."""
    return [k.vingerafdruk for k in keys(read_packets(data))]


def _made(s: Smidse, **kind: object) -> Vreemd:
    return _good(s.export(s.make(**kind)), parts=(1,))


def _changed(data: bytes, act: Callable[[list[Pakket]], list[Pakket]]) -> bytes:
    return write_packets(tuple(act(list(read_packets(data)))))


def _flip_last(packet: Pakket) -> Pakket:
    return Pakket(packet.tag, packet.inhoud[:-1] + bytes([packet.inhoud[-1] ^ 1]))


def _other_binding(s: Smidse) -> Vreemd:
    """A subkey whose binding is of another key."""
    good, other = _made(s), _made(s)

    def stitch(packets: list[Pakket]) -> list[Pakket]:
        theirs = list(read_packets(other.data))
        return packets + theirs[next(i for i, p in enumerate(theirs) if p.tag == 14) :]

    return Vreemd(data=_changed(good.data, stitch), pin=good.pin, mag=good.mag)


def _forged(s: Smidse, **kind: object) -> Vreemd:
    """A key whose last binding was changed by somebody who has not the primary key."""
    made = _made(s, **kind)
    return Vreemd(data=_changed(made.data, lambda p: [*p[:-1], _flip_last(p[-1])]), pin=made.pin)


def _longer_life(s: Smidse) -> Vreemd:
    """An expired subkey whose binding was changed to let it live on."""
    made = _made(s, sub_expires="seconds=86400", at=TOEN)
    life = (86400).to_bytes(4)

    def stretch(packets: list[Pakket]) -> list[Pakket]:
        last = packets[-1]
        assert last.inhoud.count(b"\x05\x09" + life) == 1
        return [*packets[:-1], Pakket(2, last.inhoud.replace(b"\x05\x09" + life, b"\x05\x09\x7f\xff\xff\xff"))]

    return Vreemd(data=_changed(made.data, stretch), pin=made.pin)


def _revoked_subkey(s: Smidse, *, another: bool = False) -> Vreemd:
    key = s.make()
    s.edit(key, "key 1", "revkey", "y", "0", "", "y")
    if another:
        s.gpg("--quick-add-key", key, "cv25519", "encr", "never")
    found = _good(s.export(key), parts=(2,) if another else (1,))
    return found if another else Vreemd(data=found.data, pin=found.pin)


def _revoked(s: Smidse) -> Vreemd:
    key = s.make()
    s.revoke(key)
    return Vreemd(data=s.export(key), pin=key)


def _two_subkeys(s: Smidse, first: str, second: str) -> Vreemd:
    """Two keys to encrypt to, each good or expired; of two good ones the newest is used."""
    key = s.make(sub=None, at=TOEN)
    for number, state in enumerate((first, second)):
        until = "seconds=86400" if state == "verlopen" else "never"
        s.gpg("--quick-add-key", key, "cv25519", "encr", until, at=TOEN + timedelta(hours=number))
    found = fingerprints(s.export(key))
    good = [found[i] for i, state in ((2, second), (1, first)) if state == "goed"]
    return Vreemd(data=s.export(key), pin=key, mag=tuple(good[:1]))


def _without(s: Smidse, *tags: int) -> Vreemd:
    made = _made(s)
    return Vreemd(data=_changed(made.data, lambda p: [q for q in p if q.tag not in tags]), pin=made.pin)


def _unsigned_name(s: Smidse) -> Vreemd:
    """The name stands there and nobody signed it."""
    made = _made(s)
    return Vreemd(data=_changed(made.data, lambda p: [*p[:2], *p[3:]]), pin=made.pin)


def _pair(s: Smidse, *, same: bool) -> Vreemd:
    made = _made(s)
    return Vreemd(data=made.data + (made.data if same else _made(s).data), pin=made.pin)


def _secret(s: Smidse, *, also: bool) -> Vreemd:
    key = s.make()
    secret = s.export(key, secret=True)
    return Vreemd(data=s.export(key) + secret if also else secret, pin=key)


def _flipped_key(s: Smidse) -> Vreemd:
    made = _made(s)
    return Vreemd(data=made.data[:20] + bytes([made.data[20] ^ 1]) + made.data[21:], pin=made.pin)


def _version_three() -> Vreemd:
    number = (2048).to_bytes(2) + b"\xc3" + b"\x01" * 255
    body = b"\x03" + (10**9).to_bytes(4) + b"\0\0\x01" + number + b"\0\x11\x01\0\x01"
    return Vreemd(data=new_packet(6, body) + new_packet(13, b"Fictief"), pin="A" * 40)


def _version_six() -> Vreemd:
    made = Tsk.generate("Fictief", profile=Profile.RFC9580).extract_certificate()
    return Vreemd(data=bytes(made), pin=made.fingerprint.upper())


def _dsa(s: Smidse, size: int) -> Vreemd:
    kind = f"Key-Type: DSA\nKey-Length: {size}\nSubkey-Type: ELG-E\nSubkey-Length: {size}"
    return Vreemd(data=s.export(key := s.make_by_hand(kind)), pin=key)


def _mixed_dsa(s: Smidse) -> Vreemd:
    key = s.make_by_hand("Key-Type: DSA\nKey-Length: 1024")
    s.gpg("--quick-add-key", key, "rsa3072", "encr", "never")
    return Vreemd(data=s.export(key), pin=key)


def _twice(s: Smidse, tag: int) -> Vreemd:
    """Every packet of a sort twice: it says the same."""
    made = _made(s)
    double = _changed(made.data, lambda p: [r for q in p for r in ((q, q) if q.tag == tag else (q,))])
    return Vreemd(data=double, pin=made.pin, mag=made.mag)


def _subkey_twice(s: Smidse) -> Vreemd:
    made = _made(s)

    def again(packets: list[Pakket]) -> list[Pakket]:
        return packets + packets[next(i for i, p in enumerate(packets) if p.tag in KEY_TAGS - {6}) :]

    return Vreemd(data=_changed(made.data, again), pin=made.pin, mag=made.mag)


def _armored(s: Smidse, form: Callable[[bytes], bytes]) -> Vreemd:
    key = s.make()
    return Vreemd(data=form(s.export(key, armor=True)), pin=key, mag=(fingerprints(s.export(key))[1],))


def _plain(s: Smidse, form: Callable[[bytes], bytes]) -> Vreemd:
    made = _made(s)
    return Vreemd(data=form(made.data), pin=made.pin, mag=made.mag)


WERKT: dict[str, Callable[[Smidse], Vreemd]] = {
    **{f"naam_{word}": lambda _s, name=name: with_name(name) for word, name in VREEMDE_NAMEN.items()},
    "gewoon": _made,
    "twee_namen": lambda _s: _good(bytes(Tsk.generate(user_ids=["Fictief", "--output"]).extract_certificate())),
    "rsa3072": lambda s: _made(s, algo="rsa3072", sub="rsa3072"),
    "nistp384": lambda s: _made(s, algo="nistp384", sub="nistp384"),
    "rsa_die_zelf_versleutelt": lambda s: _good(
        s.export(s.make_by_hand("Key-Type: RSA\nKey-Length: 3072\nKey-Usage: sign,encrypt")), parts=(0,)
    ),
    "subsleutel_van_een_ander_erbij": _other_binding,
    "twee_goede_subsleutels": lambda s: _two_subkeys(s, "goed", "goed"),
    "verlopen_en_goede_subsleutel": lambda s: _two_subkeys(s, "verlopen", "goed"),
    "goede_en_latere_verlopen_subsleutel": lambda s: _two_subkeys(s, "goed", "verlopen"),
    "ingetrokken_en_goede_subsleutel": lambda s: _revoked_subkey(s, another=True),
    "handtekeningen_dubbel": lambda s: _twice(s, 2),
    "naam_dubbel": lambda s: _twice(s, 13),
    "subsleutel_dubbel": _subkey_twice,
    "armor": lambda s: _armored(s, lambda a: a),
    "armor_met_tekst_eromheen": lambda s: _armored(s, lambda a: b"Beste,\r\n\r\n" + a + b"\r\ngroet\r\n"),
    "armor_met_crlf": lambda s: _armored(s, lambda a: a.replace(b"\n", b"\r\n")),
}
# What one back end takes in and the other does not: a packet without contents, a name longer than GnuPG reads, no name at all.
VERSCHILT: dict[str, Callable[[], Vreemd]] = {
    "lege_naam": lambda: _by_sequoia(""),
    "naam_van_drie_duizend_tekens": lambda: _by_sequoia("N" * 3000),
    "geen_naam": lambda: _by_sequoia(None),
}
WEIGERT: dict[str, Callable[[Smidse], Vreemd]] = {
    "leeg_bestand": lambda _s: Vreemd(data=b"", pin="A" * 40),
    "tekst": lambda _s: Vreemd(data=b"geen sleutel\n", pin="A" * 40),
    "lege_armor": lambda _s: Vreemd(data=b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP", pin="A" * 40),
    "handtekening": lambda s: Vreemd(data=s.gpg("--detach-sign", "-u", s.make(), data=b"x").stdout, pin="A" * 40),
    "twee_sleutels": lambda s: _pair(s, same=False),
    "dezelfde_sleutel_twee_keer": lambda s: _pair(s, same=True),
    "andere_sleutel_dan_de_pin": lambda s: Vreemd(data=_made(s).data, pin="A" * 40),
    "pin_van_een_subsleutel": lambda s: Vreemd(data=(m := _made(s)).data, pin=m.mag[0]),
    "omgevallen_bit_in_de_sleutel": _flipped_key,
    "afgebroken": lambda s: _plain(s, lambda d: d[: len(d) // 2]),
    "afgebroken_in_de_laatste_byte": lambda s: _plain(s, lambda d: d[:-1]),
    "geheim": lambda s: _secret(s, also=False),
    "openbaar_en_geheim": lambda s: _secret(s, also=True),
    "versie_3": lambda _s: _version_three(),
    "versie_6": lambda _s: _version_six(),
    "geen_subsleutel": lambda s: Vreemd(data=s.export(key := s.make(sub=None)), pin=key),
    "alleen_ondertekenen": lambda s: Vreemd(data=s.export(key := s.make(sub=None, algo="rsa3072")), pin=key),
    "verlopen": lambda s: _made(s, expires="seconds=86400", at=TOEN),
    "subsleutel_verlopen": lambda s: _made(s, sub_expires="seconds=86400", at=TOEN),
    "beide_subsleutels_verlopen": lambda s: _two_subkeys(s, "verlopen", "verlopen"),
    "ingetrokken": _revoked,
    "subsleutel_ingetrokken": _revoked_subkey,
    "uit_de_toekomst": lambda s: _made(s, at=datetime.now(UTC) + timedelta(days=3)),
    "rsa1024": lambda s: _made(s, algo="rsa1024", sub="rsa1024"),
    "rsa2048_subsleutel": lambda s: _made(s, sub="rsa2048"),
    "dsa_elgamal_1024": lambda s: _dsa(s, 1024),
    "dsa_met_sterke_subsleutel": _mixed_dsa,
    "binding_veranderd": _forged,
    "leven_verlengd_door_een_ander": _longer_life,
    "naam_niet_ondertekend": _unsigned_name,
    "zonder_handtekeningen": lambda s: _without(s, 2),
}


def whom(message: bytes) -> tuple[str, ...]:
    """Give whom a message is for."""
    return recipients_of(io.BytesIO(message))
