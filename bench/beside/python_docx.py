"""Comparison: python-docx makes a document of the same text: page, fonts and sizes of GB/T 9704, no numbering.

python3 bench/beside/python_docx.py TEXT DOCUMENT
One line of JSON: seconds from an empty document to the saved file, without the start of Python and its imports.
"""

import json
import statistics
import sys
import time

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt


def make(lines, target):
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(line)
        name, size = ("方正小标宋简体", 22) if number == 0 else ("仿宋_GB2312", 16)
        run.font.name, run.font.size = name, Pt(size)
        run._element.rPr.rFonts.set(qn("w:eastAsia"), name)
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.space_after = Pt(28.9), Pt(0)
        if number == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            shape.first_line_indent = Pt(32)
    document.save(target)


source, target = sys.argv[1:3]
with open(source, encoding="utf-8") as text:
    lines = [line for line in text.read().split("\n") if line.strip()]
make(lines, target)
times = []
for _ in range(30):
    started = time.perf_counter()
    make(lines, target)
    times.append(time.perf_counter() - started)
print(
    json.dumps(
        {
            "figure": "docx.python_docx",
            "unit": "s",
            "median": statistics.median(times),
            "low": min(times),
            "high": max(times),
            "runs": len(times),
            "facts": {"paragraphs": len(lines)},
        }
    )
)
