# SPDX-License-Identifier: EUPL-1.2
"""Word template + data -> filled Word file, the same bytes every time.

docxtpl patches the template's XML once (and caches the result); jinja2 fills it in an immutable sandbox:

1. Autoescape and StrictUndefined are always on; a name that is missing is an error that names it.
2. Data come out as they are: braces are written as character references, so nothing in data is read as a tag,
   and of all control characters only a line break has a meaning. Other control characters are refused.
3. Only the filters of `filters.py` and a short list of jinja2's own exist; no globals.
4. The file names no person or machine, and its zip has fixed dates and a fixed order.
5. No error quotes data.

>>> fill(template, {"rapportinhoud": inhoud, "bva_besluit": None, "huisstijl": huisstijl},
...      datum=date(2026, 5, 7), titel="Bericht WD-0001")  # doctest: +SKIP
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn
from xml.sax.saxutils import escape as xml_escape

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from weerbaar_docs.errors import RenderingError
from weerbaar_docs.rendering.docx.fields import Veld, read_fields
from weerbaar_docs.rendering.docx.patching import patch
from weerbaar_docs.rendering.filters import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

_MAX_BYTES = 50_000_000
_JINJA_FILTERS = ("default", "first", "last", "length", "list", "lower", "map", "reject", "rejectattr", "select")
_MORE_JINJA_FILTERS = ("selectattr", "sort", "trim", "unique", "upper")
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_READ = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_AS_XML = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&#34;",
        "'": "&#39;",
        "{": "&#123;",
        "}": "&#125;",
        "\n": '</w:t><w:br/><w:t xml:space="preserve">',
    }
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_REVIEW = tuple(f"{{{_W}}}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "commentReference"))
_DROPPED = re.compile(r"(docProps/|customXml/|docMetadata/|word/(comments|people)[^/]*\.xml).*")
_PROPERTIES = {
    "docProps/core.xml": (
        "application/vnd.openxmlformats-package.core-properties+xml",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    ),
    "docProps/app.xml": (
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
    ),
}
_FORGOTTEN = tuple(f"{{{_W}}}{name}" for name in ("rsid", "rsids", "attachedTemplate", "mailMerge", "docVars"))


def fill(template: bytes, context: Mapping[str, Any], *, datum: date, titel: str) -> bytes:
    """Fill a Word template and give the DOCX, byte for byte the same for the same arguments.

    `datum` becomes the file's own date, `titel` its (neutral, R-META-1) title.
    Raises RenderingError for a template or data that cannot be rendered.
    """
    compiled = _compiled(template)
    data = _clean(dict(context), "")
    filled = {name: _render(part, data, compiled.names) for name, part in compiled.filled.items()}
    return pack(compiled.fixed | filled | properties(_clean(titel, "/titel"), datum))


def fields(template: bytes) -> tuple[Veld, ...]:
    """Give every use of a field in a template, over body, headers, footers, notes and core properties.

    Raises RenderingError for a template that cannot be read. Core properties are listed so that a lint can say that
    they have no effect: a filled file gets properties of its own.
    """
    sources = [patch(name, _parse(data)) for name, data in _parts(template).items() if _READ.fullmatch(name)]
    return read_fields(_environment(), sources)


def plain_text(filled: bytes) -> str:
    """Give the words of a filled document and its headers and footers, for a check on what it says."""
    texts = (
        "".join(node.text or "" if node.tag == f"{{{_W}}}t" else " " for node in _parse(data).iter())
        for name, data in _parts(filled).items()
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)
    )
    return " ".join(" ".join(texts).split())


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Zip the parts of a Word file in a fixed order with fixed dates."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts, key=lambda n: (n != "[Content_Types].xml", n != "_rels/.rels", n)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 0, 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    return target.getvalue()


def anonymise(template: bytes) -> dict[str, bytes]:
    """Give the parts of a Word file without thumbnail, custom data, revision marks and names of people.

    Its docProps are left out but announced: `properties` gives new ones.
    """
    parts = {name: data for name, data in _parts(template).items() if not _DROPPED.match(name)}
    return {name: _anonymous_xml(name, data, parts) for name, data in parts.items()}


@dataclass(frozen=True, slots=True)
class _Compiled:
    filled: dict[str, Template]
    fixed: dict[str, bytes]
    names: frozenset[str]


@lru_cache(maxsize=16)
def _compiled(template: bytes) -> _Compiled:
    parts = anonymise(template)
    sources = {name: patch(name, _parse(data)).text for name, data in parts.items() if _FILLED.fullmatch(name)}
    return _Compiled(
        filled={name: _compile(name, source) for name, source in sources.items()},
        fixed={name: data for name, data in parts.items() if name not in sources},
        names=frozenset(re.findall(r"[A-Za-z_]\w*", " ".join(sources.values()))),
    )


def _parts(template: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) <= _MAX_BYTES and "word/document.xml" in archive.namelist():
                return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        pass
    raise RenderingError.because(
        "DOCX-BESTAND", "het sjabloon is geen (gewoon) Word-bestand", "Sla het in Word op als .docx en probeer opnieuw."
    )


def _compile(name: str, source: str) -> Template:
    try:
        return _environment().from_string(source)
    except TemplateSyntaxError as error:
        problem = error.message or ""
    raise RenderingError.because(
        "DOCX-SJABLOON",
        f"een invulveld in {name} klopt niet ({problem})",
        "Herstel het invulveld in het sjabloon; gebruik alleen de filters uit de naslag.",
    )


@lru_cache(maxsize=1)
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=_Missing, finalize=_literal)
    allowed = {name: environment.filters[name] for name in _JINJA_FILTERS + _MORE_JINJA_FILTERS}
    environment.filters = allowed | FILTERS
    environment.globals = {}
    return environment


class _Missing(StrictUndefined):
    """An undefined whose error says the missing name and nothing of the object that lacks it."""

    @property
    def _undefined_message(self) -> str:
        return str(self._undefined_name)


def _literal(value: Any) -> Any:
    """Turn a value into XML text that reads exactly as the value does; only a line break becomes one."""
    if isinstance(value, (Markup, StrictUndefined)):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError  # None, a list or an object would be printed as Python writes it
    return Markup(str(value).translate(_AS_XML))  # noqa: S704 - the table escapes


def _clean(value: Any, pad: str) -> Any:
    """Copy JSON data with tabs as spaces and one kind of line break; refuse what XML cannot hold."""
    if isinstance(value, str):
        if _REFUSED.search(value):
            _refuse_character(pad)
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if isinstance(value, (list, tuple)):
        return [_clean(item, f"{pad}/{index}") for index, item in enumerate(value)]
    if hasattr(value, "items"):
        return {key: _clean(item, f"{pad}/{key}") for key, item in value.items()}
    return value


def _refuse_character(pad: str) -> NoReturn:
    raise RenderingError.because(
        "DOCX-TEKEN",
        "de tekst bevat een stuurteken dat niet in een document kan staan",
        "Verwijder het onzichtbare teken uit dit veld.",
        pad=pad,
    )


def _render(part: Template, data: Mapping[str, Any], names: frozenset[str]) -> bytes:
    # Raised after the except blocks: these exceptions may quote data, so they must not hang on ours as context.
    try:
        return _checked(part.render(data))
    except UndefinedError as error:
        problem = _missing(str(error.message), names)
    except SecurityError:
        problem = ("DOCX-ONVEILIG", "het sjabloon doet iets wat niet mag", "Gebruik alleen invulvelden en filters.")
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError):
        problem = (
            "DOCX-WAARDE",
            "een filter of invulveld kan niet overweg met zijn waarde",
            "Controleer in het sjabloon welk filter bij welk veld staat.",
        )
    raise RenderingError.because(*problem)


def _checked(xml: str) -> bytes:
    return _written(_parse(xml.encode()))


def _written(root: Any) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _missing(name: str, names: frozenset[str]) -> tuple[str, str, str]:
    shown = f"`{name}`" if name in names else "een naam die uit de gegevens komt"
    return (
        "DOCX-VELD",
        f"het sjabloon vraagt een veld dat er niet is: {shown}",
        "Herstel de naam in het sjabloon, of vraag met `is defined` of het veld er is.",
    )


def _parse(data: bytes) -> Any:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        pass
    raise RenderingError.because(
        "DOCX-XML",
        "een onderdeel van het Word-bestand is geen geldige XML",
        "Controleer of elk {%p ... %} en {%tr ... %} alleen in zijn eigen alinea of tabelrij staat.",
    )


def _anonymous_xml(name: str, data: bytes, parts: Mapping[str, bytes]) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return data
    root = _parse(data)
    if name == "[Content_Types].xml":
        _keep(root, lambda node: node.get("PartName") is None or node.get("PartName")[1:] in parts)
        _own_properties(root, "Override", lambda part, kind: {"PartName": f"/{part}", "ContentType": kind})
    elif name.endswith(".rels"):
        folder = name.split("_rels/", maxsplit=1)[0]
        _keep(root, lambda node: _belongs(folder, node, parts))
        if name == "_rels/.rels":
            _own_properties(root, "Relationship", _relation)
    elif name.startswith("word/"):
        _forget_revisions(root)
    return _written(root)


def _own_properties(root: Any, tag: str, attributes: Callable[[str, str], dict[str, str]]) -> None:
    for part, (kind, _type) in _PROPERTIES.items():
        etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{tag}", attributes(part, kind))


def _relation(part: str, _kind: str) -> dict[str, str]:
    return {"Id": f"rId{part[9:-4].capitalize()}", "Type": _PROPERTIES[part][1], "Target": part}


def _keep(root: Any, wanted: Callable[[Any], bool]) -> None:
    for node in list(root):
        if not wanted(node):
            root.remove(node)


def _belongs(folder: str, relation: Any, parts: Mapping[str, bytes]) -> bool:
    """Say whether a relation stays: to a part that is there, or a https link; refuse other ways out of the file."""
    target, kind = relation.get("Target", ""), relation.get("Type", "").rpartition("/")[2]
    if relation.get("TargetMode") != "External":
        return posixpath.normpath(posixpath.join("/", folder, target))[1:] in parts
    if kind == "attachedTemplate":
        return False
    if kind == "hyperlink" and target.startswith("https://"):
        return True
    raise RenderingError.because(
        "DOCX-EXTERN",
        "het sjabloon verwijst naar iets buiten het bestand",
        "Verwijder gekoppelde bestanden en plaatjes; alleen hyperlinks met https mogen.",
    )


def _forget_revisions(root: Any) -> None:
    for node in root.iter(etree.Element):
        if node.tag in _REVIEW:
            raise RenderingError.because(
                "DOCX-REVISIE",
                "het sjabloon bevat bijgehouden wijzigingen of opmerkingen",
                "Aanvaard de wijzigingen en verwijder de opmerkingen in Word.",
            )
        for key in list(node.attrib):
            if key.startswith((f"{{{_W}}}rsid", f"{{{_W14}}}")):
                del node.attrib[key]
    for node in list(root.iter(*_FORGOTTEN)):
        node.getparent().remove(node)


def properties(titel: str, datum: date) -> dict[str, bytes]:
    """Give the docProps of a file that names no person, machine or subject."""
    moment = f'xsi:type="dcterms:W3CDTF">{datum.isoformat()}T00:00:00Z<'
    core = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties'
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{xml_escape(titel)}</dc:title><dc:creator>weerbaar-docs</dc:creator>"
        "<cp:lastModifiedBy>weerbaar-docs</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f"<dcterms:created {moment}/dcterms:created><dcterms:modified {moment}/dcterms:modified>"
        "<dc:language>nl-NL</dc:language></cp:coreProperties>"
    )
    app = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>weerbaar-docs</Application></Properties>"
    )
    return {"docProps/core.xml": core.encode(), "docProps/app.xml": app.encode()}
