declare module 'jsonld' {
  interface QuadsOptions {
    readonly format?: 'application/n-quads'
    readonly inputFormat?: 'application/n-quads'
    readonly algorithm?: 'URDNA2015'
  }
  const jsonld: {
    toRDF(document: object, options: QuadsOptions): Promise<string>
    canonize(quads: string, options: QuadsOptions): Promise<string>
  }
  export default jsonld
}
