"""Cases for the fuzzer: valid codes and files, changed in ways that keep some of their structure. Same seed, kind and number: same case."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import lru_cache

import openpyxl

GS = "\x1d"
CODES = (
    f"01076123456789001727063010ABC123{GS}21SER1",
    f"]d201084000000000041729022910L-9{GS}30100",
    f"010460123456789321aBc1DeF{GS}91EE07{GS}92dGVzdA==",
    "https://id.gs1.org/01/07612345678900/10/ABC123?17=270630",
    *("17991332", "0112345678901231", "10" + "A" * 21, f"71107{GS}", "4006381333931", "96385074", "A012345676", "W0OYC"),
)
EXPIRIES = (
    *("0827", "AGO 27", "08/2027", "EXP 08/2027", "Cad 08-27 Lote 123", "ELAB 08/24 VENC 08/27", "31AUG2027", "VIII.2027", "270831"),
    *("Годен до 08.2027", "Серия 0426, Годен до 04.2029", "срок годности до 31.08.27", "LOTTO 55 SCAD. 01/27", "2027-07-00"),
    *("24/Feb/2021 03:59:34", "FAB/VENC: 08/2024 08/2027", "01/2024 (FAB) 01/2027 (EXP)", "jamás", "41593"),
)
NAMES = (
    *(
        "Losartán 50 mg tabletas x 30",
        "ENALAPRIL DOC 20 CPR 10MG",
        "Эналаприл таб. 10 мг №20",
        "amoxicilina/ac. clavulanico 875/125 CM REC",
    ),
    *("Insulina NPH 100 UI/ml fco 10 ml", "SODIO CLORURO 0,9% 500 ML", "nimesulide 100 mg bustine", "paracetamol 120mg/5ml jarabe 60 ml"),
)
TABLES: tuple[str, ...] = (
    'description;lot;expiry;quantity\nLosartán 50 mg;L123;2027-06;30\nAspirina;"L;9";2026-12-31;5\nTotal;;;35\n',
    "Fundación Amiga\nLista de envío,,,\nmedicamento,lote,vencimiento,cantidad\nParacetamol,A1,2027-01-31,10\r\n=cmd|' /C calc'!A0,A2,08/27,\"1,200\"\r\n",
    "Наименование\tСерия\tСрок годности\tКоличество\nЭналаприл таб. 10 мг №20\tА125\t08.2027\t40\nМетформин\tБ7\t03.2028\t60\n",
    "council,sector,house,patient_code,name,birth_date,sex,conditions,criteria\n"
    "C1,S1,3-B,P1,Ana Rondón,24/11/1950,F,asma; hta,elderly\nC1,S1,4,P2,Luis,1/2/60,M,,\n",
    "codigo;fecha;medicamento;indicaciones;unidades por dia;dias;cronico\n"
    "P1;24/11/2026;Losartan 50 mg;1 c/12h x 30d;2;30;si\nP2;1/11/2026;Metformina;;1/2;;no\n",
)
TOKENS = (
    *(
        '"',
        ";",
        ",",
        "\n",
        "\r",
        "\0",
        "\x1d",
        "=",
        "-",
        "é",
        "\u202e",
        "\ud83d\ude00",
        "9" * 40,
        "1e5",
        "٣",
        "²",
        "2027-02-30",
        "0000-00-00",
    ),
    *("<!ENTITY x 'y'>", "' OR 1=1--", "%s", "{0}", "\\", "../", "\u00a0", "inf", "nan", "-1", "0x10", "00", "17", "01", "10", "\t", "|"),
    *("\ufeff", "1,234.5", "½", "годен до ", "EXP ", "FAB ", "LOTE ", "08/2027", "\u0301" * 5, "ß", "İ", "ﬃ", "№", "\x85", "\u2028", "'"),
)
_NUMBERS = (
    "0",
    "-1",
    "2",
    "16384",
    "1048576",
    "1000000000",
    "4294967295",
    "18446744073709551616",
    "1e9",
    "",
    "A",
    "XFD1048576",
    "AAAA1",
    "A0",
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"

Change = Callable[[random.Random, bytes], bytes]


def chance(kind: str, seed: int, number: int) -> random.Random:
    """The dice of this one case."""
    return random.Random(f"{kind} {seed} {number}")


def text_case(dice: random.Random, seeds: tuple[str, ...]) -> str:
    """One of the texts, changed in one to five places; 400 characters at most."""
    text = dice.choice(seeds)
    for _ in range(dice.randrange(1, 6)):
        place = dice.randrange(len(text) + 1)
        match dice.randrange(6):
            case 0:
                text = text[:place] + dice.choice(TOKENS) + text[place:]
            case 1:
                text = text[:place] + text[place + dice.randrange(1, 5) :]
            case 2:
                strange = chr(
                    dice.choice((dice.randrange(128), dice.randrange(256), dice.randrange(0xD7FF), dice.randrange(0x1F000, 0x1FFFF)))
                )
                text = text[:place] + strange + text[place + 1 :]
            case 3:
                text = text[:place] + text[place : place + 9] * dice.randrange(1, 4) + text[place:]
            case 4:
                text = "".join(dice.choice("0123456789") if c.isdigit() and dice.random() < 0.2 else c for c in text)
            case _:
                text += dice.choice(seeds)
    return text[:400]


def bytes_changed(dice: random.Random, raw: bytes) -> bytes:
    """Bytes put in, taken out, doubled, changed, in one to seven places."""
    data = bytearray(raw)
    for _ in range(dice.randrange(1, 8)):
        place = dice.randrange(len(data) + 1)
        match dice.randrange(6):
            case 0:
                data[place:place] = dice.choice(TOKENS).encode("utf-8", "surrogatepass")
            case 1:
                del data[place : place + dice.randrange(1, 9)]
            case 2:
                data[place:place] = data[place : place + 30] * dice.randrange(1, 4)
            case 3:
                del data[dice.randrange(len(data) * 3 // 4, len(data) + 1) :]
            case _ if place < len(data):
                data[place] = dice.randrange(256) if dice.random() < 0.5 else data[place] ^ (1 << dice.randrange(8))
    return bytes(data)


def csv_case(dice: random.Random) -> bytes:
    """A list as text, in any encoding and separator, then damaged."""
    text = dice.choice(TABLES)
    if dice.random() < 0.3:
        text = text.replace(dice.choice(";,\t"), dice.choice(";,\t|"))
    if dice.random() < 0.2:
        text = text.replace("\n", dice.choice(("\r\n", "\r", "\n\n", "\n\r")))
    if dice.random() < 0.6:
        text = (
            text_case(dice, (text,))
            if dice.random() < 0.5
            else text + text_case(dice, EXPIRIES) + dice.choice(";,\t") + text_case(dice, NAMES)
        )
    encoding = dice.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "cp1251", "utf-16", "utf-16-le", "utf-16-be", "cp866", "koi8-r"))
    raw = text.encode(encoding, "replace")
    return bytes_changed(dice, raw) if dice.random() < 0.7 else raw


def xlsx_case(dice: random.Random) -> bytes:
    """A workbook whose parts are damaged, or whose zip is."""
    return _zip_case(dice, xlsx_seed(dice.randrange(len(TABLES)), shared=dice.random() < 0.5), "sheet1")


def ods_case(dice: random.Random) -> bytes:
    """The same for the free office's files."""
    return _zip_case(dice, ods_seed(dice.randrange(len(TABLES))), "content")


