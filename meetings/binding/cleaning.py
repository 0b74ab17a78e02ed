"""Takes out of the annexes' content what no reader of a book needs.

What runs by itself (JavaScript, programs, forms that are sent) hangs on a file's catalogue, pages
and annotations, none of which come into the book. Files can also hang on pictures.
"""

import pikepdf
from pikepdf import Dictionary, Name, Stream

# A stream's dictionary has no names of its own choosing, so these can be nothing else:
_NEEDLESS = (
    "/AF",  # files that belong to a picture
    "/F",  # content that lies in another file, and how that is packed
    "/FDecodeParms",
    "/FFilter",
    "/Metadata",
    "/OPI",
    "/PieceInfo",
    "/Ref",
    "/StructParent",  # numbers in the tags of the file it came from
    "/StructParents",
)


def clean(book: pikepdf.Pdf, *, since: int) -> None:
    """Cleans the objects that came into the book after the first `since`."""
    for thing in list(book.objects)[since:]:
        if isinstance(thing, Stream):
            for key in _NEEDLESS:
                if key in thing:
                    del thing[key]
        elif (
            isinstance(thing, Dictionary) and thing.get("/Type") == Name.Filespec and "/EF" in thing
        ):
            del thing["/EF"]
