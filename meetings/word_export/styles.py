"""The styles and settings of the document, by the names that Word has for them."""

from meetings.word_export.numbering import BULLETS, INDENT, LEVELS, NUMBERS

# The order of the elements in w:pPr, w:rPr and so on is fixed, see text.py.
_DEFAULTS = """
<w:docDefaults>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="Calibri" w:eastAsia="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>
    <w:sz w:val="22"/><w:szCs w:val="22"/>
    <w:lang w:val="da-DK" w:eastAsia="da-DK" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr>
    <w:spacing w:after="120" w:line="264" w:lineRule="auto"/>
  </w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal">
  <w:name w:val="Normal"/><w:qFormat/>
</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
    <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
    <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList">
  <w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/>
</w:style>
<w:style w:type="character" w:styleId="Hyperlink">
  <w:name w:val="Hyperlink"/><w:uiPriority w:val="99"/>
  <w:rPr><w:color w:val="0B5394"/><w:u w:val="single"/></w:rPr>
</w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="AgendaTable">
  <w:name w:val="Dagsordenstabel"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr><w:tblBorders>
    <w:top w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
    <w:left w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
    <w:right w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
    <w:insideV w:val="single" w:sz="4" w:space="0" w:color="8C8C8C"/>
  </w:tblBorders></w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
_HEADING = '<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"/>'
_HEADINGS = ((32, 480, 120), (28, 360, 120), (24, 240, 60), (22, 180, 60))  # size, before, after
_CONTENTS = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs>'
_MARGIN = '<w:tabs><w:tab w:val="right" w:pos="9638"/></w:tabs>'
_SETTINGS = """
<w:zoom w:percent="100"/>
<w:defaultTabStop w:val="567"/>
<w:characterSpacingControl w:val="doNotCompress"/>
<w:updateFields w:val="true"/>
<w:compat>
  <w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"
    w:val="15"/>
</w:compat>
<w:themeFontLang w:val="da-DK"/>
<w:decimalSymbol w:val=","/>
<w:listSeparator w:val=";"/>
"""


def settings() -> str:
    """What stands in settings.xml, without its root; Word offers to update the contents."""
    return _SETTINGS


def styles() -> str:
    """What stands in styles.xml, without its root."""
    return _DEFAULTS + "".join(
        [
            _style("Title", "Title", '<w:spacing w:before="240" w:after="60"/>', _letters(52)),
            _style("Subtitle", "Subtitle", '<w:spacing w:after="240"/>', _letters(32, bold=False)),
            *(
                _style(
                    f"Heading{level}",
                    f"heading {level}",
                    _HEADING.format(before=before, after=after)
                    + f'<w:outlineLvl w:val="{level - 1}"/>',
                    _letters(size),
                )
                for level, (size, before, after) in enumerate(_HEADINGS, start=1)
            ),
            _style(
                "TOCHeading", "TOC Heading", _HEADING.format(before=360, after=120), _letters(28)
            ),
            _style("TOC1", "toc 1", f'{_CONTENTS}<w:spacing w:after="60"/>', following="Normal"),
            _style(
                "TOC2",
                "toc 2",
                f'{_CONTENTS}<w:spacing w:after="60"/><w:ind w:left="{INDENT}"/>',
                following="Normal",
            ),
            _style(
                "Header", "header", f'{_MARGIN}<w:spacing w:after="0"/>', _letters(18, bold=False)
            ),
            _style(
                "Footer", "footer", f'{_MARGIN}<w:spacing w:after="0"/>', _letters(18, bold=False)
            ),
            _list_style("ListBullet", "List Bullet", BULLETS),
            _list_style("ListNumber", "List Number", NUMBERS),
            *(
                _style(
                    f"ListContinue{level}",
                    f"List Continue {level}" if level > 1 else "List Continue",
                    f'<w:spacing w:after="60"/><w:ind w:left="{INDENT * level}"/>',
                    is_own=level > 5,
                )
                for level in range(1, LEVELS + 1)
            ),
            _style("Quote", "Quote", f'<w:ind w:left="{INDENT}"/>', "<w:i/><w:iCs/>"),
            _style(
                "TableText", "Tabeltekst", '<w:spacing w:before="40" w:after="40"/>', is_own=True
            ),
            _style(
                "TableHead", "Tabelhoved", "", "<w:b/><w:bCs/>", based_on="TableText", is_own=True
            ),
            _style(
                "TableTextSmall",
                "Tabeltekst, lille",
                '<w:spacing w:before="20" w:after="20"/>',
                _letters(16, bold=False),
                based_on="TableText",
                is_own=True,
            ),
            _style(
                "TableHeadSmall",
                "Tabelhoved, lille",
                "",
                "<w:b/><w:bCs/>",
                based_on="TableTextSmall",
                is_own=True,
            ),
            _style(
                "Facts",
                "Mødefakta",
                '<w:tabs><w:tab w:val="left" w:pos="1701"/></w:tabs><w:spacing w:after="60"/>'
                '<w:ind w:left="1701" w:hanging="1701"/>',
                is_own=True,
            ),
            _style(
                "Warning", "Advarsel", "", '<w:b/><w:bCs/><w:color w:val="9C1A1A"/>', is_own=True
            ),
            _style("Case", "Sagsnummer", "<w:keepNext/>", '<w:color w:val="595959"/>', is_own=True),
            _style(
                "Edition", "Udgave", '<w:spacing w:before="240"/>', "<w:b/><w:bCs/>", is_own=True
            ),
        ]
    )


def _letters(size: int, *, bold: bool = True) -> str:
    """`size` in half points."""
    weight = "<w:b/><w:bCs/>" if bold else ""
    return f'{weight}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _list_style(key: str, name: str, number: int) -> str:
    properties = f'<w:numPr><w:numId w:val="{number}"/></w:numPr><w:spacing w:after="60"/>'
    return _style(key, name, properties, following=key)


def _style(
    key: str,
    name: str,
    paragraph: str,
    letters: str = "",
    *,
    based_on: str = "Normal",
    following: str = "",
    is_own: bool = False,
) -> str:
    """A style for paragraphs; `is_own` if Word has none of this name."""
    following = following or ("Normal" if letters and not is_own else key)
    own = ' w:customStyle="1"' if is_own else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{key}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/><w:next w:val="{following}"/>'
        f"<w:qFormat/>{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}"
        f"{f'<w:rPr>{letters}</w:rPr>' if letters else ''}</w:style>"
    )