def xls_case(dice: random.Random, seed: bytes) -> bytes:
    """An old workbook damaged: mostly in its file system and in the heads of its records, where lengths can lie."""
    if dice.random() < 0.4:
        return bytes_changed(dice, seed)
    data = bytearray(seed)
    for _ in range(dice.randrange(1, 5)):
        place = dice.randrange(0, 2048) if dice.random() < 0.4 else dice.randrange(len(data) - 4) & ~1
        data[place : place + 2] = dice.choice((b"\xff\xff", b"\0\0", b"\xfe\xff", b"\x01\0", dice.randbytes(2)))
    return bytes(data)


@lru_cache(maxsize=16)
def xlsx_seed(number: int, shared: bool = True) -> bytes:
    """One of `TABLES` as a workbook: texts (`shared`: in a part of their own), numbers, days, a formula, a merged cell, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    lines = TABLES[number].splitlines()
    for line in lines:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in re.split(r"[;,\t]", line)])
    sheet.cell(len(lines), 3).value = date(2027, 8, 31)
    sheet.cell(len(lines) + 1, 1).value = "=1+41"
    sheet.merge_cells(start_row=len(lines) + 2, end_row=len(lines) + 3, start_column=1, end_column=2)
    book.create_sheet("Otra")["B2"] = "nota"
    out = io.BytesIO()
    book.save(out)
    return _with_shared_texts(out.getvalue()) if shared else out.getvalue()


def _with_shared_texts(raw: bytes) -> bytes:
    parts = parts_of(raw)
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v></c>' % (len(texts) - 1)

    for name in [name for name in parts if name.startswith("xl/worksheets/")]:
        parts[name] = re.sub(rb't="inlineStr"><is>(.*?)</is></c>', shared, parts[name])
    spread = b"".join(b"<si>%s</si>" % text for text in texts)
    count = b' count="%d" uniqueCount="%d"' % (len(texts), len(texts))
    parts["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"' + count + b">" + spread + b"</sst>"
    )
    return zip_file(parts)


@lru_cache(maxsize=8)
def ods_seed(number: int) -> bytes:
    """One of `TABLES` as an ods file, with the endless empty row behind it that office programs write."""
    rows = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell) for cell in re.split(r"[;,\t]", line)) + "</table:table-row>"
        for line in TABLES[number].splitlines()
    )
    rows += (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return ods_file(f'<table:table table:name="Hoja">{rows}</table:table>')


def _ods_cell(text: str) -> str:
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "")
    if told.isdigit():
        return f'<table:table-cell office:value-type="float" office:value="{told}"><text:p>{told}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{told}</text:p></table:table-cell>' if told else "<table:table-cell/>"


def ods_file(tables: str) -> bytes:
    """An ods file around these tables."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return zip_file(
        {
            "mimetype": _ODS.encode(),
            "META-INF/manifest.xml": b"<?xml version='1.0'?><manifest/>",
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'.encode(),
        }
    )


