import type { ErrorCode, VitrineError } from '../../core/errors.ts'
import { resetTime } from '../../core/quota/day.ts'

/** Body of a refusal for want of calls, unlike that of any other fault (explore-api §3.2). */
export interface QuotaFault {
  readonly errorcode: number
  readonly reset_time: string
  readonly limit_time_unit: 'day'
  readonly call_limit: number
  readonly error: string
}

/** Numbers and sentences of the wire; of keys and datasets only the number of the former is known. */
const WORDINGS: Readonly<Partial<Record<ErrorCode, readonly [errorcode: number, error: string]>>> = {
  quota_portal: [10002, 'Too many requests on the domain. Please contact the domain administrator.'],
  quota_anonymous: [10005, 'You have exceeded the requests limit for anonymous users.'],
  quota_key: [10001, 'You have exceeded the requests limit for your API key.'],
  quota_dataset: [10003, 'Too many requests on the dataset. Please contact the domain administrator.'],
}

/** The refusal as clients read it; null for any other fault. */
export function quotaFault({ code, params }: VitrineError): QuotaFault | null {
  const wording = WORDINGS[code]
  if (wording === undefined) return null
  const [errorcode, error] = wording
  return {
    errorcode,
    reset_time: resetTime(Number(params.reset)),
    limit_time_unit: 'day',
    call_limit: Number(params.limit),
    error,
  }
}
