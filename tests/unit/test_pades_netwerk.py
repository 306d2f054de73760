# SPDX-License-Identifier: EUPL-1.2
"""The only use of the net: named servers, one deadline, a largest size, and no reason that quotes a server."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import threading

import pytest

from pki import NOW, Pki
from weerbaar_docs.pades.netwerk import OnbereikbaarError, ask, is_allowed


@pytest.mark.parametrize(
    ("adres", "servers", "allowed"),
    [
        ("http://crl.voorbeeld.nl/x", {"crl.voorbeeld.nl"}, True),
        ("https://crl.voorbeeld.nl/x", {"CRL.voorbeeld.nl"}, True),
        ("HTTP://CRL.VOORBEELD.NL:80/x", {"crl.voorbeeld.nl"}, True),
        ("http://crl.voorbeeld.nl:8080/x", {"crl.voorbeeld.nl:8080"}, True),
        ("http://crl.voorbeeld.nl:8080/x", {"crl.voorbeeld.nl"}, False),
        ("http://crl.voorbeeld.nl/x", {"crl.voorbeeld.nl:8080"}, False),
        ("http://crl.voorbeeld.nl@elders.voorbeeld.nl/", {"crl.voorbeeld.nl"}, False),
        ("http://elders.voorbeeld.nl/crl.voorbeeld.nl", {"crl.voorbeeld.nl"}, False),
        ("http://crl.voorbeeld.nl.elders.example/", {"crl.voorbeeld.nl"}, False),
        ("ldap://crl.voorbeeld.nl/x", {"crl.voorbeeld.nl"}, False),
        ("file:///etc/passwd", {""}, False),
        ("http://crl.voorbeeld.nl:x/", {"crl.voorbeeld.nl"}, False),
        ("http://[::1/", {"::1"}, False),
        ("", {""}, False),
    ],
)
def test_only_a_named_server_is_asked(adres, servers, allowed):
    assert is_allowed(adres, servers) == allowed
    if not allowed:
        with pytest.raises(OnbereikbaarError, match="staat niet in de instellingen"):
            fetch(adres, servers=servers)


def fetch(adres, *, servers, wachttijd=5.0, **extra):
    return asyncio.run(ask(adres, servers=servers, wachttijd=wachttijd, **extra))


@contextlib.contextmanager
def server(answer, context=None):
    """A server on loopback that handles one connection with `answer(connection)`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(10)

        def serve():
            with contextlib.suppress(OSError), listening.accept()[0] as raw:
                raw.settimeout(10)
                with context.wrap_socket(raw, server_side=True) if context else raw as connection:
                    answer(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)


def reason(host, *, scheme="http", wachttijd=5.0):
    with pytest.raises(OnbereikbaarError) as caught:
        fetch(f"{scheme}://{host}/x", servers={host}, wachttijd=wachttijd)
    assert host not in str(caught.value)
    return str(caught.value)


def test_a_server_that_drips_is_left_at_the_deadline():
    stop = threading.Event()

    def drip(connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not stop.wait(0.05):
            connection.sendall(b"x")

    with server(drip) as host:
        said = reason(host, wachttijd=0.4)
        stop.set()
    assert said == "de server antwoordt niet op tijd"


def test_an_answer_past_every_measure_is_left():
    def flood(connection):
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n")
        with contextlib.suppress(OSError):
            for _ in range(30):
                connection.sendall(bytes(1_000_000))

    with server(flood) as host:
        assert reason(host) == "het antwoord van de server is te groot"


@pytest.mark.parametrize(
    "said", [b"HTTP/1.1 x\r\n\r\n", b"geen http\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
def test_an_answer_that_is_no_answer_is_said_to_be_that(said):
    def speak(connection):
        connection.recv(1000)
        connection.sendall(said)

    with server(speak) as host:
        assert reason(host) in {"de server is niet bereikbaar", "de server geeft geen goed antwoord"}


def test_a_server_with_a_certificate_that_nobody_trusts_is_not_asked(tmp_path):
    pki = Pki(NOW)
    try:
        own = pki.issue("127.0.0.1")
    finally:
        pki.close()
    (tmp_path / "s.pem").write_bytes(own.key_pem() + own.pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "s.pem")
    seen = []
    with server(lambda connection: seen.append(connection.recv(10)), context) as host:
        assert reason(host, scheme="https") == "het certificaat van de server is niet te vertrouwen"
    assert seen == []


def test_a_proxy_of_the_environment_is_not_used(pki, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    issuer = pki.intermediate.certificate.serial_number
    assert fetch(f"{pki.adres}/{issuer}/crl", servers={pki.host})
