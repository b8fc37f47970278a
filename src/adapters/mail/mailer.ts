import { randomBytes } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Mail, Mailer } from '../../app/ports/mailer.ts'
import { VitrineError } from '../../core/errors.ts'

/** No answer of a mail server takes longer than this, milliseconds. */
const PATIENCE = 20_000

const messageOf = (mail: Mail, from: string): SendMailOptions => ({
  from: { name: mail.fromName, address: from },
  to: { name: '', address: mail.to },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  // RFC 3834: no answering machine answers; RFC 3282: the language of the text
  headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
  disableFileAccess: true,
  disableUrlAccess: true,
})

async function sending(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (thrown) {
    throw new VitrineError('mail_unavailable', {}, thrown)
  }
}

/** Sends through a server: `smtp://user:password@host:587`, or `smtps:` for TLS from the first byte. */
export function smtpMailer(url: string, from: string): Mailer {
  const patience = { connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE }
  const transport = createTransport({ url, ...patience })
  return { send: mail => sending(transport.sendMail(messageOf(mail, from))) }
}

/** Writes each mail as a file of a folder, `<time>-<random>.eml`, for whoever runs without a mail server. */
export function outboxMailer(folder: string, from: string, now: () => Date): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true })
  const keep = async (mail: Mail): Promise<void> => {
    const { message } = await transport.sendMail(messageOf(mail, from))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const name = `${now().toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(4).toString('hex')}`
    const partial = join(folder, `.${name}.partial`)
    const file = await open(partial, 'wx', 0o600)
    try {
      await file.writeFile(message)
    } finally {
      await file.close()
    }
    await rename(partial, join(folder, `${name}.eml`))
  }
  return { send: mail => sending(keep(mail)) }
}
