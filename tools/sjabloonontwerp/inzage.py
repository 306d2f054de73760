# SPDX-License-Identifier: EUPL-1.2
"""The copy of his own data for the bestuurder."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    BREED,
    NA_TABEL,
    PAGINA,
    build,
    bullet,
    each,
    facts,
    heading,
    para,
    table,
    tags,
    when,
)


def inzage() -> bytes:
    """The copy of his own data for the bestuurder (AVG, art. 15)."""
    merking = para("VERTROUWELIJK", "Merking")
    return build(
        _inzage_gegevens() + _inzage_gebruik() + _inzage_rechten(),
        first=merking + AFZENDER,
        later=merking + para("Datum {{ inzage.datum | datum }} · Kenmerk {{ inzage.kenmerk }}", "Header"),
        footer=para("Kopie van uw gegevens, kenmerk {{ inzage.kenmerk }}" + PAGINA, "Footer"),
        mark=None,
    )


def _inzage_gegevens() -> str:
    return (
        para("Kopie van uw gegevens", "Title")
        + para("Wat wij van u hebben, waarvoor, en wie het heeft gezien", "Subtitle")
        + facts(
            ("Kenmerk", "{{ inzage.kenmerk }}"),
            ("Datum", "{{ inzage.datum | datum }}"),
            ("Dossiernummer", "{{ inzage.dossiernummer }}"),
        )
        + heading(1, "1 Wat is dit?")
        + para(
            "Dit is een kopie van alle gegevens die wij over u hebben in dit dossier. U heeft recht op deze kopie. Dat staat in"
            " artikel 15 van de Algemene verordening gegevensbescherming (AVG). Dezelfde gegevens zitten als gegevensbestand (JSON)"
            " bij deze PDF. Daarin staan ook de controlegetallen, die u hier niet ziet."
        )
        + bullet("Bewaar deze kopie op een veilige plek. Er staan gegevens in over uw woning en uw veiligheid.")
        + bullet("Stuur haar niet door met gewone e-mail.")
        + heading(1, "2 Waarom hebben wij uw gegevens?")
        + para(
            "Wij gebruiken uw gegevens om u te adviseren over uw veiligheid en die van uw gezin. En om te zorgen dat de maatregelen"
            " worden vastgesteld en uitgevoerd. Geen computer neemt een besluit over u: dat doen altijd mensen."
        )
        + when(
            "inzage.verwerking.grondslag",
            para("Dit mogen wij op grond van: {{ inzage.verwerking.grondslag }}."),
            tags("else"),
            para("Wilt u weten op welke wettelijke grond wij dit doen? Vraag het ons; u krijgt dan apart antwoord."),
        )
        + when("inzage.verwerking.doorgifte", para("{{ inzage.verwerking.doorgifte }}"))
        + heading(1, "3 Welke gegevens hebben wij?")
        + each(
            "onderdeel in inzage.onderdelen",
            heading(2, "{{ onderdeel.titel }}"),
            para("**Waarvoor:** {{ onderdeel.doel }}\n**Van wie:** {{ onderdeel.herkomst }}", direct="<w:keepNext/>"),
            table(
                [3600, BREED - 3600],
                ["Gegeven", "Wat er staat"],
                "for regel in onderdeel.regels",
                ["{{ regel.label }}", "{{ regel.waarde }}"],
                "endfor",
                split=True,  # an item can be longer than a page
            ),
        )
    )


def _inzage_gebruik() -> str:
    return (
        heading(1, "4 Wie heeft gegevens van u gekregen?")
        + when(
            "inzage.verstrekkingen",
            table(
                [2900, 3000, BREED - 5900],
                ["Wanneer", "Aan wie", "Wat"],
                "for v in inzage.verstrekkingen",
                ["{{ v.wanneer }}", "{{ v.aan }}", "{{ v.wat }}"],
                "endfor",
            ),
            tags("else"),
            para("Volgens onze administratie heeft niemand buiten onze organisatie gegevens uit dit dossier gekregen."),
        )
        + heading(1, "5 Wie heeft in uw dossier gewerkt of gekeken?")
        + para("Wij noemen de rol van onze medewerkers, niet hun naam.", direct="<w:keepNext/>")
        + when(
            "inzage.gebruik",
            table(
                [2600, 3000, 1000, BREED - 6600],
                ["Rol", "Wat", "Aantal", "Wanneer"],
                "for g in inzage.gebruik",
                ["{{ g.rol }}", "{{ g.wat }}", "{{ g.aantal }}", "{{ g.wanneer }}"],
                "endfor",
                right=(2,),
            ),
            tags("else"),
            para("Hiervan is niets vastgelegd."),
        )
        + heading(1, "6 Hoe lang bewaren wij uw gegevens?")
        + when(
            "inzage.verwerking.duur",
            para(
                "Wij bewaren ze {{ inzage.verwerking.duur }}{% if inzage.verwerking.startgebeurtenis %}, vanaf:"
                " {{ inzage.verwerking.startgebeurtenis }}{% endif %}.{% if inzage.verwerking.termijn_grondslag %} Dit staat in:"
                " {{ inzage.verwerking.termijn_grondslag }}.{% endif %}"
            ),
            tags("else"),
            para("Voor dit dossier is nog geen bewaartermijn vastgesteld. Wij laten het u weten als dat is gebeurd."),
        )
        + heading(1, "7 Wat staat hier niet in?")
        + when(
            "inzage.weggelaten",
            para(
                "Een paar gegevens krijgt u niet te zien. Hieronder staat hoeveel, en waarom.", direct="<w:keepNext/>"
            ),
            table(
                [3600, BREED - 3600],
                ["Waar", "Waarom"],
                "for w in inzage.weggelaten",
                ["{{ w.wat }}", "{{ w.waarom }}"],
                "endfor",
            ),
            para("Bent u het hier niet mee eens? Vraag ons dan om er opnieuw naar te kijken.", direct=NA_TABEL),
            tags("else"),
            para("Wij hebben niets weggelaten."),
        )
    )


def _inzage_rechten() -> str:
    return (
        heading(1, "8 Uw rechten")
        + bullet("**Verbeteren.** Klopt er iets niet? Dan passen wij het aan.")
        + bullet(
            "**Verwijderen.** U kunt vragen om gegevens weg te halen. Soms moeten wij ze bewaren; dan leggen wij uit waarom."
        )
        + bullet("**Beperken en bezwaar maken.** U kunt vragen om uw gegevens minder of niet meer te gebruiken.")
        + bullet("**Meenemen.** Het gegevensbestand bij deze PDF kunt u zelf bewaren of aan een ander geven.")
        + bullet(
            "**Toestemming intrekken.** Dat kan altijd en hoeft u niet uit te leggen. Wat al is gebeurd, draait dat niet terug."
        )
        + bullet("**Klagen.** Dat kan bij ons en bij {{ inzage.verwerking.toezicht }}.")
        + heading(1, "9 Vragen")
        + para(
            "Neem contact op met {{ huisstijl.contact.naam }}, via {{ huisstijl.contact.email }}. Noem daarbij alleen het kenmerk"
            " {{ inzage.kenmerk }}. Schrijf niets over de inhoud."
        )
    )
