"""From a raw cell of a reader to the canonical text of a type, by the rules that an expectation states.

Raw cells: None, str, int, float, bool, list, dict, Geometry (a GeoJSON geometry), Wkb (bytes).
Rules (all optional, `parse` of an expected field):
  decimal, thousands   separators of numbers written as text; equal ones mean: the last is the decimal one
  markers              texts that mean no value in this field
  order                of a slashed date: dmy, mdy, ymd (two-digit years are 2000 and later)
  digits               14: a datetime is written YYYYMMDDhhmmss
  epoch                'ms': a datetime is a number of milliseconds since 1970
  true, false          the words of a boolean, lower-case
  point                'lat,lon' order of a pair or text (default); 'lon,lat'
"""

import json
import re
from datetime import datetime, timedelta, timezone

import canonical
from wkb import geometry_of_wkb


class Misfit(Exception):
    """A value that the expected type cannot hold."""


class Geometry(dict):
    """A GeoJSON geometry, told apart from any other JSON object."""


class Wkb(bytes):
    """A geometry as Well-Known Binary."""


INTEGER = re.compile(r'[-+]?\d+')
DECIMAL = re.compile(r'[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?')


def is_empty(raw, rules):
    if raw is None:
        return True
    return isinstance(raw, str) and (raw == '' or raw.isspace() or raw in rules.get('markers', ()))


def to_text(raw, rules):
    if isinstance(raw, bool):
        return 'true' if raw else 'false'
    if isinstance(raw, (int, float)):
        return str(canonical.plain(raw))
    if isinstance(raw, str):
        return canonical.text(raw)
    raise Misfit(raw)


def to_list(raw, rules):
    if not isinstance(raw, list):
        raise Misfit(raw)
    return canonical.texts([item if isinstance(item, str) else to_text(item, rules) for item in raw])


def number_text(raw, rules):
    text = raw.strip()
    decimal = rules.get('decimal', '.')
    thousands = rules.get('thousands')
    if thousands == decimal and thousands is not None:
        whole, _, fraction = text.rpartition(decimal)
        return f"{whole.replace(thousands, '')}.{fraction}" if whole else text
    if thousands is not None:
        text = text.replace(thousands, '')
    if decimal != '.':
        if '.' in text:
            raise Misfit(raw)
        text = text.replace(decimal, '.')
    return text


def to_int(raw, rules):
    if isinstance(raw, bool):
        raise Misfit(raw)
    if isinstance(raw, int):
        return str(raw)
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, str) and INTEGER.fullmatch(raw.strip()):
        return str(int(raw))
    raise Misfit(raw)


def to_double(raw, rules):
    if isinstance(raw, bool):
        raise Misfit(raw)
    if isinstance(raw, (int, float)):
        return canonical.double(raw)
    if isinstance(raw, str):
        text = number_text(raw, rules)
        if DECIMAL.fullmatch(text):
            return canonical.double(text)
    raise Misfit(raw)


def to_boolean(raw, rules):
    if isinstance(raw, bool):
        return 'true' if raw else 'false'
    word = str(raw).strip().lower()
    if word in rules.get('true', ('true',)):
        return 'true'
    if word in rules.get('false', ('false',)):
        return 'false'
    raise Misfit(raw)


def calendar_day(raw, rules):
    order = rules.get('order', 'iso')
    try:
        if order == 'iso':
            return datetime.strptime(raw.strip(), '%Y-%m-%d')
        parts = [int(part) for part in raw.strip().split('/')]
        day = dict(zip(order, parts, strict=True))
        year = day['y'] + 2000 if day['y'] < 100 else day['y']
        return datetime(year, day['m'], day['d'])
    except ValueError:
        raise Misfit(raw) from None


def to_date(raw, rules):
    if not isinstance(raw, str):
        raise Misfit(raw)
    return calendar_day(raw, rules).strftime('%Y-%m-%d')


def to_datetime(raw, rules):
    if rules.get('epoch') == 'ms' and isinstance(raw, int):
        return canonical.instant(datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=raw))
    if not isinstance(raw, str):
        raise Misfit(raw)
    try:
        if rules.get('digits') == 14:
            moment = datetime.strptime(raw.strip(), '%Y%m%d%H%M%S')
        elif 'order' in rules:
            moment = calendar_day(raw, rules)
        else:
            moment = datetime.fromisoformat(raw.strip())
    except ValueError:
        raise Misfit(raw) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return canonical.instant(moment.astimezone(timezone.utc))


def geometry_of(raw):
    if isinstance(raw, Wkb):
        return geometry_of_wkb(raw)
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raise Misfit(raw) from None
    if not isinstance(raw, dict):
        raise Misfit(raw)
    return raw['geometry'] if raw.get('type') == 'Feature' else raw


def to_point(raw, rules):
    if isinstance(raw, (Geometry, Wkb)):
        geometry = geometry_of(raw)
        if geometry['type'] != 'Point':
            raise Misfit(raw)
        return canonical.point(geometry['coordinates'][0], geometry['coordinates'][1])
    pair = raw.split(',') if isinstance(raw, str) else raw
    if not isinstance(pair, list) or len(pair) != 2:
        raise Misfit(raw)
    try:
        first, second = (float(part) for part in pair)
    except ValueError:
        raise Misfit(raw) from None
    return canonical.point(first, second) if rules.get('point') == 'lon,lat' else canonical.point(second, first)


def to_shape(raw, rules):
    return canonical.shape(geometry_of(raw))


def to_blob(raw, rules):
    return canonical.blob(raw)


CASTS = {
    'text': to_text,
    'list': to_list,
    'int': to_int,
    'double': to_double,
    'boolean': to_boolean,
    'date': to_date,
    'datetime': to_datetime,
    'geo_point_2d': to_point,
    'geo_shape': to_shape,
    'json_blob': to_blob,
}


def canonical_cell(raw, kind, rules):
    """The canonical text of one raw cell as `kind` (an Explore type, or 'list' for a multivalued text)."""
    return canonical.NULL if is_empty(raw, rules) else CASTS[kind](raw, rules)
