# SPDX-License-Identifier: EUPL-1.2
"""The adviesrapport, for the bestuurder and the BVA."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    NA_FIGUUR,
    NA_LIJST,
    NA_TABEL,
    PAGINA,
    REGELING,
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


def adviesrapport() -> bytes:
    r = "rapportinhoud.adviesrapport"
    merking = para("{{ " + r + ".vertrouwelijkheidaanduiding | woord | upper }}", "Merking")
    return build(
        _rapport_kop() + _rapport_1_tot_5() + _rapport_maatregelen() + _rapport_kosten() + _rapport_slot(),
        first=merking + AFZENDER,
        later=merking
        + para("Datum {{ " + r + ".opgesteld_op | datum }} · Kenmerk {{ " + r + ".rapportnummer }}", "Header"),
        footer=para("Adviesrapport {{ " + r + ".rapportnummer }}, versie {{ " + r + ".versie }}" + PAGINA, "Footer"),
        mark=("not bva_besluit", "CONCEPT"),
    )


def _rapport_kop() -> str:
    return (
        tags(
            "set rapport = rapportinhoud.adviesrapport",
            "set bestuurder = rapportinhoud.bestuurder",
            "set organisatie = rapportinhoud.organisatie",
            "set maatregelen = rapportinhoud | beoordeeld(bva_besluit)",
            "set ambt = bestuurder.functiebenaming | default(bestuurder.ambt | woord_klein)",
        )
        + para("Adviesrapport", "Title")
        + para("Advies over uw veiligheid als {{ ambt }}", "Subtitle")
        + facts(
            ("Voor", "{{ bestuurder | naam }}"),
            (
                "Ambt",
                "{% if bestuurder.waarnemend is defined and bestuurder.waarnemend %}Waarnemend {% endif %}{{ ambt }} bij {{ organisatie.naam }}",
            ),
            ("Kenmerk", "{{ rapport.rapportnummer }}"),
            ("Versie", "{{ rapport.versie }}"),
            ("Datum", "{{ rapport.opgesteld_op | datum }}"),
            ("Opgesteld door", "{{ rapport.opgesteld_door.naam }}, {{ rapport.opgesteld_door.functie }}"),
            ("Dossier", "{{ rapportinhoud.dossiernummer }}"),
            (
                "Status",
                "{% if bva_besluit %}{{ bva_besluit.uitkomst | woord }} op {{ bva_besluit.besloten_op | datum }}{% else %}Concept, nog niet vastgesteld{% endif %}",
            ),
        )
        + heading(1, "Samenvatting")
        + para(
            "Dit rapport gaat over uw veiligheid als {{ ambt }}. U leest wat wij hebben gezien, welke maatregelen wij adviseren en wie ze betaalt."
        )
        + bullet("Het niveau van de dreiging is **{{ rapport.dreigingsanalyse.niveau | woord_klein }}**.")
        + bullet("Het risico in en om uw woning is **{{ rapport.risicobeoordeling_woonplek.niveau | woord_klein }}**.")
        + bullet("Aantal bevindingen: **{{ rapport.bevindingen | length }}**.")
        + when(
            "maatregelen",
            bullet(
                "Aantal maatregelen: **{{ maatregelen | length }}**. Aantal zonder kosten: **{{ maatregelen | kosteloos | length }}**."
            ),
            bullet(
                "Alle maatregelen samen kosten naar schatting {{ rapport.kosten_raming.eenmalig_incl_btw | bedrag }} eenmalig"
                " en {{ rapport.kosten_raming.jaarlijks_incl_btw | bedrag }} per jaar. Deze bedragen zijn inclusief btw."
            ),
            tags("else"),
            bullet("Er zijn nu geen maatregelen nodig."),
        )
        + para(
            "Dit rapport is vertrouwelijk. Bewaar het op een veilige plek. U bepaalt zelf of uw werkgever het krijgt.",
            direct=NA_LIJST,
        )
        + when(
            "rapport.wijzigingen_t_o_v_vorige_versie is defined",
            heading(2, "Wat is er veranderd sinds de vorige versie"),
            para("{{ rapport.wijzigingen_t_o_v_vorige_versie }}"),
        )
    )


def _rapport_1_tot_5() -> str:
    w = "rapportinhoud.gesprek_werkgever"
    b = "rapportinhoud.gesprek_bestuurder"
    return (
        heading(1, "1 Aanleiding en werkwijze")
        + para(
            "Als {{ ambt }} kunt u te maken krijgen met intimidatie, bedreiging, agressie of geweld. Daarom heeft u recht op een advies"
            " over uw veiligheid en op passende maatregelen. Dat staat in artikel {{ organisatie.type | artikel }} van de "
            + REGELING
            + "."
        )
        + para("Wij hebben gekeken naar vier domeinen: werk, wonen, informatie en verplaatsen.")
        + when(
            f"{w} is defined",
            heading(2, "Gesprek met uw werkgever"),
            para(
                "Op {{ "
                + w
                + ".gehouden_op | datum }} spraken wij met uw werkgever ({{ "
                + w
                + ".vorm | woord_klein }})."
                " Aan tafel zaten: {{ " + w + ".deelnemers | map(attribute='rol') | map('woord_klein') | opsomming }}."
            ),
            when(
                f"{w}.lokale_risicos",
                para("Uw werkgever noemde deze lokale risico’s:", direct="<w:keepNext/>"),
                each(f"risico in {w}.lokale_risicos", bullet("{{ risico }}")),
            ),
            when(
                f"{w}.weerbaarheidsaanpak | ja_onderdelen",
                para("Uw organisatie heeft dit al geregeld:", direct="<w:keepNext/>" + NA_LIJST),
                each(f"onderdeel in {w}.weerbaarheidsaanpak | ja_onderdelen", bullet("{{ onderdeel | woord }}")),
            ),
            when(
                f"{w}.weerbaarheidsaanpak.toelichting is defined",
                para("{{ " + w + ".weerbaarheidsaanpak.toelichting }}", direct=NA_LIJST),
            ),
            when(
                f"{w}.werkplek is defined and {w}.werkplek.bijzonderheden is defined",
                para("Over uw werkplek: {{ " + w + ".werkplek.bijzonderheden }}"),
            ),
        )
        + when(
            f"{b} is defined",
            heading(2, "Gesprek met u en woningscan"),
            para(
                "Op {{ "
                + b
                + ".gehouden_op | datum }} spraken wij met u, bij u thuis. Wij deden toen ook een woningscan."
                " Wij bespraken de domeinen {{ " + b + ".besproken_domeinen | map('woord_klein') | opsomming }}."
            ),
            when(
                f"{b}.onderdelen is defined and {b}.onderdelen | ja_onderdelen",
                para("Wij keken naar: {{ " + b + ".onderdelen | ja_onderdelen | map('woord_klein') | opsomming }}."),
            ),
        )
        + heading(1, "2 Dreigingsanalyse")
        + para(
            "Niveau van de dreiging: **{{ rapport.dreigingsanalyse.niveau | woord_klein }}**.", direct="<w:keepNext/>"
        )
        + para("{{ rapport.dreigingsanalyse.samenvatting }}")
        + para("Wij gebruikten deze bronnen: {{ rapport.dreigingsanalyse.bronnen | map('woord_klein') | opsomming }}.")
        + when(
            "rapport.dreigingsanalyse.stelsel_bewaken_en_beveiligen.van_toepassing",
            para("Voor u gelden ook maatregelen uit het stelsel bewaken en beveiligen. Die staan niet in dit rapport."),
            tags("else"),
            para("Er gelden voor u geen maatregelen uit het stelsel bewaken en beveiligen."),
        )
        + when(
            "rapport.dreigingsanalyse.stelsel_bewaken_en_beveiligen.toelichting is defined",
            para("{{ rapport.dreigingsanalyse.stelsel_bewaken_en_beveiligen.toelichting }}"),
        )
        + heading(1, "3 Risicobeoordeling woonplek")
        + when(
            "rapportinhoud.woonplek is defined",
            facts(
                ("Adres", "{{ rapportinhoud.woonplek.adres | adresregel }}"),
                "if rapportinhoud.woonplek.woningtype is defined",
                ("Soort woning", "{{ rapportinhoud.woonplek.woningtype | woord }}"),
                "endif",
                ("Eigendom", "{{ rapportinhoud.woonplek.eigendom | woord }}"),
                "if rapportinhoud.woonplek.ontheffing_woonplaats",
                (
                    "Ontheffing woonplaats",
                    "Verleend op {{ rapportinhoud.woonplek.ontheffing_woonplaats.verleend_op | datum }} door {{ rapportinhoud.woonplek.ontheffing_woonplaats.verleend_door }}",
                ),
                "endif",
            ),
        )
        + para(
            "Risico in en om uw woning: **{{ rapport.risicobeoordeling_woonplek.niveau | woord_klein }}**.",
            direct="<w:keepNext/>" + NA_TABEL,
        )
        + para("{{ rapport.risicobeoordeling_woonplek.samenvatting }}")
        + heading(1, "4 Bevindingen")
        + para(
            "Hier leest u wat wij hebben gezien en gehoord. Elke bevinding heeft een nummer. De maatregelen verwijzen daarnaar."
        )
        + _rapport_domeinen()
        + each(
            "domein in ['werk', 'wonen', 'informatie', 'verplaatsen']",
            heading(2, "{{ domein | woord }}"),
            each(
                "bevinding in rapport.bevindingen | selectattr('domein', 'equalto', domein)",
                heading(
                    3,
                    "{{ bevinding.id }} {{ bevinding.soort | woord }}{% if bevinding.ernst is defined %}, ernst {{ bevinding.ernst | woord_klein }}{% endif %}",
                ),
                para("{{ bevinding.tekst }}"),
                tags("else"),
                para("Geen bijzonderheden."),
            ),
        )
        + _rapport_pkvw()
    )


def _rapport_domeinen() -> str:
    return (
        para(
            "De figuur en de tabel laten per domein zien hoeveel bevindingen en maatregelen er zijn. Een bevinding is ernstig"
            " als de ernst hoog is. Een maatregel is dringend als de urgentie direct of hoog is.",
            direct="<w:keepNext/>",
        )
        + para("{{ rapportinhoud | figuur_domeinen }}", direct="<w:keepNext/>" + NA_FIGUUR)
        + table(
            [2355, 1600, 1900, 1600, 1900],
            ["Domein", "Bevindingen", "Waarvan ernstig", "Maatregelen", "Waarvan dringend"],
            "for regel in rapportinhoud | per_domein",
            [
                "{{ regel.domein | woord }}",
                "{{ regel.bevindingen }}",
                "{{ regel.ernstig }}",
                "{{ regel.maatregelen }}",
                "{{ regel.dringend }}",
            ],
            "endfor",
            right=(1, 2, 3, 4),
            keep=True,
        )
    )


def _rapport_pkvw() -> str:
    p = "rapportinhoud.pkvw"
    return (
        heading(1, "5 Politiekeurmerk Veilig Wonen (PKVW)")
        + para(
            "Uw woning moet een geldig certificaat van het Politiekeurmerk Veilig Wonen hebben. Pas dan betaalt uw werkgever de maatregelen"
            " aan uw woning. U regelt en betaalt het keurmerk zelf. Alleen in een uitzonderlijk geval kan het zonder."
        )
        + when(
            f"{p} is defined",
            facts(
                ("Status", "{{ " + p + ".status | woord }}"),
                f"if {p}.certificaatnummer",
                ("Certificaatnummer", "{{ " + p + ".certificaatnummer }}"),
                "endif",
                f"if {p}.afgegeven_op",
                ("Afgegeven op", "{{ " + p + ".afgegeven_op | datum }}"),
                "endif",
                f"if {p}.geldig_tot",
                ("Geldig tot", "{{ " + p + ".geldig_tot | datum }}"),
                "endif",
                f"if {p}.pkvw_bedrijf is defined and {p}.pkvw_bedrijf",
                ("PKVW-bedrijf", "{{ " + p + ".pkvw_bedrijf }}"),
                "endif",
            ),
            when(
                f"{p}.tekorten is defined and {p}.tekorten",
                heading(2, "Wat uw woning nog nodig heeft voor het keurmerk"),
                each(
                    f"tekort in {p}.tekorten",
                    bullet(
                        "{{ tekort.omschrijving }}{% if tekort.raming_incl_btw is defined %} (ongeveer {{ tekort.raming_incl_btw | bedrag }}){% endif %}"
                    ),
                ),
            ),
            when(
                f"{p}.uitzondering",
                heading(2, "Uitzondering"),
                para("Wij vragen de BVA om een uitzondering. De reden is:", direct="<w:keepNext/>"),
                each(f"grond in {p}.uitzondering.gronden", bullet("{{ grond | woord }}")),
                para("{{ " + p + ".uitzondering.motivering }}"),
            ),
        )
    )


def _rapport_maatregelen() -> str:
    m = "maatregel"
    return (
        heading(1, "6 Maatregelen per domein")
        + when(
            "maatregelen",
            para(
                "Per domein ziet u eerst een overzicht. Daarna leest u wat elke maatregel inhoudt en waarom wij die adviseren."
            ),
            tags("else"),
            para("Er zijn nu geen maatregelen nodig."),
        )
        + each(
            "domein in ['werk', 'wonen', 'informatie', 'verplaatsen'] if maatregelen | selectattr('domein', 'equalto', domein) | list",
            heading(2, "Maatregelen {{ domein | woord_klein }}"),
            table(
                [750, 4005, 1400, 1100, 2100],
                ["Nr.", "Maatregel", "Uitvoerder", "Urgentie", "Termijn"],
                "for maatregel in maatregelen | selectattr('domein', 'equalto', domein)",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}{% if maatregel.oordeel == 'niet_vastgesteld' %} (niet vastgesteld){% endif %}",
                    "{{ maatregel.uitvoerder.rol | woord }}",
                    "{{ maatregel.urgentie | woord }}",
                    "{% if maatregel.uitvoeren_binnen_weken is defined %}binnen {{ maatregel.uitvoeren_binnen_weken }} weken{% else %}geen vaste termijn{% endif %}",
                ],
                "endfor",
            ),
            each(
                f"{m} in maatregelen | selectattr('domein', 'equalto', domein)",
                heading(3, "{{ maatregel.nummer }} {{ maatregel.titel }}"),
                when(
                    "maatregel.oordeel == 'niet_vastgesteld'",
                    para("**Niet vastgesteld door de BVA.** Reden: {{ maatregel.besluit_motivering }}"),
                ),
                when(
                    "maatregel.oordeel == 'gewijzigd_vastgesteld'",
                    para("**Gewijzigd vastgesteld door de BVA.** Reden: {{ maatregel.besluit_motivering }}"),
                ),
                para("{{ maatregel.omschrijving }}"),
                para("**Waarom:** {{ maatregel.motivering }} (bevinding {{ maatregel.bevindingen | opsomming }})"),
                para(
                    "Soort: {{ maatregel.soort | woord_klein }}. Grondslag: {{ maatregel.grondslag | woord_klein }}."
                    "{% if maatregel.verstrekkingsvorm != 'geen' %} Vorm: {{ maatregel.verstrekkingsvorm | woord_klein }}.{% endif %}"
                    "{% if maatregel.norm is defined %} Norm: {{ maatregel.norm }}.{% endif %}"
                    "{% if maatregel.pkvw_niveau %} Nodig voor het PKVW.{% endif %}"
                    "{% if maatregel.afhankelijk_van is defined %} Kan pas na {{ maatregel.afhankelijk_van | opsomming }}.{% endif %}"
                ),
            ),
        )
        + heading(1, "7 Wat kunt u vandaag al doen")
        + para(
            "Deze maatregelen kosten niets. U hoeft niet te wachten op het keurmerk of op uw werkgever.",
            direct="<w:keepNext/>",
        )
        + each(
            "maatregel in maatregelen | kosteloos | selectattr('uitvoerder.rol', 'equalto', 'bestuurder') | rejectattr('oordeel', 'equalto', 'niet_vastgesteld')",
            bullet("**{{ maatregel.titel }}** ({{ maatregel.nummer }}). {{ maatregel.omschrijving }}"),
            tags("else"),
            para("Er zijn nu geen kosteloze maatregelen voor uzelf."),
        )
    )


def _rapport_kosten() -> str:
    return (
        heading(1, "8 Kosten en wie betaalt")
        + when(
            "bva_besluit",
            para("De beveiligingsautoriteit (BVA) heeft besloten. Daaruit volgt wie elke maatregel betaalt."),
            tags("else"),
            para("De beveiligingsautoriteit (BVA) moet dit rapport nog vaststellen. Daarna staat vast wie betaalt."),
        )
        + when(
            "maatregelen",
            table(
                [750, 2905, 1250, 750, 1250, 1150, 1300],
                [
                    "Nr.",
                    "Maatregel",
                    "Eenmalig excl. btw",
                    "Btw",
                    "Eenmalig incl. btw",
                    "Per jaar incl. btw",
                    "Betaler",
                ],
                "for maatregel in maatregelen",
                [
                    "{{ maatregel.nummer }}",
                    "{{ maatregel.titel }}",
                    "{{ maatregel.kosten.eenmalig_excl_btw | bedrag }}",
                    "{{ maatregel.kosten.btw_percentage }} %",
                    "{{ maatregel.kosten.eenmalig_incl_btw | bedrag }}",
                    "{{ maatregel.kosten.jaarlijks_incl_btw | bedrag }}",
                    "{{ maatregel.betaler | woord }}",
                ],
                "endfor",
                [
                    "",
                    "**Totaal**",
                    "**{{ rapport.kosten_raming.eenmalig_excl_btw | bedrag }}**",
                    "",
                    "**{{ rapport.kosten_raming.eenmalig_incl_btw | bedrag }}**",
                    "**{{ rapport.kosten_raming.jaarlijks_incl_btw | bedrag }}**",
                    "",
                ],
                right=(2, 3, 4, 5),
            ),
            when(
                "bva_besluit",
                heading(2, "Totaal per betaler"),
                tags("set verdeling = rapportinhoud | kostenverdeling(bva_besluit)"),
                para("{{ rapportinhoud | figuur_kosten(bva_besluit) }}", direct="<w:keepNext/>" + NA_FIGUUR),
                table(
                    [3755, 1800, 1900, 1900],
                    ["Betaler", "Aantal maatregelen", "Eenmalig incl. btw", "Per jaar incl. btw"],
                    "for regel in verdeling.per_betaler",
                    [
                        "{{ regel.betaler | woord }}",
                        "{{ regel.aantal_maatregelen }}",
                        "{{ regel.eenmalig_incl_btw | bedrag }}",
                        "{{ regel.jaarlijks_incl_btw | bedrag }}",
                    ],
                    "endfor",
                    right=(1, 2, 3),
                    keep=True,
                ),
                para("Peildatum van deze verdeling: {{ verdeling.peildatum | datum }}.", direct=NA_TABEL),
            ),
            para(
                "Wat voor het keurmerk nodig is, betaalt u zelf. De kosten van dit advies betaalt u niet.",
                direct=NA_TABEL,
            ),
            tags("else"),
            para("Er zijn geen kosten, want er zijn geen maatregelen nodig."),
        )
    )


def _rapport_slot() -> str:
    return (
        heading(1, "9 Vervolg en toelichtingsgesprek")
        + when(
            "bva_besluit",
            bullet("Lees dit rapport rustig door. Begin met de maatregelen uit hoofdstuk 7."),
            bullet(
                "U kiest wat uw werkgever krijgt: het hele rapport, een kortere versie of alleen het overzicht van maatregelen."
            ),
            bullet("Uw werkgever krijgt niets zonder uw toestemming. U kunt uw toestemming altijd intrekken."),
            bullet(
                "Uw werkgever moet de maatregelen uitvoeren die voor zijn rekening komen. Hij beoordeelt ze niet opnieuw."
            ),
            tags("else"),
            bullet(
                "Dit is een concept. De beveiligingsautoriteit (BVA) van het ministerie van BZK toetst het rapport."
            ),
            bullet("Na de vaststelling krijgt u het definitieve rapport. Uw werkgever krijgt nu nog niets."),
        )
        + bullet("Verhuist u? Meld dat dan. Voor een nieuwe woning is een nieuw advies nodig.")
        + when(
            "rapport.toelichtingsgesprek_aangeboden is defined and rapport.toelichtingsgesprek_aangeboden",
            para(
                "Wilt u uitleg bij dit rapport? Maak dan een afspraak met de veiligheidsadviseur, via {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}).",
                direct=NA_LIJST,
            ),
            tags("else"),
            para(
                "Heeft u vragen? Neem contact op met {{ huisstijl.contact.naam }} ({{ huisstijl.contact.email }}).",
                direct=NA_LIJST,
            ),
        )
        + heading(1, "Steunpunten")
        + para("**Is er direct gevaar? Bel 112.**", direct="<w:keepNext/>")
        + each("steunpunt in huisstijl.steunpunten", bullet("**{{ steunpunt.naam }}.** {{ steunpunt.doel }}"))
        + when("bva_besluit", _vaststellingsblad())
    )


def _vaststellingsblad() -> str:
    return (
        heading(1, "10 Vaststelling BVA", "<w:pageBreakBefore/>")
        + para(
            "De beveiligingsautoriteit (BVA) van het ministerie van Binnenlandse Zaken en Koninkrijksrelaties heeft dit rapport getoetst."
            " Dat staat in artikel {{ organisatie.type | artikel }}, vierde lid, van de " + REGELING + "."
        )
        + facts(
            ("Besluit", "{{ bva_besluit.uitkomst | woord }}"),
            ("Besluitnummer", "{{ bva_besluit.besluitnummer }}"),
            "if bva_besluit.kenmerk is defined",
            ("Kenmerk BVA", "{{ bva_besluit.kenmerk }}"),
            "endif",
            ("Datum besluit", "{{ bva_besluit.besloten_op | datum }}"),
            ("Rapport", "{{ bva_besluit.rapportnummer }}, versie {{ bva_besluit.rapport_versie }}"),
            ("Getoetst door", "{{ bva_besluit.toetser.naam }}, {{ bva_besluit.toetser.functie }}"),
            "if bva_besluit.pkvw_uitzondering_akkoord is not none",
            (
                "Uitzondering PKVW",
                "{% if bva_besluit.pkvw_uitzondering_akkoord %}Akkoord{% else %}Niet akkoord{% endif %}",
            ),
            "endif",
            left=2300,
        )
        + para("Controlegetal van het rapport (SHA-256):", "Kleinschrift", "<w:keepNext/>" + NA_TABEL)
        + para("{{ bva_besluit.rapport_sha256 }}", "Kleinschrift", '<w:spacing w:after="160"/>')
        + table(
            [5255, 1500, 2600],
            ["Getoetst", "Oordeel", "Opmerking"],
            "for toets in bva_besluit.toetsing",
            [
                "{{ toets.criterium | woord }}",
                "{{ toets.oordeel | woord }}",
                "{% if toets.opmerking is defined %}{{ toets.opmerking }}{% else %}Geen{% endif %}",
            ],
            "endfor",
        )
        + when(
            "bva_besluit.per_maatregel | rejectattr('oordeel', 'equalto', 'vastgesteld') | list",
            para("Bij deze maatregelen wijkt het besluit af van het advies:", direct="<w:keepNext/>" + NA_TABEL),
            table(
                [900, 2500, 5955],
                ["Nr.", "Oordeel", "Reden"],
                "for regel in bva_besluit.per_maatregel | rejectattr('oordeel', 'equalto', 'vastgesteld')",
                ["{{ regel.nummer }}", "{{ regel.oordeel | woord }}", "{{ regel.motivering }}"],
                "endfor",
            ),
            para("De andere maatregelen zijn vastgesteld zoals ze in dit rapport staan.", direct=NA_TABEL),
            tags("else"),
            para("Alle maatregelen zijn vastgesteld zoals ze in dit rapport staan.", direct=NA_TABEL),
        )
    )
