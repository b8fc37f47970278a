import { CORS_HEADERS } from '../../security-headers.ts'

const NAME = 'ods-analyze-truncated'

/** Says that an answer was cut, to scripts of other sites too (explore-api §14.4). */
export const truncated = (isCut: boolean): Readonly<Record<string, string>> =>
  isCut
    ? {
        [NAME]: 'true',
        'access-control-expose-headers': `${CORS_HEADERS['access-control-expose-headers']}, ${NAME}`,
      }
    : {}
