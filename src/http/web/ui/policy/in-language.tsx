import type { PolicyText } from '../../../../core/privacy/policy/document.ts'

/** A text inside one of another language: marked with its own where it differs, and kept apart in direction. */
export const InLanguage = ({ of, language }: { of: PolicyText; language: string }) =>
  of.lang === language ? <>{of.text}</> : <bdi lang={of.lang === '' ? undefined : of.lang}>{of.text}</bdi>
