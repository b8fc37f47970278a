/** A mail to one person, ready to be sent. */
export interface Mail {
  readonly to: string
  /** Name that the mail is sent under: the portal's. The address is the deployment's. */
  readonly fromName: string
  readonly subject: string
  readonly text: string
  /** The same as HTML, which loads nothing. */
  readonly html: string
  /** BCP 47 tag of the text. */
  readonly language: string
}

/** Sends mails, or keeps them where an operator finds them. Fault: `mail_unavailable`. */
export interface Mailer {
  send(mail: Mail): Promise<void>
}
