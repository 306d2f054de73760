# SPDX-License-Identifier: EUPL-1.2
"""A process that is killed in the middle of a replacement leaves the old key with all that hangs on it, or the new one."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from sleutelbouw import Smidse
from sleutelregisterbouw import OIN, both, consent, furnish, make_sleutels, pin
from storebouw import SLEUTEL as HOUDERSLEUTEL
from storebouw import audit_lines
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.errors import WeerbaarDocsError
from weerbaar_docs.registers.berichten import open_berichten
from weerbaar_docs.registers.organisaties import organisatie
from weerbaar_docs.registers.sleutelrijen import registersleutels
from weerbaar_docs.registers.sleutels import sleutelregister
from weerbaar_docs.registers.sleutelwissel import replace_key
from weerbaar_docs.store.tables import INTREKKING

CHILD = """
import base64, json, os, signal, sys
from datetime import UTC, datetime
from sqlalchemy import event
from weerbaar_docs.encryption.certificaat import read_certificaat
from weerbaar_docs.encryption.gnupg import Sleutelring
from weerbaar_docs.model import Verklaring
from weerbaar_docs.registers.sleutelwissel import replace_key
from weerbaar_docs.store import FolderBlobs, Houdersleutel, open_engine, open_opslag
given = json.loads(sys.stdin.read())
seam = given["seam"]

def die(*_): os.kill(os.getpid(), signal.SIGKILL)

engine = open_engine(given["url"])
opslag = open_opslag(engine, FolderBlobs(given["folder"]), Houdersleutel.from_bytes(given["houder"].encode()), rol="opdrachtregel")
certificaat = read_certificaat(base64.b64decode(given["nieuw"]), soort="werkgever", now=datetime.now(UTC))
verklaringen = [Verklaring(verklaring=base64.b64decode(a), handtekening=base64.b64decode(b)) for a, b in given["verklaringen"]]

def before(conn, cursor, statement, *_):
    if seam.startswith("before:") and statement.startswith(seam[7:]): die()
def after(conn, cursor, statement, *_):
    if seam.startswith("after:") and statement.startswith(seam[6:]): die()
event.listen(engine, "before_cursor_execute", before)
event.listen(engine, "after_cursor_execute", after)
with Sleutelring() as ring:
    for pin, data in given["pins"].items():
        ring.import_public(base64.b64decode(data), vingerafdruk=pin)
    if seam == "at_commit":
        event.listen(engine, "commit", lambda c: c.get_execution_options().get("weerbaar_docs_reader") or die())
    with opslag.act("sleutel_gewijzigd", object="register") as act:
        replace_key(act, certificaat, verklaringen, controle=ring)
print("gedaan")
"""


@pytest.fixture(scope="module")
def sleutels():
    with Smidse() as smidse, Sleutelring() as ring:
        yield make_sleutels(smidse, ring)


def b64(data):
    return base64.b64encode(data).decode()


def child(url, folder, sleutels, verklaringen, seam):
    given = {
        "url": url,
        "folder": str(folder),
        "seam": seam,
        "houder": HOUDERSLEUTEL.as_bytes().decode(),
        "nieuw": b64(sleutels.smidse.export(sleutels.nieuw)),
        "verklaringen": [[b64(v.verklaring), b64(v.handtekening)] for v in verklaringen],
        "pins": {pin: b64(sleutels.ring.export_public(pin)) for pin in sleutels.beheerders.values()},
    }
    command = [sys.executable, "-c", CHILD]
    env = {"PYTHONPATH": ":".join(sys.path)}
    return subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, env=env, check=False, timeout=120
    )


def told(opslag):
    """Give all that a replacement changes."""
    with opslag.act("bevraagd", object="register") as act:
        key = act.register_key()
        counting = [s.vingerafdruk for s in sleutelregister(act.connection, key, act.now)]
        rows = len(registersleutels(act.connection, key))
        berichten = len(open_berichten(act.connection, key))
        shown = organisatie(act.connection, key, OIN)["openpgp"]["vingerafdruk"]
    with opslag.look() as connection:
        withdrawn = sorted(connection.execute(INTREKKING.select()).scalars())
    return counting, rows, berichten, shown, withdrawn


@pytest.mark.parametrize(
    "seam",
    [
        "before:INSERT INTO sleutel ",
        "after:INSERT INTO sleutel ",
        "after:UPDATE organisatie",
        "after:UPDATE sleutel",
        "after:INSERT INTO intrekking",
        "after:INSERT INTO bericht",
        "after:INSERT INTO sleutelwissel",
        "before:INSERT INTO auditregel",
        "after:INSERT INTO auditregel",
        "at_commit",
    ],
)
@pytest.mark.lang
def test_a_kill_anywhere_in_a_replacement_leaves_the_old_key_whole(opslag, klok, url, tmp_path, sleutels, seam):
    klok.nu = datetime.now(UTC).replace(microsecond=0)
    furnish(opslag, sleutels)
    pin(opslag, sleutels.certificaat(sleutels.oud))
    for nummer in (1, 2):
        consent(opslag, sleutels.oud, nummer)
    verklaringen = both(opslag, sleutels, sleutels.certificaat(sleutels.nieuw))
    before = told(opslag)
    assert before == ([sleutels.oud], 1, 0, sleutels.oud, [])
    lines = len(audit_lines(opslag))
    killed = child(url, tmp_path / "opslag" / "stukken", sleutels, verklaringen, seam)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, ""), killed.stderr
    klok.nu = datetime.now(UTC).replace(microsecond=0)
    assert told(opslag) == before
    assert len(audit_lines(opslag)) == lines + 1  # the look of `told` itself
    with opslag.act("sleutel_gewijzigd", object="register") as act:
        replace_key(act, sleutels.certificaat(sleutels.nieuw), verklaringen, controle=sleutels.ring)
    assert told(opslag) == ([sleutels.nieuw], 2, 3, sleutels.nieuw, ["T-1", "T-2"])
    assert ("MW-0001", "sleutel_gewijzigd", "register", "gelukt") in audit_lines(opslag)


def test_of_two_replacements_at_once_one_wins_and_one_key_counts(opslag, klok, sleutels):
    klok.nu = datetime.now(UTC).replace(microsecond=0)
    furnish(opslag, sleutels)
    pin(opslag, sleutels.certificaat(sleutels.oud))
    nieuwe = [sleutels.certificaat(f) for f in (sleutels.nieuw, sleutels.smidse.make())]
    pairs = [(nieuw, both(opslag, sleutels, nieuw)) for nieuw in nieuwe]
    begin = threading.Barrier(len(pairs))

    def replace(nieuw, verklaringen):
        begin.wait()
        try:
            with opslag.act("sleutel_gewijzigd", object="register") as act:
                return replace_key(act, nieuw, verklaringen, controle=sleutels.ring).nieuw.vingerafdruk
        except WeerbaarDocsError as error:
            return error.meldingen[0].code

    with ThreadPoolExecutor() as pool:
        ends = [future.result() for future in [pool.submit(replace, *pair) for pair in pairs]]
    assert ends.count("SLEUTEL-WISSEL") == 1
    [winner] = [end for end in ends if end != "SLEUTEL-WISSEL"]
    assert told(opslag) == ([winner], 2, 1, winner, [])
