"""Hashes the fields of a JSON Lines export (records in the shapes of Explore v2.1) in the canonical form.

Reads a request (JSON) from standard input, writes a JSON answer:
  file     path of the export, one record a line
  fields   [{name, type: Explore type or 'list' for a multivalued text, dump: true, outline: true}]

Answer: {rows, columns: [{hash, trimmed, unordered, nulls, misfits, misfitPlaces, cells?, outline?}]}.
`misfits` are values that are not in the shape of their type on the wire.
"""

import json
import os
import re
import sys
from datetime import datetime, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'independent'))

import canonical  # noqa: E402
from column import Column  # noqa: E402


def number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(value)
    return value


def whole(value):
    if number(value) != int(value):
        raise TypeError(value)
    return str(int(value))


def text(value):
    if not isinstance(value, str):
        raise TypeError(value)
    return canonical.text(value)


def texts(value):
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(value)
    return canonical.texts(value)


def boolean(value):
    if not isinstance(value, bool):
        raise TypeError(value)
    return 'true' if value else 'false'


def date(value):
    if not re.fullmatch(r'\d{4,}-\d\d-\d\d', value):
        raise TypeError(value)
    return value


def moment(value):
    parsed = datetime.fromisoformat(value)
    if parsed.tzinfo is None:
        raise TypeError(value)
    return canonical.instant(parsed.astimezone(timezone.utc))


def point(value):
    return canonical.point(number(value['lon']), number(value['lat']))


def geometry(value):
    if value['type'] != 'Feature':
        raise TypeError(value)
    return value['geometry']


WIRE = {
    'text': text,
    'list': texts,
    'int': whole,
    'double': lambda value: canonical.double(number(value)),
    'boolean': boolean,
    'date': date,
    'datetime': moment,
    'geo_point_2d': point,
    'geo_shape': lambda value: canonical.shape(geometry(value)),
    'json_blob': canonical.blob,
}


def column_of(wanted):
    kind = wanted['type']

    def cell(value):
        return canonical.NULL if value is None else WIRE[kind](value)

    return Column(wanted, cell, geometry, (TypeError, KeyError, ValueError, AttributeError))


def answer(request):
    fields = [(wanted['name'], column_of(wanted)) for wanted in request['fields']]
    rows = 0
    with open(request['file'], encoding='utf-8', newline='\n') as export:
        for line in export:
            if line.strip() == '':
                continue
            rows += 1
            record = json.loads(line)
            for name, column in fields:
                column.add(rows, record.get(name))
    return {'rows': rows, 'columns': [column.result() for _, column in fields]}


if __name__ == '__main__':
    json.dump(answer(json.load(sys.stdin)), sys.stdout)
