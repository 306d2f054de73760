# SPDX-License-Identifier: EUPL-1.2
"""The rules of the lint as data: code, how serious, what it is about and what to do.

`dtl` is the rule of docxtpl-lint that finds the same: by it the tests hold that ours is never weaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weerbaar_docs.errors import Ernst

LINT_VERSIE: Final = "1.0"


class Regel(NamedTuple):
    """One rule."""

    ernst: Ernst
    titel: str
    oplossing: str
    dtl: tuple[str, ...] = ()


REGELS: Final[Mapping[str, Regel]] = {
    # the file
    "SJABLOON-BESTAND": Regel("fout", "Geen Word-bestand", "Sla het in Word op als .docx en probeer opnieuw."),
    "SJABLOON-GROOT": Regel("fout", "Te groot", "Verklein plaatjes en haal weg wat niet nodig is."),
    "SJABLOON-XML": Regel("fout", "Ongeldige XML", "Open het in Word en sla het opnieuw op als .docx."),
    "SJABLOON-MACRO": Regel("fout", "Macro's", "Sla het op als .docx zonder macro's."),
    "SJABLOON-OLE": Regel("fout", "Ingesloten objecten", "Vervang het object door tekst of een plaatje."),
    "SJABLOON-ALTCHUNK": Regel("fout", "Ingevoegd ander bestand", "Plak de inhoud als gewone tekst."),
    "SJABLOON-EXTERN": Regel("fout", "Verwijzing naar buiten", "Voeg het plaatje of bestand in; alleen https-links mogen."),
    "SJABLOON-AANGEHECHT": Regel(
        "fout", "Aangehecht sjabloon", "Koppel in Word het sjabloon Normal (Ontwikkelaars, Documentsjabloon)."
    ),
    "SJABLOON-VELD-ACTIEF": Regel("fout", "Veld dat iets ophaalt", "Verwijder dit Word-veld."),
    "SJABLOON-REVISIE": Regel("fout", "Bijgehouden wijzigingen", "Aanvaard alle wijzigingen en zet bijhouden uit.", ("DTL003",)),
    "SJABLOON-OPMERKING": Regel("fout", "Opmerkingen", "Verwijder alle opmerkingen."),
    "SJABLOON-VERBORGEN": Regel("fout", "Verborgen tekst", "Maak de tekst zichtbaar of verwijder haar."),
    "SJABLOON-METADATA": Regel(
        "waarschuwing", "Gegevens van een persoon of computer", "Maak schoon: Bestand, Info, Documentinspectie."
    ),
    "SJABLOON-TITEL": Regel("waarschuwing", "Titel ontbreekt", "Geef het een titel: Bestand, Info, Titel."),
    "SJABLOON-TAAL": Regel("fout", "Taal ontbreekt", "Selecteer alles en kies Controle, Taal, Nederlands."),
    # what a reader gets
    "SJABLOON-OPSOMTEKEN": Regel("fout", "Opsommingsteken uit een symboollettertype", "Kies een gewoon teken, zoals • of –."),
    "SJABLOON-TABELKOP": Regel(
        "fout", "Tabel zonder kopregel", "Zet bij de eerste rij Rij-eigenschappen, Herhalen als veldnamenrij aan."
    ),
    "SJABLOON-ALT": Regel("fout", "Plaatje zonder alternatieve tekst", "Beschrijf het plaatje: Alternatieve tekst weergeven."),
    "SJABLOON-STEMPELVAK": Regel(
        "fout", "Geen plaats voor het stempel", "Houd rechtsboven 62 bij 18 mm vrij, vanaf 128 mm van links en 8 mm van boven."
    ),
    "SJABLOON-LETTERTYPE": Regel("fout", "Lettertype ontbreekt", "Zet de tekst in Arial, ook de themalettertypen."),
    "SJABLOON-CONSTRUCTIE": Regel("fout", "Niet ondersteund", "Haal dit uit het sjabloon, of installeer LibreOffice: dat kan meer."),
    "SJABLOON-ZINNEN": Regel("fout", "Zinnen te lang voor B1", "Knip de zin in tweeën."),
    # the tags
    "SJABLOON-TAG-OPEN": Regel("fout", "Invulveld niet gesloten", "Sluit het invulveld in dezelfde alinea.", ("DTL001",)),
    "SJABLOON-TAG-ALINEAS": Regel(
        "waarschuwing", "Invulveld over meer alinea's", "Zet het hele invulveld in één alinea.", ("DTL002",)
    ),
    "SJABLOON-ONDERDRUKT": Regel(
        "fout", "Controle uitgezet", "Verwijder de opmerking; een sjabloon kan geen controle uitzetten.", ("DTL005",)
    ),
    "SJABLOON-BLOK-OPEN": Regel("fout", "Blok niet gesloten", "Zet het bijbehorende einde erbij.", ("DTL101",)),
    "SJABLOON-BLOK-LOS": Regel("fout", "Einde zonder begin", "Verwijder het, of zet het begin erbij.", ("DTL102",)),
    "SJABLOON-SYNTAX": Regel("fout", "Invulveld klopt niet", "Herstel het invulveld.", ("DTL103",)),
    "SJABLOON-FILTER": Regel("fout", "Filter onbekend", "Kies een filter uit docs/reference/sjabloonfilters.md.", ("DTL104",)),
    "SJABLOON-TEST": Regel("fout", "Test onbekend", "Kies een test uit docs/reference/sjabloonfilters.md.", ("DTL105",)),
    "SJABLOON-LUSNAAM": Regel("fout", "Naam van een lus erbuiten gebruikt", "Gebruik de naam alleen in de lus.", ("DTL106",)),
    "SJABLOON-TAG-TEKEN": Regel("fout", "% of } in een alinea- of rijveld", "Reken de waarde eerst uit met set.", ("DTL201",)),
    "SJABLOON-TAG-SPATIE": Regel("fout", "Spatie voor p, tr, tc of r", "Schrijf {%p, {%tr of {%tc zonder spatie.", ("DTL202",)),
    "SJABLOON-TAG-TABEL": Regel("fout", "Rijveld buiten een tabel", "Gebruik {%p buiten een tabel.", ("DTL203",)),
    "SJABLOON-TAG-PAAR": Regel("fout", "Begin en einde verschillen", "Geef begin en einde dezelfde letters (p, tr of tc).", ("DTL204",)),
    "SJABLOON-TAG-TABELLEN": Regel("fout", "Rijlus over twee tabellen", "Zet begin en einde in dezelfde tabel.", ("DTL205",)),
    "SJABLOON-TAG-RIJ": Regel("fout", "Rijlus in één rij", "Zet begin en einde elk in een eigen rij.", ("DTL206",)),
    "SJABLOON-TAG-CEL": Regel("fout", "Cellus over rijen", "Zet begin en einde in dezelfde rij.", ("DTL207",)),
    "SJABLOON-TAG-CELOPMAAK": Regel("fout", "Celopmaak buiten een cel", "Zet dit veld in een tabelcel.", ("DTL208",)),
    "SJABLOON-TAG-TEKST": Regel(
        "fout", "Tekst naast een alinea- of rijveld gaat verloren", "Geef het veld een eigen alinea of rij.", ("DTL209", "DTL401")
    ),
    "SJABLOON-TAG-ALINEA": Regel("fout", "Begin en einde in één alinea", "Zet ze elk in een eigen alinea.", ("DTL210",)),
    # the fields
    "SJABLOON-VELD": Regel(
        "fout", "Veld onbekend", "Kies een veld uit: sjabloon contract BESTAND --alles.", ("DTL301", "DTL304")
    ),
    "SJABLOON-DIGEST": Regel(
        "fout", "Veld buiten wat de BVA vaststelt", "Gebruik alleen rapportinhoud, bva_besluit en huisstijl."
    ),
    "SJABLOON-ONGEBRUIKT": Regel("waarschuwing", "Veld niet gebruikt", "Ga na of de lezer het moet weten.", ("DTL302",)),
    "SJABLOON-NAAM-ONGEBRUIKT": Regel("waarschuwing", "Naam niet gebruikt", "Verwijder de naam."),
    "SJABLOON-LUS": Regel("fout", "Lus over iets wat geen lijst is", "Maak een lus over een lijst.", ("DTL303", "DTL305")),
    "SJABLOON-LIJST": Regel("fout", "Lijstfilter op iets wat geen lijst is", "Gebruik dit filter op een lijst.", ("DTL306",)),
    "SJABLOON-AFDRUK": Regel(
        "fout", "Lijst of object als tekst", "Druk een veld ervan af, of gebruik een filter zoals opsomming."
    ),
    "SJABLOON-FIGUUR": Regel(
        "fout", "Figuur op een verkeerde plaats", "Zet het figuurveld als enige in een gewone alinea, met het figuurfilter als laatste."
    ),
    "SJABLOON-OBJECT": Regel("fout", "{{r of {{p zonder opgemaakte tekst", "Schrijf {{ zonder letter erachter.", ("DTL307",)),
    "SJABLOON-ONVEILIG": Regel("fout", "Onveilige uitdrukking", "Gebruik alleen velden en filters."),
    "SJABLOON-VULLEN": Regel("fout", "Vullen mislukt", "Herstel wat de melding noemt.", ("DTL402",)),
}  # fmt: skip
