import { issuerFault } from '../account/identity-provider.ts'
import type { Diagnostic } from '../parsed.ts'
import type { PortalConfig } from './portal.ts'

const EXPECTED = { no_address: 'https://host/path', no_tls: 'https://' } as const

/** Faults of the identity providers that a portal declares, beyond the shape of the file. */
export function checkIdentityProviders(
  place: string,
  { identityProviders = [], languages: [language] }: Pick<PortalConfig, 'identityProviders' | 'languages'>,
): readonly Diagnostic[] {
  const fault = (index: number, member: string, expected: string): Diagnostic => ({
    code: 'member_invalid',
    place: `${place}: identityProviders.${index}.${member}`,
    params: { member: `identityProviders.${index}.${member}`, expected },
  })
  return identityProviders.flatMap(({ id, issuer, title }, index) => {
    const issuerIs = issuerFault(issuer)
    return [
      ...(identityProviders.findIndex(one => one.id === id) < index
        ? [fault(index, 'id', 'another identifier')]
        : []),
      ...(issuerIs === null ? [] : [fault(index, 'issuer', EXPECTED[issuerIs])]),
      ...(title[language] === undefined ? [fault(index, `title.${language}`, 'a text')] : []),
    ]
  })
}
