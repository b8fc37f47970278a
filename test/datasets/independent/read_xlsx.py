"""One sheet of a workbook with Python's zipfile and xml modules: shared strings and plain numbers."""

import re
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
LINK = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id'


def _sheet_path(archive, name):
    workbook = ElementTree.fromstring(archive.read('xl/workbook.xml'))
    link = next(sheet.get(LINK) for sheet in workbook.iter(MAIN + 'sheet') if sheet.get('name') == name)
    links = ElementTree.fromstring(archive.read('xl/_rels/workbook.xml.rels'))
    return 'xl/' + next(item.get('Target') for item in links if item.get('Id') == link)


def _shared(archive):
    strings = ElementTree.fromstring(archive.read('xl/sharedStrings.xml'))
    return [''.join(part.text or '' for part in item.iter(MAIN + 't')) for item in strings.iter(MAIN + 'si')]


def _number(text):
    number = float(text)
    return int(number) if number.is_integer() else number


def _cells(row, shared):
    cells = {}
    for cell in row.iter(MAIN + 'c'):
        value = cell.findtext(MAIN + 'v')
        if value is not None:
            column = re.match('[A-Z]+', cell.get('r')).group()
            cells[column] = shared[int(value)] if cell.get('t') == 's' else _number(value)
    return cells


def read(path, how):
    """Header in row `header`; a record's line is its row number; rows without any value are none."""
    with zipfile.ZipFile(path) as archive:
        shared = _shared(archive)
        sheet = ElementTree.fromstring(archive.read(_sheet_path(archive, how['sheet'])))
    rows = {int(row.get('r')): _cells(row, shared) for row in sheet.iter(MAIN + 'row')}
    header = rows.pop(how['header'])
    letters = list(header)
    records = ((at, rows[at]) for at in sorted(rows) if at > how['header'] and rows[at])
    return list(header.values()), ((at, [cells.get(letter) for letter in letters]) for at, cells in records)
