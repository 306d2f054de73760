# SPDX-License-Identifier: EUPL-1.2
"""A package as the commands make it, verified on the computer of the CCV by its own registers and configuration."""

from __future__ import annotations

import subprocess

import pytest

from toetsbouw import BVA, CCV, TOON

pytestmark = pytest.mark.lang


def opened(beide, file, wie):
    """Decrypt a sealed file, as its receiver does with gpg: that home knows no keys of others, so gpg says 2."""
    home = str(beide.ccv.kast.thuis[wie].home)
    command = ["gpg", "--batch", "--quiet", "--homedir", home, "--decrypt", str(file)]
    made = file.with_suffix(".zip")
    made.write_bytes(subprocess.run(command, capture_output=True, check=False).stdout)
    return str(made)


def told(said):
    links = {s["naam"]: s["oordeel"] for s in said["schakels"]}
    [vorm] = [f["waarde"] for f in said["feiten"] if f["titel"] == "Sleutelbeheer"]
    return said["oordeel"], vorm, links["sleutelbeheer"]


def test_a_besluitpakket_is_good_on_the_computer_of_the_ccv(op):
    beide = op("besloten")
    said = beide.type(beide.ccv, "verifieer", opened(beide, beide.post / "besluitpakket", CCV))
    assert said["soort"] == "besluitpakket"
    assert told(said) == ("goed", "alles-in-een", "niet_te_controleren")


def test_what_is_configured_of_the_keys_stands_in_both_packages(op, fasen):
    beide = op("beoordeeld")
    for organisatie in (beide.ccv, beide.bva):
        with (organisatie.home / "config.toml").open("a") as config:
            config.write('[sleutelbeheer]\nvorm = "gescheiden"\n')
    said = beide.type(beide.ccv, "verifieer", opened(beide, beide.decide(fasen.indiening), CCV))
    assert told(said) == ("goed", "gescheiden", "goed")
    handed_in = opened(beide, beide.hand_in(beide.nummers[1], "tweede"), BVA)
    said = beide.type(beide.bva, "verifieer", handed_in, TOON)
    assert told(said) == ("goed", "gescheiden", "niet_te_controleren")  # the BVA signed nothing yet
