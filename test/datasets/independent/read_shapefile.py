"""A zipped polygon shapefile in a Lambert conformal conic projection, read from the ESRI specification
(July 1998) and brought to longitude and latitude with Snyder's inverse formulas (USGS 1395, pages 107-109)."""

import math
import re
import struct
import zipfile

from cast import Geometry


def _parameters(projection):
    named = dict(re.findall(r'PARAMETER\["(\w+)",([-\d.]+)\]', projection))
    spheroid = re.search(r'SPHEROID\["[^"]*",([\d.]+),([\d.]+)\]', projection)
    unit = re.findall(r'UNIT\["[^"]*",([\d.]+)\]', projection)[-1]
    return {name: float(value) for name, value in named.items()}, *(float(x) for x in spheroid.groups()), float(unit)


class LambertConic:
    """Two standard parallels, ellipsoidal; the datum is taken as WGS 84 (NAD 83 differs by less than 2 m)."""

    def __init__(self, projection):
        named, self.radius, flattening, self.unit = _parameters(projection)
        f = 1 / flattening
        self.e = math.sqrt(f * (2 - f))
        self.origin = math.radians(named['Central_Meridian'])
        self.false = (named['False_Easting'], named['False_Northing'])
        first, second, base = (
            math.radians(named[name]) for name in ('Standard_Parallel_1', 'Standard_Parallel_2', 'Latitude_Of_Origin')
        )
        self.n = (math.log(self._m(first)) - math.log(self._m(second))) / (
            math.log(self._t(first)) - math.log(self._t(second))
        )
        self.scale = self.radius * self._m(first) / (self.n * self._t(first) ** self.n)
        self.rho = self.scale * self._t(base) ** self.n

    def _m(self, latitude):
        return math.cos(latitude) / math.sqrt(1 - (self.e * math.sin(latitude)) ** 2)

    def _t(self, latitude):
        sine = self.e * math.sin(latitude)
        return math.tan(math.pi / 4 - latitude / 2) / ((1 - sine) / (1 + sine)) ** (self.e / 2)

    def inverse(self, east, north):
        x = (east - self.false[0]) * self.unit
        y = self.rho - (north - self.false[1]) * self.unit
        t = (math.copysign(math.hypot(x, y), self.n) / self.scale) ** (1 / self.n)
        latitude = math.pi / 2 - 2 * math.atan(t)
        for _ in range(20):
            sine = self.e * math.sin(latitude)
            latitude = math.pi / 2 - 2 * math.atan(t * ((1 - sine) / (1 + sine)) ** (self.e / 2))
        return [math.degrees(math.atan2(x, y) / self.n + self.origin), math.degrees(latitude)]


def _area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))


def _inside(position, ring):
    x, y = position
    within = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
    return within


def _polygons(rings):
    """Clockwise rings are exteriors, in file order; a counter-clockwise one is a hole of the first that holds it."""
    polygons = [[ring] for ring in rings if _area(ring) < 0]
    for hole in (ring for ring in rings if _area(ring) >= 0):
        next(polygon for polygon in polygons if _inside(hole[0], polygon[0])).append(hole)
    return polygons


def _shapes(data, projection):
    at = 100
    while at < len(data):
        length = struct.unpack_from('>i', data, at + 4)[0] * 2
        kind, = struct.unpack_from('<i', data, at + 8)
        assert kind == 5, 'only polygons are read'
        parts, points = struct.unpack_from('<2i', data, at + 44)
        starts = [*struct.unpack_from(f'<{parts}i', data, at + 52), points]
        flat = struct.unpack_from(f'<{points * 2}d', data, at + 52 + 4 * parts)
        positions = list(zip(flat[::2], flat[1::2]))
        polygons = _polygons([positions[a:b] for a, b in zip(starts, starts[1:])])
        coordinates = [[[projection.inverse(*p) for p in ring] for ring in polygon] for polygon in polygons]
        yield Geometry(type='MultiPolygon', coordinates=coordinates)
        at += 8 + length


def _attributes(data):
    count, head, size = struct.unpack_from('<IHH', data, 4)
    fields = []
    at = 32
    while data[at] != 0x0D:
        fields.append((data[at : at + 11].split(b'\0')[0].decode('ascii'), data[at + 16]))
        at += 32
    rows = []
    for record in range(count):
        at = head + record * size + 1
        row = []
        for _, width in fields:
            row.append(data[at : at + width].decode('latin-1').strip() or None)
            at += width
        rows.append(row)
    return [name for name, _ in fields], rows


def read(path, how):
    with zipfile.ZipFile(path) as archive:
        member = {name.rsplit('.', 1)[1]: name for name in archive.namelist() if name.count('.') == 1}
        projection = LambertConic(archive.read(member['prj']).decode('ascii'))
        names, rows = _attributes(archive.read(member['dbf']))
        shapes = list(_shapes(archive.read(member['shp']), projection))
    records = ((at + 1, [*row, shape]) for at, (row, shape) in enumerate(zip(rows, shapes, strict=True)))
    return [*names, '#geometry'], records
