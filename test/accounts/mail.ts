import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SMTPServer } from 'smtp-server'
import { outboxMailer, smtpMailer } from '../../src/adapters/mail/mailer.ts'
import { composeMail, MAILS, type MailName } from '../../src/app/account/compose-mail.ts'
import { INTERFACE_LANGUAGES } from '../../src/core/i18n/language-map.ts'
import { isFault } from '../contract/account-store.ts'
import type { OpenedAccounts } from './opened-accounts.ts'

/** Mails as they are written, and as they leave. */
export function mailSuite(opened: () => OpenedAccounts): void {
  const mailOf = async (mail: MailName, language: string, name: string | null = 'Ada <b>') => {
    const portal = await opened().portal()
    const origin = `https://${portal.config.hosts[0]}`
    const link = MAILS[mail].action === null ? null : `${origin}/x/?token=${'t'.repeat(43)}`
    return composeMail({ mail, portal, origin, language, link, to: { email: 'ada@example.org', name } })
  }

  test('every mail in every language says the same as text and as HTML, which loads nothing', async () => {
    for (const language of INTERFACE_LANGUAGES)
      for (const name of Object.keys(MAILS).filter((one): one is MailName => Object.hasOwn(MAILS, one))) {
        const { subject, text, html } = await mailOf(name, language)
        const where = `${language} ${name}`
        assert.ok(!/[{}]/.test(subject + text), where)
        assert.equal(text.includes('?token='), MAILS[name].action !== null, where)
        assert.match(html, new RegExp(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`))
        assert.ok(!html.includes('<b>') && html.includes('Ada &lt;b&gt;'), where)
        assert.ok(!/<(?:img|style|script|link)|src=|url\(/.test(html), where)
      }
  })

  test('without a mail server, mails are files that only their owner reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vitrine-outbox-'))
    try {
      const outbox = join(folder, 'outbox')
      const mailer = outboxMailer(outbox, 'portal@example.org', () => new Date('2026-07-01T12:00:00Z'))
      await mailer.send(await mailOf('reset', 'fr'))
      const [file = '', ...others] = await readdir(outbox)
      assert.deepEqual(others, [])
      assert.match(file, /^2026-07-01T12-00-00-000Z-[0-9a-f]{8}\.eml$/)
      const text = await readFile(join(outbox, file), 'utf8')
      assert.match(text, /^To: ada@example\.org/m)
      assert.match(text, /^Auto-Submitted: auto-generated/m)
      assert.equal((await stat(join(outbox, file))).mode & 0o777, 0o600)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('through a server: one recipient, whatever the address holds; a server that is away is said so', async () => {
    const got: { to: string[]; from: string; text: string }[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        let text = ''
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope
          got.push({
            to: rcptTo.map(one => one.address),
            from: mailFrom === false ? '' : mailFrom.address,
            text,
          })
          done()
        })
      },
    })
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const address = server.server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const mailer = smtpMailer(`smtp://127.0.0.1:${port}`, 'portal@example.org')
    const mail = await mailOf('invitation', 'ar')
    await mailer.send(mail)
    await mailer.send({ ...mail, subject: 'a\r\nBcc: evil@example.org', fromName: 'X" <evil@example.org>' })
    assert.deepEqual(
      got.map(({ to, from }) => [to, from]),
      [
        [['ada@example.org'], 'portal@example.org'],
        [['ada@example.org'], 'portal@example.org'],
      ],
    )
    assert.ok(!/^Bcc:/m.test(got[1]?.text ?? ''))
    await new Promise<void>(resolve => {
      server.close(() => resolve())
    })
    await assert.rejects(mailer.send(mail), isFault('mail_unavailable'))
  })
}
