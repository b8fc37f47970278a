import arAccountPages from './catalogues/ar/account-pages.json' with { type: 'json' }
import arAccounts from './catalogues/ar/accounts.json' with { type: 'json' }
import arAudit from './catalogues/ar/audit.json' with { type: 'json' }
import arBack from './catalogues/ar/back.json' with { type: 'json' }
import arCli from './catalogues/ar/cli.json' with { type: 'json' }
import arConsent from './catalogues/ar/consent.json' with { type: 'json' }
import arEmbeds from './catalogues/ar/embeds.json' with { type: 'json' }
import arErrors from './catalogues/ar/errors.json' with { type: 'json' }
import arEvidence from './catalogues/ar/evidence.json' with { type: 'json' }
import arOdsql from './catalogues/ar/odsql.json' with { type: 'json' }
import arPages from './catalogues/ar/pages.json' with { type: 'json' }
import arPolicy from './catalogues/ar/policy.json' with { type: 'json' }
import arPrivacy from './catalogues/ar/privacy.json' with { type: 'json' }
import arProgress from './catalogues/ar/progress.json' with { type: 'json' }
import arReference from './catalogues/ar/reference.json' with { type: 'json' }
import deAccountPages from './catalogues/de/account-pages.json' with { type: 'json' }
import deAccounts from './catalogues/de/accounts.json' with { type: 'json' }
import deAudit from './catalogues/de/audit.json' with { type: 'json' }
import deBack from './catalogues/de/back.json' with { type: 'json' }
import deCli from './catalogues/de/cli.json' with { type: 'json' }
import deConsent from './catalogues/de/consent.json' with { type: 'json' }
import deEmbeds from './catalogues/de/embeds.json' with { type: 'json' }
import deErrors from './catalogues/de/errors.json' with { type: 'json' }
import deEvidence from './catalogues/de/evidence.json' with { type: 'json' }
import deOdsql from './catalogues/de/odsql.json' with { type: 'json' }
import dePages from './catalogues/de/pages.json' with { type: 'json' }
import dePolicy from './catalogues/de/policy.json' with { type: 'json' }
import dePrivacy from './catalogues/de/privacy.json' with { type: 'json' }
import deProgress from './catalogues/de/progress.json' with { type: 'json' }
import deReference from './catalogues/de/reference.json' with { type: 'json' }
import enAccountPages from './catalogues/en/account-pages.json' with { type: 'json' }
import enAccounts from './catalogues/en/accounts.json' with { type: 'json' }
import enAudit from './catalogues/en/audit.json' with { type: 'json' }
import enBack from './catalogues/en/back.json' with { type: 'json' }
import enCli from './catalogues/en/cli.json' with { type: 'json' }
import enConsent from './catalogues/en/consent.json' with { type: 'json' }
import enEmbeds from './catalogues/en/embeds.json' with { type: 'json' }
import enErrors from './catalogues/en/errors.json' with { type: 'json' }
import enEvidence from './catalogues/en/evidence.json' with { type: 'json' }
import enOdsql from './catalogues/en/odsql.json' with { type: 'json' }
import enPages from './catalogues/en/pages.json' with { type: 'json' }
import enPolicy from './catalogues/en/policy.json' with { type: 'json' }
import enPrivacy from './catalogues/en/privacy.json' with { type: 'json' }
import enProgress from './catalogues/en/progress.json' with { type: 'json' }
import enReference from './catalogues/en/reference.json' with { type: 'json' }
import frAccountPages from './catalogues/fr/account-pages.json' with { type: 'json' }
import frAccounts from './catalogues/fr/accounts.json' with { type: 'json' }
import frAudit from './catalogues/fr/audit.json' with { type: 'json' }
import frBack from './catalogues/fr/back.json' with { type: 'json' }
import frCli from './catalogues/fr/cli.json' with { type: 'json' }
import frConsent from './catalogues/fr/consent.json' with { type: 'json' }
import frEmbeds from './catalogues/fr/embeds.json' with { type: 'json' }
import frErrors from './catalogues/fr/errors.json' with { type: 'json' }
import frEvidence from './catalogues/fr/evidence.json' with { type: 'json' }
import frOdsql from './catalogues/fr/odsql.json' with { type: 'json' }
import frPages from './catalogues/fr/pages.json' with { type: 'json' }
import frPolicy from './catalogues/fr/policy.json' with { type: 'json' }
import frPrivacy from './catalogues/fr/privacy.json' with { type: 'json' }
import frProgress from './catalogues/fr/progress.json' with { type: 'json' }
import frReference from './catalogues/fr/reference.json' with { type: 'json' }
import nlAccountPages from './catalogues/nl/account-pages.json' with { type: 'json' }
import nlAccounts from './catalogues/nl/accounts.json' with { type: 'json' }
import nlAudit from './catalogues/nl/audit.json' with { type: 'json' }
import nlBack from './catalogues/nl/back.json' with { type: 'json' }
import nlCli from './catalogues/nl/cli.json' with { type: 'json' }
import nlConsent from './catalogues/nl/consent.json' with { type: 'json' }
import nlEmbeds from './catalogues/nl/embeds.json' with { type: 'json' }
import nlErrors from './catalogues/nl/errors.json' with { type: 'json' }
import nlEvidence from './catalogues/nl/evidence.json' with { type: 'json' }
import nlOdsql from './catalogues/nl/odsql.json' with { type: 'json' }
import nlPages from './catalogues/nl/pages.json' with { type: 'json' }
import nlPolicy from './catalogues/nl/policy.json' with { type: 'json' }
import nlPrivacy from './catalogues/nl/privacy.json' with { type: 'json' }
import nlProgress from './catalogues/nl/progress.json' with { type: 'json' }
import nlReference from './catalogues/nl/reference.json' with { type: 'json' }

