const circle = (radius: number, corners: number): readonly (readonly number[])[] =>
  Array.from({ length: corners + 1 }, (_, index) => {
    const angle = ((index % corners) / corners) * 2 * Math.PI
    return [2 + radius * Math.cos(angle), 48 + radius * Math.sin(angle)]
  })

/** What a map of a small zoom has to draw of: many corners, parts of no size, every kind. */
export const SHAPES: Readonly<Record<string, object>> = {
  lake: { type: 'Polygon', coordinates: [circle(0.5, 720), circle(0.0001, 8)] },
  pond: { type: 'Polygon', coordinates: [circle(0.0005, 16)] },
  ponds: { type: 'MultiPolygon', coordinates: [[circle(0.5, 90)], [circle(0.0005, 16)]] },
  path: {
    type: 'LineString',
    coordinates: [
      ...Array.from({ length: 101 }, (_, index) => [index / 100, index / 100]),
      [3, 0],
      [1, 0],
      [3, 0],
    ],
  },
  mixed: {
    type: 'GeometryCollection',
    geometries: [
      { type: 'Point', coordinates: [1.23456789, 2] },
      {
        type: 'MultiPoint',
        coordinates: [
          [5, 5],
          [5.00001, 5],
          [6, 6],
        ],
      },
      {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
    ],
  },
}

/** A publisher's file of the shapes, one of them twice, and a record without one. */
export function shapesCsv(): string {
  const cell = (shape: object): string => `"${JSON.stringify(shape).replaceAll('"', '""')}"`
  const lines = Object.entries({ ...SHAPES, again: SHAPES.pond }).map(([name, shape]) =>
    shape === undefined ? '' : `${name},${cell(shape)}`,
  )
  return `${['name,shape', ...lines, 'none,'].join('\n')}\n`
}
