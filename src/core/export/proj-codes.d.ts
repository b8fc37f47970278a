declare module '@esri/proj-codes' {
  /** A coordinate system of Esri's list by its EPSG code. */
  export function lookup(code: number): { readonly wkt: string } | undefined
}
