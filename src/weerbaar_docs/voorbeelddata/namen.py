# SPDX-License-Identifier: EUPL-1.2
"""Invented names of people, places and firms, with the characters that break software elsewhere.

No name was taken from a person or place: surnames are nouns that nobody bears, with real diacritics and prefixes.
"""

from __future__ import annotations

# Each with its initials first and its form of address last.
VOORNAMEN = (
    ("N.A.", "Noëlle", "mevrouw"),
    ("B.Ø.", "Bjørn", "heer"),
    ("Z.", "Zoë", "geen"),
    ("Ç.", "Çağla", "mevrouw"),
    ("J.-P.", "Jean-Pierre", "heer"),
    ("IJ.", "IJsbrand", "heer"),
    ("A.Å.", "Åse", "mevrouw"),
    ("F.", "Fée", "geen"),
    ("H.J.", "Henk-Jan", "heer"),
    ("Æ.", "Ælfwin", "geen"),
    ("M.Í.", "Maïté", "mevrouw"),
    ("D.ı.", "Denız", "heer"),
)
# Each after its prefix.
ACHTERNAMEN = (
    ("van 't", "Verzonnenhoek-Çelikdraad"),
    ("d'", "Nergenshuize"),
    (None, "IJzerverzinsel"),
    (None, "\u0132sbedenksel"),  # the digraph as one character
    ("van der", "Luchtkasteel"),
    ("ten", "Böhmverhaal"),
    (None, "Øverdacht-Papierwater"),
    ("’t", "Sprookjeveld"),
    ("in de", "Denkbeeldt"),
    (None, "Fantaséquist"),
    ("von und zu", "Überschijn"),
    (None, "Modelstra & Proefsma"),
    ("el", "Voorwendâl"),
    ("O'", "Schijnèlly"),
)
TITELS_VOOR = (None, None, None, "drs.", "mr. dr.", "ir.", "prof. dr. ir.")
TITELS_NA = (None, None, None, "MSc", "RA & MPA")

# Apart from the names above, so that nobody decides on an own report (R-BVA-5).
ADVISEURS = ("A. (Anneloes) Vuijkverhaal-Hânemaan", "S. (Sjoerd) d’Adviesdraad", "Y. (Yıldız) van 't Rapportje")
TOETSERS = ("mr. P. de Toetssteen", "drs. Ü. IJkpunt-Østermaat", "ir. C. (Çem) van der Meetlat")
SECRETARISSEN = (
    ("heer", "drs. H.J. (Henk-Jan) ten Verzinböhmer", "Ten Verzinböhmer"),
    ("mevrouw", "mr. L. (Loïs) d’Inktpotte", "d’Inktpotte"),
    ("mevrouw", "I. (Inès) van 't Archief-Måneskin", "Van 't Archief-Måneskin"),
)

ORGANISATIES = {
    "gemeente": (
        "Voorbeeldstad",
        "Súd-Verzonnen & Waard",
        "’t Verzinsel bij d’IJzel",
        "Nergensdam",
        "Öst-Bedachteland",
    ),
    "provincie": ("Verzonnenland", "Noord-Fantasië", "Wad & Denkbeeld", "Zuid-Nergenshout"),
    "waterschap": ("De Verzonnen Wetering", "Schijn & Stroom", "Het Bedachte Gemaal", "d’Ingebeelde Dijken"),
}
ZETELS = ("Voorbeeldstad", "Nergensdam", "Súd-Verzonnen", "Bedachterveen")
# No word of a street or place returns in the name of an organisation: documents may name one and not the other.
STRATEN = (
    "Ûnderdyk van Niks",
    "’t Sluisje",
    "Laan van de Papieren Admiraal",
    "d’Ouwerwetse Doolweg",
    "IJsvogelbedenkpad",
    "Prinses Façadeplein",
    "Çirkelstraat",
    "1e Denkbeeldige Dwarsweg",
    "Steegje <Kwijt> & Zoek",
)
KANTOORSTRATEN = ("Stadhuiskade-Oneindig", "Provinciepleintje", "Het Verzonnen Bordes")
WOONPLAATSEN = (
    "Ald Terpverzin",
    "Sint-Nergenskerk",
    "Øverveen-aan-Zee",
    "’s-Fictivenhage",
    "Bedenkselerbroek (fictief)",
)

LEVERANCIERS = (
    "Bouwbedrijf Ypma-Østerverzin BV",
    "Glashandel < Doorzicht >",
    "Alarm & Zn. {{ vast }}",
    "Netwerken “Rust & Stilte”",
    "Hoveniersbedrijf d’Èchte Schaar",
)
PKVW_BEDRIJVEN = ("Slotenmakerij De Grendel & Zn. (fictief)", "Hang <&> Sluit VOF (fictief)", None)
