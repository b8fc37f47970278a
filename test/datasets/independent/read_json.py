"""JSON in the shapes of the data folder, with Python's json module: columns in order of first appearance."""

import json
import re

from cast import Geometry

ABSENT = None


def load(path, lenient=False):
    with open(path, encoding='utf-8') as file:
        text = file.read()
    # A comma before a closing bracket, outside the few texts of these files: the one repair that is expected.
    return json.loads(re.sub(r',(\s*[\]}])', r'\1', text) if lenient else text)


def table(objects):
    names = list(dict.fromkeys(name for item in objects for name in item))
    return names, ((at + 1, [item.get(name, ABSENT) for name in names]) for at, item in enumerate(objects))


def read_array(path, how):
    return table(load(path))


def read_object(path, how):
    return table([load(path)])


def read_columnar(path, how):
    document = load(path)
    return document[how['names']], ((at + 1, row) for at, row in enumerate(document[how['rows']]))


def of_features(features):
    """Columns: the feature's own id (named '#id'), its properties, its geometry (named '#geometry')."""
    flat = [
        {
            **({'#id': feature['id']} if 'id' in feature else {}),
            **feature['properties'],
            '#geometry': feature['geometry'] and Geometry(feature['geometry']),
        }
        for feature in features
    ]
    return table(flat)


def read_geojson(path, how):
    return of_features(load(path, how.get('lenient', False))['features'])


def read_topojson(path, how):
    topology = load(path)
    arcs = [_absolute(arc, topology['transform']) for arc in topology['arcs']]
    geometries = topology['objects'][how['object']]['geometries']
    return of_features(
        [
            {'properties': g['properties'], 'geometry': {'type': g['type'], 'coordinates': _stitched(g['arcs'], arcs)}}
            for g in geometries
        ]
    )


def _absolute(arc, transform):
    """TopoJSON 1.0 §2.1.2: deltas of quantised positions, scaled and translated."""
    x = y = 0
    positions = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        positions.append(
            [
                x * transform['scale'][0] + transform['translate'][0],
                y * transform['scale'][1] + transform['translate'][1],
            ]
        )
    return positions


def _stitched(indexes, arcs):
    """Arcs joined end to end; ~i is arc i backwards; the shared vertex appears once."""
    if indexes and isinstance(indexes[0], list):
        return [_stitched(item, arcs) for item in indexes]
    line = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        line.extend(arc[1:] if line else arc)
    return line
