"""CSV and TSV with Python's csv module: header and encoding as the expectation states."""

import csv
import gzip
import io

csv.field_size_limit(1 << 30)


def decoded(path, encoding):
    with open(path, 'rb') as file:
        data = file.read()
    if data[:2] == b'\x1f\x8b':
        data = gzip.decompress(data)
    return data.decode(encoding)


def read(path, how):
    """(column names, iterator of (line where the record starts, cells)); short records are filled with None."""
    quoting = csv.QUOTE_NONE if how.get('quote') is None else csv.QUOTE_MINIMAL
    text = io.StringIO(decoded(path, how['encoding']), newline='')
    rows = csv.reader(text, delimiter=how['delimiter'], quotechar=how.get('quote') or '"', quoting=quoting)
    if how['header']:
        names = next(rows)
        start = rows.line_num + 1
    else:
        names = [''] * how['columns']
        start = 1
    return names, _records(rows, start, len(names), how.get('filler', ''))


def _records(rows, start, width, filler):
    """Records in order; those made of nothing but separators (and `filler` characters) are none."""
    line = start
    for row in rows:
        here, line = line, rows.line_num + 1
        if not any(cell.strip(filler + ' ') for cell in row):
            continue
        if len(row) > width:
            raise ValueError(f'line {here}: {len(row)} cells for {width} columns')
        yield here, row + [None] * (width - len(row))