def zip_file(parts: dict[str, bytes]) -> bytes:
    """The parts, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(raw: bytes) -> dict[str, bytes]:
    """The parts of a sound zip."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@lru_cache(maxsize=64)
def _cached_parts(raw: bytes) -> tuple[tuple[str, bytes], ...]:
    return tuple(parts_of(raw).items())


def _zip_case(dice: random.Random, raw: bytes, favourite: str) -> bytes:
    if dice.random() < 0.15:
        return bytes_changed(dice, raw)
    parts = dict(_cached_parts(raw))
    names = list(parts)
    hit = dice.choice([name for name in names if favourite in name or dice.random() < 0.2] or names)
    parts[hit] = dice.choice(_CHANGES)(dice, parts[hit])
    if dice.random() < 0.05:
        del parts[dice.choice(names)]
    elif dice.random() < 0.05:
        parts[
            dice.choice(("xl/vbaProject.bin", "content.xml", "xl/workbook.bin", "../evil.xml", "xl/worksheets/sheet9.xml", "mimetype"))
        ] = raw
    elif dice.random() < 0.05:
        parts = {name.upper() if dice.random() < 0.3 else name: content for name, content in parts.items()}
    return zip_file(parts)


def _attribute(dice: random.Random, xml: bytes) -> bytes:
    """A number or name in an attribute becomes another."""
    found = list(re.finditer(rb'="([^"]*)"', xml))
    if not found:
        return xml
    one = dice.choice(found)
    return xml[: one.start(1)] + dice.choice(_NUMBERS).encode() + xml[one.end(1) :]


def _element(dice: random.Random, xml: bytes) -> bytes:
    """A tag taken away, doubled, or moved behind another."""
    tags = list(re.finditer(rb"<[^>]+>", xml))
    if not tags:
        return xml
    one, other = dice.choice(tags), dice.choice(tags)
    match dice.randrange(3):
        case 0:
            return xml[: one.start()] + xml[one.end() :]
        case 1:
            return xml[: one.end()] + one[0] * dice.randrange(1, 40) + xml[one.end() :]
        case _:
            return xml[: other.end()] + one[0] + xml[other.end() :]


def _content(dice: random.Random, xml: bytes) -> bytes:
    """What stands between two tags becomes something strange."""
    found = list(re.finditer(rb">([^<]+)<", xml))
    if not found:
        return xml
    one = dice.choice(found)
    strange = dice.choice((*_STRANGE, dice.choice(_NUMBERS).encode(), dice.choice(TOKENS).encode("utf-8", "surrogatepass")))
    return xml[: one.start(1)] + strange + xml[one.end(1) :]


_STRANGE = (
    *(
        b"&#0;",
        b"&#x110000;",
        b"&unknown;",
        b"&amp;lt;",
        b"<![CDATA[<c>]]>",
        b"<!-- -- -->",
        b"<?php ?>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>&b;",
    ),
    *(
        b"1e308",
        b"1e-400",
        b"-0",
        b"NaN",
        b"INF",
        b"2958466",
        b"45000.999999999",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"<f>1+1</f>",
        b"_x0041_",
        b" ",
    ),
)
_CHANGES: tuple[Change, ...] = (bytes_changed, _attribute, _attribute, _element, _content, _content)
