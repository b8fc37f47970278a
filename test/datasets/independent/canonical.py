"""The canonical form that both sides of the check are hashed in.

One cell becomes one text; a column is the sequence of its cells in record order, each followed by U+001E,
hashed with SHA-256 over UTF-8. By Explore type:

  null           U+0000; also an empty text, a text of white space only, an empty list of texts, NaN, infinities
  text           the text, nothing trimmed, nothing normalised
  text, list     U+001D, then the items joined by U+001F
  int            decimal digits, '-' when negative
  double         the shortest decimal that reads back as the same 64-bit float, Python's repr; -0 is 0
  boolean        'true' or 'false'
  date           YYYY-MM-DD
  datetime       YYYY-MM-DDTHH:MM:SS.mmmZ in UTC; a source without offset is UTC
  geo_point_2d   'lon,lat', each as a double
  geo_shape      compact JSON {"coordinates":...,"type":...} of the GeoJSON geometry alone, numbers as doubles
  json_blob      compact JSON with sorted keys; a number without fraction is written as an integer

Geometries that draw the same thing are one: rings are closed and wound as RFC 7946 (exterior counter-clockwise,
judged in the plane), a collection whose members are all points, lines or polygons is the Multi of them, a Multi
or collection of one member is that member, foreign members (bbox, crs) are left out. Vertices are never moved.
"""

import hashlib
import json
import math
import zlib

NULL = '\u0000'
END = '\u001e'
ITEM = '\u001f'
LIST = '\u001d'


def double(value):
    number = float(value)
    if not math.isfinite(number):
        return NULL
    return repr(number + 0.0)


def text(value):
    return NULL if value == '' or value.isspace() else value


def texts(items):
    return NULL if not items else LIST + ITEM.join(items)


def point(lon, lat):
    return double(lon) + ',' + double(lat)


def instant(moment):
    """An aware datetime in UTC, to the millisecond (rounded down)."""
    return moment.strftime('%Y-%m-%dT%H:%M:%S.') + f'{moment.microsecond // 1000:03d}Z'


def plain(value):
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in value}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def blob(value):
    return json.dumps(plain(value), sort_keys=True, separators=(',', ':'), ensure_ascii=False)


def _position(position):
    return [float(number) + 0.0 for number in position]


def _signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


def _ring(ring, exterior):
    positions = [_position(p) for p in ring]
    if positions and positions[0] != positions[-1]:
        positions.append(positions[0])
    area = _signed_area(positions)
    backwards = positions[::-1]
    if area == 0:
        return min(positions, backwards)
    return positions if (area > 0) == exterior else backwards


def _polygon(rings):
    return [_ring(ring, index == 0) for index, ring in enumerate(rings)]


_COORDINATES = {
    'Point': _position,
    'MultiPoint': lambda c: [_position(p) for p in c],
    'LineString': lambda c: [_position(p) for p in c],
    'MultiLineString': lambda c: [[_position(p) for p in line] for line in c],
    'Polygon': _polygon,
    'MultiPolygon': lambda c: [_polygon(p) for p in c],
}


def simplest(geometry):
    """The one GeoJSON geometry that stands for all that draw the same."""
    kind = geometry['type']
    if kind == 'GeometryCollection':
        members = [simplest(member) for member in geometry['geometries']]
        kinds = {member['type'] for member in members}
        if len(members) == 1:
            return members[0]
        if len(kinds) == 1 and kinds <= {'Point', 'LineString', 'Polygon'}:
            return {'type': 'Multi' + kinds.pop(), 'coordinates': [m['coordinates'] for m in members]}
        return {'type': kind, 'geometries': members}
    coordinates = _COORDINATES[kind](geometry['coordinates'])
    if kind.startswith('Multi') and len(coordinates) == 1:
        return {'type': kind[5:], 'coordinates': coordinates[0]}
    return {'type': kind, 'coordinates': coordinates}


def shape(geometry):
    return json.dumps(simplest(geometry), sort_keys=True, separators=(',', ':'))


def outline(geometry):
    """(structure, numbers) of a shape, for a comparison with a tolerance: structure keeps kinds and lengths only."""
    numbers = []

    def walk(node):
        if isinstance(node, dict):
            return {key: walk(node[key]) for key in sorted(node)}
        if isinstance(node, list):
            if node and isinstance(node[0], float):
                numbers.extend(node)
                return len(node)
            return [walk(item) for item in node]
        return node

    return json.dumps(walk(simplest(geometry)), sort_keys=True), numbers


class ColumnHash:
    """Hashes of one column: exact, with outer white space removed, and (for a diagnosis) without regard to order."""

    def __init__(self):
        self._exact = hashlib.sha256()
        self._trimmed = hashlib.sha256()
        self._unordered = 0
        self._cells = []
        self.nulls = 0

    def add(self, cell):
        self._cells.append(cell)
        if len(self._cells) == 4096:
            self._flush()

    def _flush(self):
        cells = [(cell + END).encode('utf-8', 'surrogatepass') for cell in self._cells]
        self._exact.update(b''.join(cells))
        trimmed = ''.join([cell.strip() + END for cell in self._cells])
        self._trimmed.update(trimmed.encode('utf-8', 'surrogatepass'))
        for cell in cells:
            checksum = zlib.crc32(cell)
            self._unordered += checksum + (checksum * checksum << 64)
        self.nulls += self._cells.count(NULL)
        self._cells = []

    def result(self):
        self._flush()
        return {
            'hash': self._exact.hexdigest(),
            'trimmed': self._trimmed.hexdigest(),
            'unordered': f'{self._unordered:x}',
            'nulls': self.nulls,
        }
