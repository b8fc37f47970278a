"""The independent reading of one data set: kinds of reading, and records in the columns of the expectation."""

import read_json
import read_kml
import read_parquet
import read_shapefile
import read_text
import read_xlsx

READERS = {
    'csv': read_text.read,
    'json-array': read_json.read_array,
    'json-object': read_json.read_object,
    'json-columnar': read_json.read_columnar,
    'geojson': read_json.read_geojson,
    'topojson': read_json.read_topojson,
    'kml': read_kml.read,
    'xlsx': read_xlsx.read,
    'shapefile': read_shapefile.read,
    'parquet': read_parquet.read,
}
#: Kinds whose columns have names of their own; the others go by position.
NAMED = {'json-array', 'json-object', 'json-columnar', 'geojson', 'topojson', 'kml', 'shapefile', 'parquet'}


def columns_of(expectation, names):
    """Position in the source of every field of the expectation, in its order; refuses any difference of names."""
    sources = [field['source'] for field in expectation['fields']]
    if expectation['read']['kind'] in NAMED:
        if sorted(names) != sorted(sources):
            raise ValueError(f'columns {sorted(set(names) ^ set(sources))} are in one of expectation and file only')
        return [names.index(source) for source in sources]
    if names != sources:
        raise ValueError(f'columns of the file {names} are not those of the expectation {sources}')
    return list(range(len(names)))


def records(expectation, path):
    """(line, record number, raw cells in the order of the expectation's fields) of every record."""
    how = expectation['read']
    names, rows = READERS[how['kind']](path, how)
    positions = columns_of(expectation, names)
    for number, (line, cells) in enumerate(rows, start=1):
        yield line, number, [cells[position] for position in positions]
