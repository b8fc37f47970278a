"""Well-Known Binary (OGC 06-103r4 §8, ISO and PostGIS dimension flags) to a GeoJSON geometry."""

import struct

KINDS = {1: 'Point', 2: 'LineString', 3: 'Polygon', 4: 'MultiPoint', 5: 'MultiLineString', 6: 'MultiPolygon'}


class _Cursor:
    def __init__(self, data):
        self.data = data
        self.at = 0
        self.order = '<'

    def take(self, layout):
        layout = self.order + layout
        values = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def positions(self, width):
        return [list(self.take(f'{width}d')) for _ in range(self.take('I')[0])]


def _geometry(cursor):
    cursor.order = '<' if cursor.data[cursor.at] == 1 else '>'
    cursor.at += 1
    code = cursor.take('I')[0]
    flags, code = code >> 28, code & 0x0FFFFFFF
    if flags & 2:
        cursor.take('I')
    width = 2 + bool(flags & 8) + bool(flags & 4) + {0: 0, 1: 1, 2: 1, 3: 2}[code // 1000]
    kind = code % 1000
    if kind == 1:
        return {'type': 'Point', 'coordinates': list(cursor.take(f'{width}d'))}
    if kind == 2:
        return {'type': 'LineString', 'coordinates': cursor.positions(width)}
    if kind == 3:
        return {'type': 'Polygon', 'coordinates': [cursor.positions(width) for _ in range(cursor.take('I')[0])]}
    members = [_geometry(cursor) for _ in range(cursor.take('I')[0])]
    if kind == 7:
        return {'type': 'GeometryCollection', 'geometries': members}
    return {'type': KINDS[kind], 'coordinates': [member['coordinates'] for member in members]}


def geometry_of_wkb(data):
    return _geometry(_Cursor(bytes(data)))
