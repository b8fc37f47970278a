/** A request as one runs it. The address is quoted for each language, whatever a filter holds. */
export const apiSnippets = (
  request: string,
): readonly { readonly label: string; readonly text: string }[] => [
  { label: 'curl', text: `curl ${shellQuoted(request)}` },
  {
    label: 'JavaScript',
    text: `const answer = await fetch(${JSON.stringify(request)})
const { total_count, results } = await answer.json()`,
  },
  {
    label: 'Python',
    text: `import requests

answer = requests.get(${JSON.stringify(request)})
results = answer.json()["results"]`,
  },
]

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
