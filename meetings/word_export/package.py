"""The file around the text: python-docx keeps its parts together, the XML in them is ours."""

import datetime
import io
import zipfile
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Twips

from meetings.word_export import styles

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# What the library's empty document brings along: samples, a picture, and which program wrote it.
_UNWANTED = (
    "customXml",
    "stylesWithEffects",
    "webSettings",
    "fontTable",
    "theme",
    "thumbnail",
    "extended-properties",
)
_LONGEST_PROPERTY = 255
_MIDNIGHT = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip knows


class Package:
    """An A4 document with our styles, empty at first."""

    def __init__(self) -> None:
        self._document = docx.Document()
        self._links: dict[str, str] = {}
        part = self._document.part
        for owner in (part, part.package):
            for key, relation in list(owner.rels.items()):
                if relation.reltype.rpartition("/")[2] in _UNWANTED:
                    del owner.rels[key]
        _fill(self._document.styles.element, styles.styles())
        _fill(self._document.settings.element, styles.settings())
        section = self._document.sections[0]
        section.page_width, section.page_height = Twips(11906), Twips(16838)
        section.left_margin = section.right_margin = Twips(1134)
        section.top_margin = section.bottom_margin = Twips(1418)
        section.header_distance = section.footer_distance = Twips(709)

    def link_id(self, address: str) -> str:
        """The key of the relationship that leads to `address` outside the document."""
        if address not in self._links:
            self._links[address] = self._document.part.relate_to(
                address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
        return self._links[address]

    def write(self, body: str, numbering: str) -> None:
        """Puts in what stands in the document and in its definitions of lists."""
        end = self._document.element.body.sectPr
        for element in list(_parsed(body)):
            end.addprevious(element)
        _fill(self._document.part.numbering_part.element, numbering)

    def write_margins(self, header: str, footer: str) -> None:
        section = self._document.sections[0]
        for margin, xml in ((section.header, header), (section.footer, footer)):
            margin.is_linked_to_previous = False
            _fill(margin.part.element, xml)

    def describe(self, title: str, author: str, moment: datetime.datetime) -> None:
        """The properties of the file. A `moment` without a zone is in UTC."""
        if moment.tzinfo is not None:
            moment = moment.astimezone(datetime.UTC).replace(tzinfo=None)
        properties = self._document.core_properties
        properties.title = title[:_LONGEST_PROPERTY]
        properties.author = author[:_LONGEST_PROPERTY]
        properties.last_modified_by = author[:_LONGEST_PROPERTY]
        properties.language = "da-DK"
        properties.comments = ""
        properties.created = properties.modified = moment

    def bytes(self) -> bytes:
        """The file; the same content gives the same bytes whenever and wherever it is made."""
        source, target = io.BytesIO(), io.BytesIO()
        self._document.save(source)
        with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w") as written:
            for name in read.namelist():
                entry = zipfile.ZipInfo(name, _MIDNIGHT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                written.writestr(entry, read.read(name))
        return target.getvalue()


def _fill(root: Any, inner: str) -> None:
    """Puts `inner` in place of what `root` holds."""
    for child in list(root):
        root.remove(child)
    root.extend(list(_parsed(inner)))


def _parsed(inner: str) -> Any:
    return parse_xml(f"<w:body {_NAMESPACES}>{inner}</w:body>")
