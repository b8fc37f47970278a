/** A request as one runs it. The address is quoted for each language, whatever a filter holds. */
export const apiSnippets = (
  request: string,
): readonly { readonly label: string; readonly text: string }[] => [
  { label: 'curl', text: `curl ${shellQuoted(request)}` },
  {
    label: 'JavaScript',
    text: `const answer = await fetch(${JSON.stringify(request)})
const data = await answer.json()`,
  },
  {
    label: 'Python',
    text: `import requests

answer = requests.get(${JSON.stringify(request)})
data = answer.json()`,
  },
  {
    label: 'R',
    text: `library(jsonlite)

data <- fromJSON(${JSON.stringify(request)})`,
  },
]

const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
