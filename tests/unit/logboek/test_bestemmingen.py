# SPDX-License-Identifier: EUPL-1.2
"""A checkpoint reaches every place whole, or the place is named; it never takes the place of another one."""

from __future__ import annotations

import email
import email.policy
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailserver import GEBRUIKER, WACHTWOORD, mailserver, make_certificate
from weerbaar_docs.config import load_config
from weerbaar_docs.delivery import keep_checkpoint
from weerbaar_docs.errors import ConfigError, DeliveryError, PluginError, VerificationError
from weerbaar_docs.logboek.bestemmingen import spread
from weerbaar_docs.logboek.instellingen import read_settings
from weerbaar_docs.logboek.mail import MailBestemming
from weerbaar_docs.logboek.map import MapBestemming, read_folder
from weerbaar_docs.logboek.zaaksysteem import ZaaksysteemBestemming
from weerbaar_docs_map import MapConnector

NAAM = "checkpoint-0000000000000012-0123456789abcdef.txt"
DATA = b'{"soort":"checkpoint/v1"}\nAAAA\n'
NU = datetime(2026, 5, 22, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: Any) -> tuple[Path, Path]:
    """The certificate of the mail server."""
    return make_certificate(tmp_path_factory.mktemp("tls"))


def mail(poort: int, certificate: tuple[Path, Path], **changed: Any) -> MailBestemming:
    given = {
        "server": "localhost",
        "poort": poort,
        "beveiliging": "starttls",
        "afzender": "logboek@voorbeeld.nl",
        "ontvangers": ("ciso@voorbeeld.nl", "archief@voorbeeld.nl"),
        "gebruiker": GEBRUIKER,
        "wachtwoord": lambda: WACHTWOORD,
        "ca_bestand": certificate[0],
        "now": lambda: NU,
        "wachttijd": 5.0,
    }
    return MailBestemming(**{**given, **changed})


class Kapot:
    """A place that takes nothing."""

    naam = "kapot"

    def put(self, name: str, data: bytes) -> None:
        raise DeliveryError.because("KAPOT", "het lukt niet", "Wacht.")


def test_a_folder_gets_the_file_whole_and_private(tmp_path):
    MapBestemming(pad=tmp_path).put(NAAM, DATA)
    [made] = tmp_path.iterdir()
    assert (made.name, made.read_bytes(), made.stat().st_mode & 0o777) == (NAAM, DATA, 0o600)
    assert list(read_folder(tmp_path)) == [(NAAM, DATA)]


def test_the_group_may_read_when_that_was_set_whatever_the_umask(tmp_path):
    old = os.umask(0o077)
    try:
        MapBestemming(pad=tmp_path, groep=True).put(NAAM, DATA)
    finally:
        os.umask(old)
    assert (tmp_path / NAAM).stat().st_mode & 0o777 == 0o640


def test_the_same_file_again_is_no_fault_and_another_one_is_never_written(tmp_path):
    place = MapBestemming(pad=tmp_path)
    place.put(NAAM, DATA)
    place.put(NAAM, DATA)
    with pytest.raises(VerificationError, match="LOGBOEK-ANDER"):
        place.put(NAAM, DATA + b"x")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [(NAAM, DATA)]


def test_a_folder_that_is_not_mounted_is_not_made(tmp_path):
    with pytest.raises(DeliveryError, match="ENOENT") as error:
        MapBestemming(pad=tmp_path / "weg").put(NAAM, DATA)
    assert error.value.exit_code == 6
    assert not (tmp_path / "weg").exists()


def test_a_full_disk_leaves_nothing(tmp_path):
    with pytest.raises(DeliveryError, match="LOGBOEK-MAP"):
        MapBestemming(pad=Path("/dev/full")).put(NAAM, DATA)
    os.mkfifo(tmp_path / NAAM)
    with pytest.raises(VerificationError):
        MapBestemming(pad=tmp_path).put(NAAM, DATA)
    assert [p.name for p in tmp_path.iterdir()] == [NAAM]


@pytest.mark.parametrize("seam", ["fsync", "fchmod", "link"])
def test_a_kill_inside_the_write_leaves_no_half_checkpoint(tmp_path, seam):
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from weerbaar_docs.logboek.map import MapBestemming\n"
        f"os.{seam} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"MapBestemming(pad=Path({str(tmp_path)!r})).put({NAAM!r}, {DATA!r})\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert list(read_folder(tmp_path)) == []
    MapBestemming(pad=tmp_path).put(NAAM, DATA)
    assert list(read_folder(tmp_path)) == [(NAAM, DATA)]


