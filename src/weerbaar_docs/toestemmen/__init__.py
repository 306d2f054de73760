# SPDX-License-Identifier: EUPL-1.2
"""The bestuurder's part in a store: the report is handed over, two rounds of choosing, the proof, and only then the sealing.

verstrekken: an established report -> a numbered copy for the bestuurder; kiezen: route, omvang and exclusions, without legal
effect; vragen: that choice -> the files and the form; lezen: a form that came back -> what it says; attesteren: a form in ink -> an
attest; vastleggen: what came back -> a proven toestemming, or a refusal; intrekken: a withdrawal; verzegelen: a proven toestemming ->
the ciphertext of a levering; afdrukken: a levering on paper -> the printer; staken: everything stops; tonen: how it stands.
Beneath: plek (where the sealing role works), poort (what the gate trusts; a certificate is pinned there), kanalen (how it leaves), stand.

(1) what opens an established report or seals runs in the sealing role (`Verzegelplek`), which has the key of CCV levering;
(2) each step is an act with its line in the logboek, and a refusal leaves nothing but its line;
(3) records and files are pieces of the dossier (stukken.py): added, never changed;
(4) nothing here decides whether a toestemming holds: that is the gate (consent.py), from bytes, at every sealing.
"""
