"""One column on its way to an answer: canonical cells hashed, misfits counted, cells and outlines on demand."""

import canonical

#: Stands for a value that its type cannot hold; agrees with nothing.
MISFIT = '\u0001'


class Column:
    def __init__(self, wanted, to_cell, to_geometry, faults):
        self._wanted = wanted
        self._to_cell = to_cell
        self._to_geometry = to_geometry
        self._faults = faults
        self._hash = canonical.ColumnHash()
        self._misfits = []
        self._cells = []
        self._outline = []

    def add(self, place, raw):
        try:
            cell = self._to_cell(raw)
        except self._faults:
            cell = MISFIT
            self._misfits.append(place)
        self._hash.add(cell)
        if self._wanted.get('dump'):
            self._cells.append(cell)
        if self._wanted.get('outline'):
            self._outline.append(None if raw is None else canonical.outline(self._to_geometry(raw)))

    def result(self):
        return {
            **self._hash.result(),
            'misfits': len(self._misfits),
            'misfitPlaces': self._misfits[:200],
            **({'cells': self._cells} if self._wanted.get('dump') else {}),
            **({'outline': self._outline} if self._wanted.get('outline') else {}),
        }
