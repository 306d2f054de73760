# SPDX-License-Identifier: EUPL-1.2
"""The forms that a bestuurder or a werkgever fills in and keeps: toestemming, afschrift, ontvangst."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    BLAUW,
    GRIJS,
    NA_LIJST,
    NA_TABEL,
    PAGINA,
    build,
    bullet,
    facts,
    heading,
    para,
    runs,
    table,
    tags,
    when,
)

VELD_ADRES = "https://veld.invalid/"
VAKJE = '<w:keepNext/><w:tabs><w:tab w:val="left" w:pos="600"/></w:tabs><w:spacing w:after="60"/><w:ind w:left="600" w:hanging="600"/>'
VIERKANT = "\u25a1"
WIT = "\u2002"  # LibreOffice gives a link over no-break spaces no tag


def veld(naam: str, tekst: str, grootte: int) -> str:
    """Give a link that becomes a field of the form: what is linked gives the place and the size."""
    look = f'<w:rPr><w:rStyle w:val="Hyperlink"/><w:sz w:val="{grootte}"/></w:rPr>'
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> HYPERLINK "{VELD_ADRES}{naam}" </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f'<w:t xml:space="preserve">{tekst}</w:t>',
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{look}{part}</w:r>" for part in parts)


def vakje(naam: str, tekst: str) -> str:
    """Give a line with a box to tick, by pen or on a screen."""
    return f"<w:p><w:pPr>{VAKJE}</w:pPr>{veld(naam, VIERKANT, 36)}{runs(chr(9) + tekst)}</w:p>"


def invulvak(titel: str, naam: str, *, hoog: bool = False) -> str:
    """Give a title with a frame under it to fill in, by pen or on a screen."""
    return _vak(titel, veld(naam, WIT * (13 if hoog else 36), 80 if hoog else 28))


def schrijfvak(titel: str, *, hoog: bool = False) -> str:
    """Give a title with a frame under it to write in with a pen."""
    return _vak(titel, f'<w:r><w:rPr><w:sz w:val="{80 if hoog else 28}"/></w:rPr><w:t>\u00a0</w:t></w:r>')


def _vak(titel: str, inhoud: str) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="2" w:color="{GRIJS}"/>'
        for edge in ("top", "left", "bottom", "right")
    )
    direct = f'<w:keepNext/><w:pBdr>{edges}</w:pBdr><w:spacing w:after="60"/><w:ind w:left="60" w:right="3900"/>'
    title = para(f"**{titel}**", direct='<w:keepNext/><w:spacing w:before="160" w:after="50"/>')
    return title + f"<w:p><w:pPr>{direct}</w:pPr>{inhoud}</w:p>"


def toestemmingsformulier() -> bytes:
    """What a bestuurder decides about: one choice, its files, and what happens then."""
    return build(
        _formulier_kop() + _formulier_stukken() + _formulier_daarna() + _formulier_keuze(),
        first=AFZENDER,
        later=AFZENDER + para("Kenmerk {{ formulier.kenmerk }}", "Header"),
        footer=para("Formulier {{ formulier.kenmerk }} van {{ formulier.datum | datum }}" + PAGINA, "Footer"),
        mark=None,
        styles=FORMULIER_STIJL,
    )


FORMULIER_STIJL = {
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="26"/>',
    ),
    "Subtitle": (
        '<w:keepNext/><w:spacing w:before="0" w:after="160"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="24"/>',
    ),
}


def _formulier_kop() -> str:
    return (
        para("Machtiging tot verstrekking", "Title")
        + para("U beslist wat uw werkgever krijgt{# taal-b1 #}", "Subtitle")
        + facts(
            ("Voor", "{{ formulier.naam }}"),
            ("Ambt", "{{ formulier.ambt }}, {{ formulier.organisatie }}"),
            ("Kenmerk", "{{ formulier.kenmerk }}"),
            ("Datum", "{{ formulier.datum | datum }}"),
        )
        + heading(1, "Waarover beslist u?")
        + para(
            "Er is een advies over uw veiligheid. U heeft ons laten weten wat u met uw werkgever wilt delen."
            " Wij hebben daarna de bestanden voor die keuze gemaakt. Dit formulier gaat over die ene keuze en over die bestanden."
        )
        + para(
            "U bent vrij om toestemming te geven of te weigeren. Weigert u? Dat heeft geen gevolgen voor uw ambt."
            " U hoeft ook niet te zeggen waarom."
        )
    )


def _formulier_stukken() -> str:
    return (
        heading(1, "Wat krijgt uw werkgever?")
        + when(
            "formulier.route == 'via_bestuurder'",
            para(
                "U krijgt de bestanden hieronder van ons. U geeft ze daarna zelf aan uw werkgever. Wij sturen uw werkgever niets."
            ),
            tags("elif formulier.route == 'op_papier'"),
            para(
                "Wij drukken de bestanden hieronder af. De ontvanger krijgt ze op papier en tekent voor de ontvangst."
            ),
            tags("else"),
            para(
                "Wij sturen de bestanden hieronder naar uw werkgever. Wij versleutelen ze. Alleen uw werkgever kan ze dan openen."
            ),
        )
        + facts(
            "if formulier.ontvanger",
            ("Ontvanger", "{{ formulier.ontvanger.functie }} van {{ formulier.ontvanger.organisatie }}"),
            "endif",
            (
                "Omvang",
                "{% if formulier.omvang == 'volledig_rapport' %}Het hele rapport, zoals u het heeft gekregen"
                "{% elif formulier.omvang == 'werkgeversversie' %}Het rapport voor uw werkgever"
                "{% else %}Alleen het overzicht van de maatregelen{% endif %}",
            ),
            (
                "Weggelaten",
                "{% if formulier.uitgesloten_onderdelen %}{{ formulier.uitgesloten_onderdelen | map('woord_klein') | list | opsomming }}"
                "{% elif formulier.omvang == 'volledig_rapport' %}Niets"
                "{% elif formulier.omvang == 'alleen_maatregelenoverzicht' %}Het rapport zelf"
                "{% else %}Niets meer dan altijd wordt weggelaten uit het rapport voor een werkgever{% endif %}",
            ),
            ("Geldig", "Van {{ formulier.van }} tot {{ formulier.tot }}"),
        )
        + when(
            "formulier.uitgesloten_onderdelen and formulier.route != 'via_bestuurder'",
            para(
                "Uw werkgever kan lezen welke onderdelen u heeft weggelaten. Wat erin stond, leest hij niet.",
                direct=NA_TABEL,
            ),
        )
        + para(
            "{% if formulier.stukken | length == 1 %}Het gaat om één bestand, en om geen ander:"
            "{% else %}Het gaat om deze {{ formulier.stukken | length }} bestanden, en om geen andere:{% endif %}",
            direct='<w:keepNext/><w:spacing w:before="120"/>',
        )
        + table(
            [3755, 2800, 2800],
            ["Bestand", "Grootte", "Begin van het controlegetal"],
            "for stuk in formulier.stukken",
            [
                "{{ stuk.documentsoort | woord }}",
                "{% if stuk.paginas %}{{ stuk.paginas }} pagina{% if stuk.paginas != 1 %}’s{% endif %}, {% endif %}{{ stuk.bytes }} bytes",
                "{{ stuk.begin }}",
            ],
            "endfor",
        )
        + when(
            "formulier.route != 'via_bestuurder'",
            para(
                "Er gaan een brief en bewijzen van uw keuze mee. Daarin staat niets uit het rapport.", direct=NA_LIJST
            ),
        )
    )


def _formulier_daarna() -> str:
    return (
        heading(1, "Wat gebeurt er als u toestemming geeft?")
        + bullet(
            "Tekent u met een pen? Dan bellen wij u terug op het nummer dat u bij het huisbezoek gaf. Wij lezen het controlegetal voor."
            " Klopt het niet met het getal op dit formulier? Zeg dat. Dan gebeurt er niets."
        )
        + when(
            "formulier.wachttijd_uren",
            bullet(
                "Daarna wachten wij nog {{ formulier.wachttijd_uren }} uur. Zo kunt u zich nog bedenken. Alleen bij spoed wachten wij korter."
            ),
        )
        + bullet(
            "Tekent u met een digitale handtekening? Dan controleren wij die. Wij bellen en wachten dan niet."
            "{% if formulier.route != 'via_bestuurder' %} Dit formulier gaat dan mee als bewijs.{% endif %}"
        )
        + bullet(
            "Wat u ook besluit: u krijgt een afschrift. Daarop staat wat u heeft besloten en om welke bestanden het gaat."
        )
        + heading(1, "U kunt altijd van gedachten veranderen")
        + para(
            "U kunt de machtiging elk moment intrekken. Dat mag op elke manier, ook met een telefoontje. U hoeft niet te zeggen waarom."
            " Wij stoppen dan meteen. {% if formulier.route == 'via_bestuurder' %}Wat u zelf al heeft gegeven, kunnen wij niet terughalen."
            "{% else %}Heeft uw werkgever de bestanden al? Dan vragen wij hem om ze te vernietigen.{% endif %}"
        )
        + heading(1, "Heeft u vragen?")
        + para(
            "Neem contact op met {{ huisstijl.contact.naam }}{% if formulier.telefoon %}: bel {{ formulier.telefoon }} of{% else %}:{% endif %}"
            " mail {{ huisstijl.contact.email }}. U mag ook uw adviseur bellen."
        )
        + when("formulier.grondslag", heading(1, "Grondslag"), para("{{ formulier.grondslag }}"))
    )


def _formulier_keuze() -> str:
    return (
        heading(1, "Uw keuze")
        + para(
            "Kies één van de drie. Vul dit formulier in op papier of op uw computer.",
            direct="<w:keepNext/>",
        )
        + vakje(
            "keuze/verleen",
            "**Ik geef toestemming.** {% if formulier.route == 'via_bestuurder' %}Ik wil deze bestanden krijgen. Ik geef ze zelf aan mijn werkgever."
            "{% else %}De ontvanger mag precies deze bestanden krijgen.{% endif %}",
        )
        + vakje("keuze/weiger", "**Ik geef geen toestemming.** Mijn werkgever krijgt van u niets uit het rapport.")
        + vakje(
            "keuze/terug",
            "**Ik wil iets anders.** Bel mij. Er gebeurt niets totdat ik een nieuw formulier heb getekend.",
        )
        + invulvak("Plaats", "plaats")
        + invulvak("Datum", "datum")
        + invulvak("Handtekening", "handtekening", hoog=True)
        + invulvak("Controlegetal", "controlegetal")
        + para(
            "Dit getal hoort bij uw keuze en bij deze bestanden. Wij vullen het in. Lees mee als wij u bellen: elk teken moet kloppen."
        )
    )


def afschrift() -> bytes:
    """What a bestuurder keeps after a decision: what he decided, about which files, and how to withdraw."""
    return build(
        _afschrift_kop() + _afschrift_gegevens() + _afschrift_slot(),
        first=AFZENDER,
        later=AFZENDER + para("Kenmerk {{ afschrift.record_id }}", "Header"),
        footer=para("Afschrift {{ afschrift.record_id }} van {{ afschrift.opgemaakt_op | datum }}" + PAGINA, "Footer"),
        mark=None,
        styles=FORMULIER_STIJL,
    )


def _afschrift_kop() -> str:
    return (
        para("Afschrift", "Title")
        + para("Wat u heeft besloten over uw stukken{# taal-b1 #}", "Subtitle")
        + when(
            "afschrift.besluit == 'verleend'",
            para("**U heeft toestemming gegeven.** Hieronder staat waarvoor precies."),
            tags("elif afschrift.besluit == 'geweigerd'"),
            para(
                "**U heeft geen toestemming gegeven.** Uw werkgever krijgt van ons niets uit het rapport. Dat heeft geen gevolgen voor uw ambt."
            ),
            tags("elif afschrift.besluit == 'ingetrokken'"),
            para(
                "**U heeft uw toestemming ingetrokken.** Wij zijn gestopt. Is er al iets bezorgd? Dan vragen wij uw werkgever om het te vernietigen."
            ),
            tags("else"),
            para(
                "**U wilt iets anders.** Er gebeurt niets totdat u een nieuw formulier heeft getekend. Wij bellen u daarover."
            ),
        )
    )


def _afschrift_gegevens() -> str:
    return (
        facts(
            ("Kenmerk", "{{ afschrift.record_id }}"),
            ("Besloten op", "{{ woorden.besloten_op }}"),
            ("Waaruit dat blijkt", "{{ woorden.bewijs | woord }}"),
            "if woorden.ontvanger",
            ("Ontvanger", "{{ woorden.ontvanger }}"),
            "endif",
            (
                "Route",
                "{% if woorden.route == 'via_bestuurder' %}U geeft de bestanden zelf{% elif woorden.route == 'op_papier' %}Op papier"
                "{% else %}Versleuteld, door ons verstuurd{% endif %}",
            ),
            (
                "Weggelaten",
                "{% if afschrift.uitgesloten_onderdelen %}{{ afschrift.uitgesloten_onderdelen | map('woord_klein') | list | opsomming }}"
                "{% else %}Geen onderdelen{% endif %}",
            ),
            "if afschrift.besluit == 'verleend'",
            ("Geldig", "Van {{ woorden.van }} tot {{ woorden.tot }}"),
            "endif",
        )
        + heading(1, "Om deze bestanden gaat het")
        + table(
            [3755, 2800, 2800],
            ["Bestand", "Grootte", "Begin van het controlegetal"],
            "for stuk in woorden.stukken",
            ["{{ stuk.documentsoort | woord }}", "{{ stuk.bytes }} bytes", "{{ stuk.begin }}"],
            "endfor",
        )
    )


def _afschrift_slot() -> str:
    return (
        when(
            "afschrift.besluit == 'verleend'",
            heading(1, "U kunt dit altijd intrekken"),
            para(
                "Dat mag elk moment en op elke manier, ook met een telefoontje. U hoeft niet te zeggen waarom. Wij stoppen dan meteen."
            ),
        )
        + heading(1, "Klopt er iets niet?")
        + para(
            "Laat het ons direct weten. Neem contact op met {{ huisstijl.contact.naam }}: mail {{ huisstijl.contact.email }}."
            " U mag ook uw adviseur bellen."
        )
        + when("woorden.grondslag", heading(1, "Grondslag"), para("{{ woorden.grondslag }}"))
        + heading(1, "Waaraan u dit herkent")
        + facts(
            ("Controlegetal", "{{ afschrift.controlegetal }}"),
            ("Verklaring", "{{ woorden.begin }} (begin van de SHA-256)"),
            ("Afschrift", "{{ afschrift.schema_version }}, opgemaakt op {{ afschrift.opgemaakt_op | datum }}"),
        )
        + para(
            "Het controlegetal stond ook op uw formulier.",
            direct=NA_LIJST,
        )
    )


def ontvangstformulier() -> bytes:
    """What a bestuurder, or the secretaris of the werkgever, signs for a copy on paper."""
    return build(
        para("Ontvangst van een exemplaar", "Title")
        + para("U tekent alleen dat u het heeft gekregen{# taal-b1 #}", "Subtitle")
        + facts(
            ("Kenmerk", "{{ ontvangst.kenmerk }}"),
            ("Voor", "{{ ontvangst.naam }}"),
            ("Stuk", "{{ ontvangst.documentsoort | woord }}"),
            ("Exemplaar", "Nummer {{ ontvangst.exemplaar }}"),
            (
                "Hoe",
                "{% if ontvangst.kanaal == 'overhandigen' %}Aan u overhandigd{% else %}Met de post, aangetekend{% endif %}"
                " op {{ ontvangst.datum | datum }}",
            ),
            ("Controlegetal", "{{ ontvangst.controlegetal }}"),
        )
        + heading(1, "Wat u met dit formulier doet")
        + bullet("Kijk of dit het stuk en het exemplaar zijn die u heeft gekregen.")
        + bullet("Zet hieronder de plaats, de datum en uw handtekening.")
        + when(
            "ontvangst.kanaal == 'overhandigen'",
            bullet("Geef het formulier aan wie u het exemplaar gaf."),
            tags("else"),
            bullet("Stuur het formulier terug naar: {{ huisstijl.retouradres }}."),
        )
        + when(
            "ontvangst.voor == 'bestuurder'",
            para(
                "U zegt hiermee niets over wat in het stuk staat. U geeft er ook geen toestemming mee. Daarvoor krijgt u een ander formulier.",
                direct=NA_LIJST,
            ),
            para("Is de envelop open of beschadigd? Teken dan niet en bel uw adviseur."),
            tags("else"),
            para("U zegt hiermee niets over wat in het stuk staat.", direct=NA_LIJST),
            para("Is de envelop open of beschadigd? Teken dan niet en bel {{ huisstijl.contact.naam }}."),
        )
        + heading(1, "Ik heb dit exemplaar gekregen")
        + schrijfvak("Plaats")
        + schrijfvak("Datum")
        + schrijfvak("Handtekening", hoog=True),
        first=AFZENDER,
        later=AFZENDER + para("Kenmerk {{ ontvangst.kenmerk }}", "Header"),
        footer=para("Ontvangst {{ ontvangst.kenmerk }}, exemplaar {{ ontvangst.exemplaar }}" + PAGINA, "Footer"),
        mark=None,
        styles=FORMULIER_STIJL,
    )