const ENGLISH = {
  ...enPages,
  ...enErrors,
  ...enOdsql,
  ...enCli,
  ...enBack,
  ...enPrivacy,
  ...enProgress,
  ...enEvidence,
  ...enReference,
  ...enAccounts,
  ...enAccountPages,
  ...enConsent,
  ...enEmbeds,
  ...enPolicy,
  ...enAudit,
}

/** Keys of the sentences, as English has them. */
export type MessageKey = keyof typeof ENGLISH

type Sentences = Readonly<Record<MessageKey, string>>

const FRENCH: Sentences = {
  ...frPages,
  ...frErrors,
  ...frOdsql,
  ...frCli,
  ...frBack,
  ...frPrivacy,
  ...frProgress,
  ...frEvidence,
  ...frReference,
  ...frAccounts,
  ...frAccountPages,
  ...frConsent,
  ...frEmbeds,
  ...frPolicy,
  ...frAudit,
}
const DUTCH: Sentences = {
  ...nlPages,
  ...nlErrors,
  ...nlOdsql,
  ...nlCli,
  ...nlBack,
  ...nlPrivacy,
  ...nlProgress,
  ...nlEvidence,
  ...nlReference,
  ...nlAccounts,
  ...nlAccountPages,
  ...nlConsent,
  ...nlEmbeds,
  ...nlPolicy,
  ...nlAudit,
}
const GERMAN: Sentences = {
  ...dePages,
  ...deErrors,
  ...deOdsql,
  ...deCli,
  ...deBack,
  ...dePrivacy,
  ...deProgress,
  ...deEvidence,
  ...deReference,
  ...deAccounts,
  ...deAccountPages,
  ...deConsent,
  ...deEmbeds,
  ...dePolicy,
  ...deAudit,
}
const ARABIC: Sentences = {
  ...arPages,
  ...arErrors,
  ...arOdsql,
  ...arCli,
  ...arBack,
  ...arPrivacy,
  ...arProgress,
  ...arEvidence,
  ...arReference,
  ...arAccounts,
  ...arAccountPages,
  ...arConsent,
  ...arEmbeds,
  ...arPolicy,
  ...arAudit,
}

/**
 * The sentences by language and key, in the syntax of `message.ts`. Every language has all of them: a sentence
 * that one lacks does not compile.
 */
export const CATALOGUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: ENGLISH,
  fr: FRENCH,
  nl: DUTCH,
  de: GERMAN,
  ar: ARABIC,
}
