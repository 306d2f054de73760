# SPDX-License-Identifier: EUPL-1.2
"""`weerbaar-docs toestemming keuze|vraag|lees|leg-vast|toon|trek-in`: what the bestuurder wants, in two rounds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from weerbaar_docs.cli.bestuurder import leaves, way_out
from weerbaar_docs.cli.interrupt import check_interrupt
from weerbaar_docs.cli.output import Uitvoer, command
from weerbaar_docs.cli.reading import read_whole
from weerbaar_docs.cli.toetsing import HOME, home_of, open_store
from weerbaar_docs.errors import UsageError
from weerbaar_docs.werkgeversversie import Onderdeel

if TYPE_CHECKING:
    from weerbaar_docs.config import Configuratie
    from weerbaar_docs.store import Opslag
    from weerbaar_docs.toestemmen.attesteren import Waarneming
    from weerbaar_docs.toestemmen.vastleggen import Antwoord

_REDEN = 4_000
_SCAN = 50_000_000  # bytes; a scan of a few pages
_BEWIJS = 2_000_000  # bytes; a signed form is far smaller, and it is kept in the record of the toestemming


@click.group()
def entry() -> None:
    """Vraag de bestuurder om toestemming, en leg vast wat hij antwoordt."""


@click.argument("dossier")
@click.option(
    "--route", type=click.Choice(("via_ccv", "via_bestuurder", "op_papier")), required=True, help="Wie het geeft."
)
@click.option(
    "--omvang",
    type=click.Choice(("volledig_rapport", "werkgeversversie", "alleen_maatregelenoverzicht")),
    required=True,
    help="Hoeveel de werkgever krijgt.",
)
@click.option(
    "--zonder",
    multiple=True,
    type=click.Choice(get_args(Onderdeel)),
    metavar="ONDERDEEL",
    help="Wat de bestuurder niet wil delen; vaker te geven.",
)
def _keuze(
    uitvoer: Uitvoer,
    dossier: str,
    route: Any,
    omvang: Any,
    zonder: tuple[Any, ...],
    proef: bool,  # noqa: FBT001
) -> None:
    """Leg vast wat de bestuurder in het gesprek koos. Dit heeft nog geen gevolg: daarna komt het formulier."""
    from weerbaar_docs.redaction import Keuze
    from weerbaar_docs.toestemmen.kiezen import record_choice

    keuze = Keuze(route=route, omvang=omvang, uitgesloten_onderdelen=zonder)
    _, opslag = open_store()
    check_interrupt()
    made = record_choice(opslag, dossier, keuze, proef=proef)
    weg = ", ".join(zonder) or "niets"
    uitvoer.data(
        {**made.as_json(), "proef": proef},
        [
            f"{made.dossiernummer}: keuze {'zou zijn' if proef else 'is'} vastgelegd: {route}, {omvang}, weggelaten: {weg}",
            f"maak nu het formulier: toestemming vraag {dossier}",
        ],
    )


@way_out
@click.option("--dagen", type=click.IntRange(1, 90), default=None, help="Hoe lang de toestemming geldt. [zie config]")
def _vraag(
    uitvoer: Uitvoer,
    *,
    dossier: str,
    home: Path,
    kanaal: str | None,
    uit: Path | None,
    printer: str,
    overschrijf: bool,
    leesbaar_op_schijf: bool,
    dagen: int | None,
    proef: bool,
) -> None:
    """Maak de stukken voor deze keuze en het formulier, voor de bestuurder om te zien en te beslissen.

    De bestuurder krijgt precies de bestanden die de werkgever krijgt. Het formulier kan alleen gegeven, geweigerd of teruggestuurd
    worden; daarna legt u vast wat hij antwoordde (toestemming leg-vast).
    """
    from weerbaar_docs.config import load_config
    from weerbaar_docs.verzegelaar import ask_sealer

    uitgang = leaves(uit, printer, overwrite=overschrijf, leesbaar=leesbaar_op_schijf, proef=proef)
    given = dagen or load_config(None, os.environ).get("toestemming.dagen")
    check_interrupt()
    opties = {"dagen": given, "kanaal": kanaal, "proef": proef, **uitgang.opties()}
    made = ask_sealer("vraag", dossier, home=home_of(home), **opties)
    uitgang.give(made, opnieuw="toestemming vraag")
    value = made.waarde
    uitvoer.data(
        {**value, **uitgang.value()},
        [
            f"{value['dossiernummer']}: formulier {value['toestemming_id']}, geldig tot {value['geldig_tot']}",
            *([] if proef else [f"controlegetal, om aan de telefoon voor te lezen: {value['controlegetal']}"]),
            *uitgang.lines(),
        ],
    )


@click.argument("formulier", type=click.Path(path_type=Path))
@click.option("--dossier", default=None, help="Vergelijk met de vraag die in dit dossier open staat.")
def _lees(uitvoer: Uitvoer, formulier: Path, dossier: str | None) -> None:
    """Lees wat er is aangekruist op een formulier dat als PDF terugkwam, of het ons formulier is, en of het is ondertekend.

    Dit is informatie en legt niets vast. Een scan van papier leest u zelf; daarvoor tekenen twee medewerkers (leg-vast).
    """
    from weerbaar_docs.toestemmen.lezen import form_lines, form_shown
    from weerbaar_docs.toestemmingsformulier import read_formulier

    gelezen = read_formulier(read_whole(formulier, _BEWIJS))
    opslag = open_store()[1] if dossier is not None else None
    shown = form_shown(gelezen, opslag, dossier, personal=uitvoer.personal)
    uitvoer.data(shown, form_lines(shown))


@click.argument("dossier")
@HOME
@click.option(
    "--scan", type=click.Path(path_type=Path), help="De scan van het formulier met de handtekening van de bestuurder."
)
@click.option("--controlegetal", default=None, help="Het controlegetal zoals u het zelf van het formulier leest.")
@click.option(
    "--teruggebeld",
    is_flag=True,
    help="U belde de bestuurder zelf op het nummer van het huisbezoek, en las het getal voor.",
)
@click.option(
    "--spoed",
    type=click.Path(path_type=Path),
    help="Een bestand (of - voor de standaardinvoer) met de reden waarom er geen bedenktijd kan zijn; beide medewerkers geven dit.",
)
@click.option(
    "--ondertekend",
    type=click.Path(path_type=Path),
    help="Het formulier dat de bestuurder digitaal ondertekende (PDF), of zijn losse OpenPGP-handtekening onder de verklaring.",
)
@click.option(
    "--geweigerd",
    type=click.Choice(("natte_handtekening", "e_mail", "mondeling")),
    default=None,
    help="De bestuurder geeft geen toestemming; hoe hij dat zei.",
)
def _leg_vast(
    uitvoer: Uitvoer,
    *,
    dossier: str,
    home: Path,
    scan: Path | None,
    controlegetal: str | None,
    teruggebeld: bool,
    spoed: Path | None,
    ondertekend: Path | None,
    geweigerd: Any,
    proef: bool,
) -> None:
    """Leg vast wat de bestuurder antwoordde.

    Met pen: twee medewerkers tekenen elk met hun eigen sleutel voor dezelfde scan (--scan en --controlegetal), en een van hen
    belde de bestuurder terug. Anders: zijn OpenPGP-handtekening of het ondertekende formulier. Een mail of gesprek kan alleen weigeren.
    """
    ways = [n for n, way in (("--scan", scan), ("--ondertekend", ondertekend), ("--geweigerd", geweigerd)) if way]
    if len(ways) != 1:
        raise UsageError.because(
            "GEBRUIK", "noem precies één antwoord van de bestuurder", "Geef --scan, --ondertekend of --geweigerd."
        )
    _require_fitting(ways[0], controlegetal=controlegetal, teruggebeld=teruggebeld, spoed=spoed)
    config, opslag = open_store()
    check_interrupt()
    if scan is not None:
        seen = _seen(read_whole(scan, _SCAN), controlegetal or "", _reason(spoed), teruggebeld=teruggebeld)
        made = _attest(config, opslag, dossier, seen, home, proef=proef)
    elif geweigerd is not None:
        from weerbaar_docs.toestemmen.vastleggen import record_refusal

        made = record_refusal(opslag, dossier, wijze=geweigerd, proef=proef)
    else:
        assert ondertekend is not None
        made = _signed(config, opslag, dossier, read_whole(ondertekend, _BEWIJS), proef=proef)
    _tell(uitvoer, made, proef=proef)


def _require_fitting(way: str, *, controlegetal: str | None, teruggebeld: bool, spoed: Path | None) -> None:
    extra = [
        n
        for n, given in (("--controlegetal", controlegetal), ("--teruggebeld", teruggebeld), ("--spoed", spoed))
        if given
    ]
    if way != "--scan" and extra:
        raise UsageError.because("GEBRUIK", f"{' en '.join(extra)} horen alleen bij --scan", "Laat ze weg.")
    if way == "--scan" and not controlegetal:
        raise UsageError.because(
            "GEBRUIK",
            "het controlegetal van het formulier ontbreekt",
            "Lees het van het formulier en geef --controlegetal.",
        )


def _reason(spoed: Path | None) -> str:
    """Read why it is spoed: on the command line other users of this computer could read it."""
    if spoed is None:
        return ""
    reason = " ".join(read_whole(spoed, _REDEN).decode("utf-8", "replace").split())
    if not reason:
        raise UsageError.because(
            "GEBRUIK", "de reden voor spoed is leeg", "Schrijf in het bestand waarom het niet kan wachten."
        )
    return reason


def _seen(scan: bytes, controlegetal: str, spoed: str, *, teruggebeld: bool) -> Waarneming:
    from weerbaar_docs.toestemmen.attesteren import Waarneming

    return Waarneming(scan=scan, controlegetal=controlegetal, teruggebeld=teruggebeld, spoed_reden=spoed)


def _attest(
    config: Configuratie, opslag: Opslag, dossier: str, seen: Waarneming, home: Path, *, proef: bool
) -> Antwoord:
    from weerbaar_docs.toestemmen.attesteren import record_attest
    from weerbaar_docs.toestemmen.poort import gate_settings

    return record_attest(opslag, dossier, seen, home=home_of(home), poort=gate_settings(config), proef=proef)


def _signed(config: Configuratie, opslag: Opslag, dossier: str, data: bytes, *, proef: bool) -> Antwoord:
    from weerbaar_docs.toestemmen.poort import gate_settings
    from weerbaar_docs.toestemmen.vastleggen import record_proof
    from weerbaar_docs.toestemming import OpenpgpBewijs, PadesBewijs

    is_pdf = b"%PDF-" in data[:1024]
    bewijs = PadesBewijs(formulier=data) if is_pdf else OpenpgpBewijs(handtekening=data)
    return record_proof(opslag, dossier, bewijs, poort=gate_settings(config), proef=proef)


def _tell(uitvoer: Uitvoer, made: Antwoord, *, proef: bool) -> None:
    lines = [f"{made.dossiernummer}: status {'zou worden' if proef else 'is nu'} {made.status} (bewijs {made.bewijs})"]
    if made.nog_nodig:
        lines = [
            f"{made.dossiernummer}: uw attest {'zou worden' if proef else 'is'} vastgelegd; nog nodig: {made.nog_nodig}"
        ]
    if made.opent_op and made.status == "toestemming_verleend":
        lines.append(f"verzegelen kan vanaf {made.opent_op} (levering plan)")
    uitvoer.data({**made.as_json(), "proef": proef}, lines)


@click.argument("dossier")
def _toon(uitvoer: Uitvoer, dossier: str) -> None:
    """Toon hoe het staat: exemplaren, keuze, vraag, attesten en toestemmingen van deze versie van het rapport."""
    from weerbaar_docs.toestemmen.tonen import choice_lines, choice_shown

    _, opslag = open_store()
    shown = choice_shown(opslag, dossier)
    uitvoer.data(shown, choice_lines(shown))


@click.argument("dossier")
@HOME
@click.option(
    "--wijze",
    type=click.Choice(("natte_handtekening", "e_mail", "mondeling")),
    required=True,
    help="Hoe de bestuurder het zei.",
)
def _trek_in(uitvoer: Uitvoer, dossier: str, home: Path, wijze: Any, proef: bool) -> None:  # noqa: FBT001
    """Leg vast dat de bestuurder zijn toestemming intrekt, ondertekend met uw eigen sleutel. Dit kan niet terug."""
    from weerbaar_docs.toestemmen.intrekken import record_withdrawal

    _, opslag = open_store()
    check_interrupt()
    made = record_withdrawal(opslag, dossier, home=home_of(home), wijze=wijze, proef=proef)
    lines = [f"{made.dossiernummer}: toestemming {made.toestemming_id} {'zou zijn' if proef else 'is'} ingetrokken"]
    if made.verzonden:
        lines.append("  LET OP: de werkgever kan de stukken al hebben; vraag hem om vernietiging.")
    uitvoer.data({**made.as_json(), "proef": proef}, lines)


command(entry, "keuze", writes=True)(_keuze)
command(entry, "vraag", writes=True)(_vraag)
command(entry, "lees")(_lees)
command(entry, "leg-vast", writes=True)(_leg_vast)
command(entry, "toon")(_toon)
command(entry, "trek-in", writes=True)(_trek_in)
