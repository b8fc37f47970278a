/** The datasets that v1 names in `dataset`, repeated or between commas (explore-api §14.2); each once. */
export const namedDatasets = (query: URLSearchParams): readonly string[] => [
  ...new Set(
    query
      .getAll('dataset')
      .flatMap(names => names.split(','))
      .map(name => name.trim())
      .filter(name => name !== ''),
  ),
]
