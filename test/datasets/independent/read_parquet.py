"""Parquet through DuckDB (`duckdb-rows.ts` beside this file): one JSON array a record, WKB as {"wkb": hex}."""

import json
import os
import subprocess

from cast import Wkb


def _cell(value):
    return Wkb.fromhex(value['wkb']) if isinstance(value, dict) and 'wkb' in value else value


def read(path, how):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'duckdb-rows.ts')
    command = [os.environ.get('NODE', 'node'), script, path]
    lines = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode('utf-8').rstrip('\n').split('\n')
    names = json.loads(lines[0])
    return names, ((at + 1, [_cell(value) for value in json.loads(line)]) for at, line in enumerate(lines[1:]))