def test_what_stands_between_the_checkpoints_is_not_followed(tmp_path):
    (tmp_path / "elders").write_bytes(b"geheim")
    (tmp_path / NAAM).symlink_to(tmp_path / "elders")
    with pytest.raises(DeliveryError, match="lezen"):
        MapBestemming(pad=tmp_path).put(NAAM, DATA)
    assert (tmp_path / "elders").read_bytes() == b"geheim"


@pytest.mark.parametrize("beveiliging", ["starttls", "tls"])
def test_mail_goes_over_tls_with_the_file_as_it_is(certificate, beveiliging):
    with mailserver(certificate, beveiliging=beveiliging) as bus:
        mail(bus.poort, certificate, beveiliging=beveiliging).put(NAAM, DATA)
    [envelope] = bus.berichten
    assert bus.versleuteld == [True]
    assert envelope.rcpt_tos == ["ciso@voorbeeld.nl", "archief@voorbeeld.nl"]
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    [attachment] = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == (NAAM, DATA)
    assert message["Subject"].startswith("Checkpoint ")
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_mail_tells_nothing_but_what_it_is_for(certificate):
    with mailserver(certificate) as bus:
        mail(bus.poort, certificate).put(NAAM, DATA)
    [envelope] = bus.berichten
    raw = envelope.content
    for word in (WACHTWOORD, GEBRUIKER + "\n", socket.gethostname(), os.uname().nodename, str(Path.home())):
        assert word.encode() not in raw
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert set(message.keys()) <= {
        *("Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"),
        *("X-Peer", "X-MailFrom", "X-RcptTo"),
    }


def refused(place: MailBestemming) -> str:
    with pytest.raises(DeliveryError, match="LOGBOEK-MAIL") as error:
        place.put(NAAM, DATA)
    shown = str(error.value) + "".join(error.value.diagnostics()) + repr(place)
    assert not [word for word in (WACHTWOORD, "@voorbeeld.nl", "CANARY") if word in shown]
    return str(error.value)


def test_a_server_that_is_not_the_trusted_one_gets_nothing(certificate, tmp_path):
    with mailserver(make_certificate(tmp_path)) as bus:
        assert "certificaat" in refused(mail(bus.poort, certificate))
    with mailserver(make_certificate(tmp_path), beveiliging="tls") as bus:
        assert "certificaat" in refused(mail(bus.poort, certificate, beveiliging="tls"))
    assert bus.berichten == []


def test_a_server_without_tls_gets_nothing(certificate):
    with mailserver(None) as bus:
        assert "versleutelde" in refused(mail(bus.poort, certificate, gebruiker=""))
        assert "verbinding" in refused(mail(bus.poort, certificate, beveiliging="tls"))
    assert bus.berichten == []


def test_a_wrong_password_and_a_refusal_are_told_without_the_words_of_the_server(certificate):
    with mailserver(certificate) as bus:
        assert "geweigerd" in refused(mail(bus.poort, certificate, wachtwoord=lambda: "anders"))
        bus.antwoord = "550 CANARY ciso@voorbeeld.nl onbekend"
        assert "niet aan" in refused(mail(bus.poort, certificate))
    assert bus.berichten == []


def test_a_server_that_never_answers_is_left(certificate):
    before = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        poort = silent.getsockname()[1]
        for beveiliging in ("starttls", "tls"):
            assert "antwoord" in refused(mail(poort, certificate, beveiliging=beveiliging, wachttijd=0.3))
    assert "bereikbaar" in refused(mail(poort, certificate))
    assert threading.active_count() == before


@pytest.mark.lang
def test_a_zaaksysteem_keeps_it_apart_from_deliveries_and_gives_it_back(tmp_path):
    place = ZaaksysteemBestemming(plugin="map", config={"map": str(tmp_path)})
    place.put(NAAM, DATA)
    place.put(NAAM, DATA)
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "checkpoints").iterdir()] == [(NAAM, DATA)]
    with pytest.raises(VerificationError, match="LOGBOEK-ANDER"):
        place.put(NAAM, b"anders")
    with pytest.raises(DeliveryError):
        ZaaksysteemBestemming(plugin="map", config={"map": str(tmp_path / "weg")}).put(NAAM, DATA)
    with pytest.raises(PluginError, match="MAP-NAAM"):
        keep_checkpoint("../../elders", DATA, MapConnector({"map": str(tmp_path)}))


