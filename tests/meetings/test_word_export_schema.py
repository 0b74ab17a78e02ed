"""Word calls a file damaged where elements stand in another order than the schema's."""

import io
import re
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pytest

from meetings.word_export import WordAgenda, WordItem, docx_bytes
from tests.meetings.test_word_export_roundtrip import CORPUS, MOMENT

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# ECMA-376, part 1, annex A: the children of each element in their order.
ORDER = {
    "body": "p|tbl|sdt sectPr",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "numPr": "ilvl numId",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tr": "tblPrEx trPr tc",
    "trPr": "cantSplit|tblHeader",
    "tc": "tcPr p|tbl",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid",
    "p": "pPr r|hyperlink|bookmarkStart|bookmarkEnd",
    "r": "rPr t|br|tab|fldChar|instrText|softHyphen|noBreakHyphen",
    "hyperlink": "r",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "docPartObj": "docPartGallery docPartCategory docPartUnique",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "num": "abstractNumId lvlOverride",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "settings": "view zoom proofState defaultTabStop characterSpacingControl savePreviewPicture "
    "updateFields compat rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "hdr": "p",
    "ftr": "p",
}
LEAVES = set(
    "pStyle keepNext keepLines spacing ind outlineLvl tab rStyle rFonts b bCs i iCs strike color "
    "sz szCs u vertAlign rtl lang ilvl numId tblStyle tblW tblInd tblLayout tblLook top left "
    "bottom right insideH insideV cantSplit tblHeader tcW gridSpan vMerge shd headerReference "
    "footerReference pgSz pgMar cols docGrid t br fldChar instrText softHyphen noBreakHyphen "
    "bookmarkStart bookmarkEnd gridCol nsid multiLevelType tmpl start numFmt lvlText lvlJc "
    "abstractNumId name basedOn next uiPriority semiHidden qFormat zoom defaultTabStop "
    "characterSpacingControl updateFields compatSetting themeFontLang decimalSymbol listSeparator "
    "docPartGallery docPartUnique".split()
)
ONE_CHILD = {  # or more of the same
    "tabs": "tab",
    "tblGrid": "gridCol",
    "sdtPr": "docPartObj",
    "sdtContent": "p",
    "rPrDefault": "rPr",
    "pPrDefault": "pPr",
    "compat": "compatSetting",
    "document": "body",
}


@pytest.fixture(scope="module")
def parts() -> dict[str, ElementTree.Element]:
    """The XML of a file with everything in it."""
    sections = tuple(CORPUS.items())
    agenda = WordAgenda(
        "Dagsorden",
        "KKR Midtjylland",
        date="19. januar 2022",
        facts=(("Sted", "Viborg\nRådhuset"),),
        note="Frokost",
        state="Udkast",
        warning="Må ikke videregives.",
        items=(
            WordItem("1", "Første", 1, "SAG-2022-00001 abc", True, False, sections, ("Bilag 1.1",)),
            WordItem("1.1", "Andet", 2, is_dropped=True),
            WordItem("2", "Tredje", sections=sections),
        ),
    )
    with zipfile.ZipFile(io.BytesIO(docx_bytes(agenda, moment=MOMENT))) as file:
        return {
            name: ElementTree.fromstring(file.read(name))
            for name in file.namelist()
            if name.startswith("word/") and name.endswith(".xml")
        }


def names(element) -> list[str]:
    return [child.tag.removeprefix(W) for child in element]


def test_children_stand_in_the_order_of_the_schema(parts):
    for part, root in parts.items():
        for element in root.iter():
            tag = element.tag.removeprefix(W)
            if tag in LEAVES and not len(element):
                continue
            places = {
                name: place
                for place, group in enumerate(ORDER.get(tag, ONE_CHILD.get(tag, "")).split())
                for name in group.split("|")
            }
            assert set(names(element)) <= set(places), f"{tag} in {part}"
            order = [places[name] for name in names(element)]
            assert order == sorted(order), f"{tag} in {part}: {names(element)}"


def test_properties_stand_once(parts):
    for root in parts.values():
        for element in root.iter():
            if element.tag.endswith("Pr") and element.tag != f"{W}sectPr":
                assert len(names(element)) == len(set(names(element)))


def test_a_cell_ends_with_a_paragraph_and_no_table_touches_another(parts):
    body = parts["word/document.xml"]
    for element in (body[0], *body.iter(f"{W}tc")):
        inner = [name for name in names(element) if name in {"p", "tbl"}]
        assert inner[-1] == "p"
        assert "tbl tbl" not in " ".join(inner)


def test_rows_are_as_wide_as_their_table(parts):
    tables = list(parts["word/document.xml"].iter(f"{W}tbl"))
    assert tables
    for table in tables:
        width = len(table.find(f"{W}tblGrid"))
        for row in table.findall(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert width == sum(1 if span is None else int(span.get(f"{W}val")) for span in spans)


def test_what_is_referred_to_is_there(parts):
    document = parts["word/document.xml"]
    styles = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    lists = {number.get(f"{W}numId") for number in parts["word/numbering.xml"].iter(f"{W}num")}
    marks = [mark.get(f"{W}name") for mark in document.iter(f"{W}bookmarkStart")]
    for root in parts.values():
        for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
            assert {each.get(f"{W}val") for each in root.iter(f"{W}{kind}")} <= styles
        assert {each.get(f"{W}val") for each in root.iter(f"{W}numId")} <= lists
    assert len(marks) == len(set(marks)) == 3
    anchors = {link.get(f"{W}anchor") for link in document.iter(f"{W}hyperlink")} - {None}
    assert anchors == set(marks)


def test_fields_begin_and_end(parts):
    for name in ("word/document.xml", "word/footer1.xml"):
        kinds = [mark.get(f"{W}fldCharType") for mark in parts[name].iter(f"{W}fldChar")]
        assert kinds
        assert re.fullmatch("(begin separate end ?)+", " ".join(kinds))


def test_relationships_are_all_in_use():
    data = docx_bytes(
        WordAgenda("a", "b", items=(WordItem("1", "c", sections=(("d", CORPUS["links"]),)),)),
        moment=MOMENT,
    )
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        relations = ElementTree.fromstring(file.read("word/_rels/document.xml.rels"))
        document = ElementTree.fromstring(file.read("word/document.xml"))
        types = file.read("[Content_Types].xml").decode()
        assert [name for name in file.namelist() if f"/{name}" not in types] == [
            name for name in file.namelist() if name.endswith(".rels") or name[0] == "["
        ]
    kinds = Counter(each.get("Type").rpartition("/")[2] for each in relations)
    assert kinds == Counter(
        {"hyperlink": 3, "styles": 1, "settings": 1, "numbering": 1, "header": 1, "footer": 1}
    )
    used = {link.get(f"{R}id") for link in document.iter(f"{W}hyperlink")} - {None}
    assert used == {each.get("Id") for each in relations if each.get("Type").endswith("hyperlink")}
