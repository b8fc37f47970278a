"""Hashes the columns of a source file by the expectation, without any code of the product.

Reads a request (JSON) from standard input, writes a JSON answer:
  expectation  the content of a file of expected/
  file         path of the source file
  exclude      places that the product quarantined (optional)
  places       'line' (default) or 'record': what those places count
  columns      [{field: index of the expectation's field, type: Explore type or 'list', parse: rules,
                dump: true for the canonical cells too, outline: true for a shape compared with a tolerance}]

Answer: {rows, excluded, columns: [{hash, trimmed, unordered, nulls, misfits, misfitPlaces, cells?, outline?}]}.
`misfits` are values that the asked type cannot hold; they are hashed as U+0001 and can never agree.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'independent'))

import readers  # noqa: E402
from cast import Misfit, canonical_cell, geometry_of  # noqa: E402
from column import Column  # noqa: E402


def column_of(wanted):
    kind, rules = wanted['type'], wanted.get('parse', {})
    return Column(wanted, lambda raw: canonical_cell(raw, kind, rules), geometry_of, (Misfit,))


def answer(request):
    columns = [(wanted['field'], column_of(wanted)) for wanted in request['columns']]
    exclude = set(request.get('exclude', ()))
    rows = excluded = 0
    for line, number, cells in readers.records(request['expectation'], request['file']):
        place = number if request.get('places') == 'record' else line
        if place in exclude:
            excluded += 1
            continue
        rows += 1
        for field, column in columns:
            column.add(place, cells[field])
    return {'rows': rows, 'excluded': excluded, 'columns': [column.result() for _, column in columns]}


if __name__ == '__main__':
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
