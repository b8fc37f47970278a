"""KML Placemarks with Python's xml module: name, description, styleUrl, geometry."""

import xml.etree.ElementTree as ElementTree

from cast import Geometry

KML = '{http://www.opengis.net/kml/2.2}'
SHAPES = ('Point', 'LineString', 'Polygon', 'MultiGeometry')


def _positions(element):
    text = element.findtext(KML + 'coordinates') or ''
    return [[float(number) for number in position.split(',')] for position in text.split()]


def _ring(boundary):
    return _positions(boundary.find(KML + 'LinearRing'))


def _geometry(element):
    kind = element.tag.removeprefix(KML)
    if kind == 'Point':
        return {'type': kind, 'coordinates': _positions(element)[0]}
    if kind == 'LineString':
        return {'type': kind, 'coordinates': _positions(element)}
    if kind == 'Polygon':
        boundaries = [*element.findall(KML + 'outerBoundaryIs'), *element.findall(KML + 'innerBoundaryIs')]
        return {'type': kind, 'coordinates': [_ring(boundary) for boundary in boundaries]}
    members = [_geometry(child) for child in element if child.tag.removeprefix(KML) in SHAPES]
    return {'type': 'GeometryCollection', 'geometries': members}


def read(path, how):
    names = ['name', 'description', 'styleUrl', '#geometry']
    return names, _placemarks(ElementTree.parse(path))


def _placemarks(tree):
    for at, placemark in enumerate(tree.iter(KML + 'Placemark')):
        shape = next((child for child in placemark if child.tag.removeprefix(KML) in SHAPES), None)
        texts = [placemark.findtext(KML + name) for name in ('name', 'description', 'styleUrl')]
        yield at + 1, [*texts, None if shape is None else Geometry(_geometry(shape))]
