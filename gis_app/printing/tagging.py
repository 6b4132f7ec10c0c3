"""Tags for readers of the screen: every line of text of a PDF in the order in which it was painted.

Qt's PDF writer (6.11) writes no structure, so it is added afterwards: a section for each page, a paragraph
for each run of text, in painting order, which is the order of the template's frames. Maps and photos have no
alternative text and drawings are not marked as decoration: the file can be read aloud, but is not PDF/UA.
"""

import re
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

_TEXT: Final = re.compile(rb"(?<!\S)BT\s.*?\sET(?!\S)", re.DOTALL)


def tag_text(document: pikepdf.Pdf) -> None:
    """Tag the text of a document that Qt wrote, in place."""
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    sections, parents = Array(), Array()
    for number, page in enumerate(document.pages):
        page.contents_coalesce()
        section = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=whole))
        lines = Array()
        for line in range(_mark(page)):
            element = Dictionary(Type=Name.StructElem, S=Name.P, P=section, Pg=page.obj, K=line)
            lines.append(document.make_indirect(element))
        section.K = lines
        sections.append(section)
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
        parents.append(number)
        parents.append(document.make_indirect(Array(list(lines))))
    whole.K = sections
    root.K = whole
    root.ParentTree = document.make_indirect(Dictionary(Nums=parents))
    root.ParentTreeNextKey = len(document.pages)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = Dictionary(Marked=True)


def _mark(page: pikepdf.Page) -> int:
    """Mark each run of text of a page; return how many there are."""
    count = 0

    def marked(found: re.Match[bytes]) -> bytes:
        nonlocal count
        said = b"/P <</MCID %d>> BDC\n%s\nEMC" % (count, found[0])
        count += 1
        return said

    stream = page.Contents
    stream.write(_TEXT.sub(marked, stream.read_bytes()))
    return count
