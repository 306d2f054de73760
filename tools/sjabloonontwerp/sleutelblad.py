# SPDX-License-Identifier: EUPL-1.2
"""The sheet for a werkgever without a key."""

from __future__ import annotations

from sjabloonontwerp.bouwstenen import (
    AFZENDER,
    BLAUW,
    BREED,
    GRIJS,
    PAGINA,
    build,
    bullet,
    cell,
    heading,
    para,
    row,
    table,
    tags,
    when,
)

BLAD_STIJL = {
    "Title": (
        '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="40"/>',
    ),
    "Subtitle": (
        '<w:keepNext/><w:spacing w:before="0" w:after="120"/>',
        f'<w:color w:val="{GRIJS}"/><w:sz w:val="22"/>',
    ),
    "Heading 1": (
        '<w:keepNext/><w:keepLines/><w:spacing w:before="180" w:after="60" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        f'<w:b/><w:color w:val="{BLAUW}"/><w:sz w:val="24"/>',
    ),
    "List Bullet": ('<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="40"/>', ""),
}


def sleutelblad() -> bytes:
    """One A4 for a werkgever: how to make a key, whom to send it to, and how both sides check it."""
    return build(
        _sleutelblad_maken() + _sleutelblad_sturen() + _sleutelblad_controle(),
        first=AFZENDER,
        later=AFZENDER,
        footer=para("Sleutelblad van {{ sleutelblad.datum | datum }}" + PAGINA, "Footer"),
        mark=None,
        styles=BLAD_STIJL,
    )


def _sleutelblad_maken() -> str:
    stappen = (
        ["1", "Kies **Bestand > Nieuw OpenPGP-sleutelpaar**. Vul de naam van uw organisatie of afdeling in, niet die van een persoon. Vul een e-mailadres in dat u samen leest."],
        ["2", "Open **Geavanceerde instellingen**. Kies **ECDSA/EdDSA ed25519 + ECDH cv25519**. Kan dat niet? Kies dan RSA 4096. Laat de sleutel na **2 jaar** verlopen."],
        ["3", "Kies een sterke wachtzin. Bewaar die in de wachtwoordkluis van uw organisatie."],
        ["4", "Open de **details** van de sleutel. Maak een **intrekkingscertificaat** en bewaar het apart, op een veilige plaats. Daarmee trekt u de sleutel in als u hem kwijt bent."],
        ["5", "Kies **Exporteren**. U krijgt de **openbare** sleutel: een bestand dat eindigt op .asc. Deel nooit de geheime sleutel, ook niet met ons."],
    )  # fmt: skip
    return (
        para("Zo maakt u een sleutel voor uw organisatie", "Title")
        + para(
            "{% if sleutelblad.organisatie %}{{ sleutelblad.organisatie.naam }} · OIN {{ sleutelblad.organisatie.oin }}"
            "{% else %}Organisatie: ............................................................... OIN: ........................................{% endif %}",
            "Subtitle",
        )
        + para(
            "Wij sturen u soms stukken die alleen u mag lezen. Die versleutelen wij met uw OpenPGP-sleutel. Maakt u een nieuwe sleutel,"
            " of vervangt u de oude? Doe het zo."
        )
        + heading(1, "1. Maak de sleutel (met Kleopatra, in Gpg4win)")
        + table([700, BREED - 700], ["Stap", "Wat u doet"], *stappen)
        + para(
            'Werkt u met de opdrachtregel? **gpg --quick-gen-key "Afdeling (organisatie) <adres>" future-default default 2y** en daarna'
            " **gpg --armor --output sleutel.asc --export VINGERAFDRUK**. GnuPG bewaart het intrekkingscertificaat in de map openpgp-revocs.d.",
            "Normal",
            '<w:spacing w:before="100"/>',
        )
    )


def _sleutelblad_sturen() -> str:
    return (
        heading(1, "2. Stuur ons de openbare sleutel")
        + para(
            "Stuur het bestand naar **{{ sleutelblad.stuur_naar }}**. Schrijf niets over een dossier of een persoon."
        )
        + heading(1, "3. Wij bellen u terug")
        + bullet(
            "Wij bellen u op een nummer dat al in ons organisatieregister staat. Wij gebruiken nooit een nummer uit een e-mail of brief over"
            " deze sleutel. Gebruik ook zelf nooit zo’n nummer."
        )
        + bullet(
            "U leest de vingerafdruk voor van uw eigen scherm (Kleopatra: Details; of gpg --fingerprint). Wij lezen mee."
        )
        + bullet("Verschilt er één teken of één woord? Dan nemen wij de sleutel niet op.")
    )


def _sleutelblad_controle() -> str:
    return (
        heading(1, "4. Vingerafdruk van uw sleutel")
        + when(
            "sleutelblad.vingerafdruk",
            para("Dit is de vingerafdruk die wij van u hebben. Vink elke regel af die klopt.", direct="<w:keepNext/>"),
            tags("else"),
            para(
                "Vul de vingerafdruk in: tien groepen van vier tekens. De woorden vullen wij samen in.",
                direct="<w:keepNext/>",
            ),
        )
        + _regels([900, 2300, 5055, 1100])
        + para(
            "Gecontroleerd op: ....................................  Door (CCV): ....................................  Met: ....................................",
            "Tabeltekst",
            '<w:spacing w:before="160"/>',
        )
    )


def _regels(widths: list[int]) -> str:
    """Give the lines that both sides tick off, larger than other tables: they are read aloud."""
    ruim = '<w:spacing w:before="40" w:after="40"/>'
    texts = ("{{ loop.index }}", "**{{ regel.tekens or leeg }}**", "{{ regel.woorden }}", "")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{para(text, "Gegevens", ruim)}</w:tc>'
        for width, text in zip(widths, texts, strict=True)
    )
    tag = "".join(
        row(cell(sum(widths), "{%tr " + t + " %}", "Tabeltekst", span=4)) for t in ("for regel in regels", "endfor")
    )
    begin, end = tag[: tag.index("</w:tr>") + 7], tag[tag.index("</w:tr>") + 7 :]
    made = table(widths, ["Regel", "Tekens", "In woorden", "Klopt"])
    return tags("set leeg = '............................'") + made.replace(
        "</w:tbl>", begin + row(cells) + end + "</w:tbl>"
    )