def test_a_connector_that_keeps_no_checkpoints_is_refused():
    class Ander:
        naam = "ander"

    with pytest.raises(PluginError, match="bewaart geen checkpoints"):
        keep_checkpoint(NAAM, DATA, Ander())  # type: ignore[arg-type]


def test_some_of_several_places_is_told_with_their_names(tmp_path):
    told = spread(NAAM, DATA, [Kapot(), MapBestemming(pad=tmp_path)])
    assert told.gelukt == ("map",)
    assert [m.pad for m in told.meldingen] == ["kapot"]
    assert not told.volledig
    assert told.as_json()["mislukt"] == ["kapot"]
    assert (tmp_path / NAAM).read_bytes() == DATA


def test_nowhere_is_an_error_that_may_be_tried_again():
    for places in ([], [Kapot(), Kapot()]):
        with pytest.raises(DeliveryError) as error:
            spread(NAAM, DATA, places)
        assert error.value.exit_code == 6


def config(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "c.toml"
    file.write_text(text)
    return load_config(file, {})


def test_the_settings_make_the_places(tmp_path):
    (tmp_path / "sleutel.pgp").write_bytes(b"openbaar")
    found = read_settings(
        config(
            tmp_path,
            f"""
            [logboek]
            register = "REG-{"0" * 32}"
            sleutel = "{"A" * 40}"
            sleutelbestand = "{tmp_path}/sleutel.pgp"
            plaatsen = ["map", "mail", "zaaksysteem"]
            map = "{tmp_path}"
            zaaksysteem = "proef"
            mail_server = "mail.voorbeeld.nl"
            mail_afzender = "logboek@voorbeeld.nl"
            mail_ontvangers = ["ciso@voorbeeld.nl"]
            [zaaksystemen.proef]
            plugin = "map"
            map = "{tmp_path}"
            """,
        )
    )
    assert [place.naam for place in found.bestemmingen] == ["map", "mail", "zaaksysteem"]
    assert found.sleutel.certificaat == b"openbaar"
    found.bestemmingen[2].put(NAAM, DATA)
    assert (tmp_path / "checkpoints" / NAAM).is_file()
    assert "voorbeeld.nl" not in repr(found).replace("mail.voorbeeld.nl", "")


def test_everything_that_is_missing_is_named_at_once(tmp_path):
    with pytest.raises(ConfigError) as error:
        read_settings(config(tmp_path, '[logboek]\nplaatsen = ["map", "mail", "zaaksysteem"]\nzaaksysteem = "weg"\n'))
    assert [m.pad.rpartition("/")[2] for m in error.value.meldingen] == [
        *("sleutel", "sleutelbestand", "map", "mail_server", "mail_afzender", "mail_ontvangers"),
        "zaaksysteem",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'map = "checkpoints"',
        'mail_wachtwoord = "CANARY"',
        'mail_afzender = "J. Voorbeeld <j@voorbeeld.nl>"',
        'mail_ontvangers = ["a@voorbeeld.nl\\nBcc: b@voorbeeld.nl"]',
        'mail_beveiliging = "geen"',
        'plaatsen = ["fax"]',
        'register = "logboek"',
    ],
)
def test_settings_without_their_form_are_refused(tmp_path, text):
    with pytest.raises(ConfigError) as error:
        config(tmp_path, f"[logboek]\n{text}\n")
    assert "CANARY" not in str(error.value)


def test_the_password_is_read_from_a_private_file_when_it_is_needed(tmp_path, certificate):
    file = tmp_path / "wachtwoord"
    text = f"""
        [logboek]
        sleutel = "{"A" * 40}"
        sleutelbestand = "{certificate[0]}"
        plaatsen = ["mail"]
        mail_server = "localhost"
        mail_afzender = "logboek@voorbeeld.nl"
        mail_ontvangers = ["ciso@voorbeeld.nl"]
        mail_gebruiker = "{GEBRUIKER}"
        mail_wachtwoord = "file:{file}"
        mail_ca_bestand = "{certificate[0]}"
    """
    with mailserver(certificate) as bus:
        [place] = read_settings(config(tmp_path, f"{text}\nmail_poort = {bus.poort}")).bestemmingen
        with pytest.raises(ConfigError, match="GEHEIM"):
            place.put(NAAM, DATA)
        file.write_text(f"{WACHTWOORD}\n")
        file.chmod(0o600)
        place.put(NAAM, DATA)
    assert len(bus.berichten) == 1
