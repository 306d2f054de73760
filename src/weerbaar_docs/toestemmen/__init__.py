# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's part in a store: the report is handed over, two rounds of choosing, the proof, and only then the sealing.

verstrekken: an established report -> a numbered copy for the bestuurder; kiezen: route, omvang and exclusions, without legal
effect; vragen: that choice -> the files and the form; vastleggen: what came back -> a proven toestemming, or a refusal;
intrekken: a withdrawal; verzegelen: a proven toestemming -> the ciphertext of a levering; tonen: how it stands.

(1) what opens an established report or seals runs in the sealing role (`Verzegelplek`), which has the key of CCV levering;
(2) each step is an act with its line in the logboek, and a refusal leaves nothing but its line;
(3) records and files are pieces of the dossier (stukken.py): added, never changed;
(4) nothing here decides whether a toestemming holds: that is the gate (consent.py), from bytes, at every sealing.
"""
