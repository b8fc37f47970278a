import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderPage } from '../render.ts'
import { Check, Field } from './field.tsx'

const form = (more: object = {}) => ({ token: 't', faults: [], values: {}, ...more })

test('a field has its name, and nothing beside it where nothing is to be said', () => {
  const html = renderPage(<Field form={form()} name="name" label="Name" autocomplete="name" required />)
  assert.match(html, /<label for="name">Name<\/label>/)
  assert.match(html, /<input autocomplete="name" required id="name" name="name" dir="auto" type="text"\/>/)
})

test('hint and fault are tied to it', () => {
  const faulty = form({ faults: [{ field: 'email', text: 'No.' }], values: { email: '"><script>' } })
  const html = renderPage(<Field form={faulty} name="email" type="email" label="E-mail" hint="Yours" />)
  assert.match(html, /aria-invalid="true" aria-describedby="email-hint email-fault"/)
  assert.match(html, /id="email-hint">Yours[\s\S]*id="email-fault">No\./)
  assert.match(html, /dir="ltr" value="&quot;>&lt;script>"|value="&quot;&gt;&lt;script&gt;"/)
})

test('a password is never filled in again', () => {
  const html = renderPage(
    <Field form={form({ values: { password: 'secret words' } })} name="password" type="password" label="P" />,
  )
  assert.doesNotMatch(html, /secret words/)
})

test('a tick is kept', () => {
  assert.match(
    renderPage(<Check form={form({ values: { kept: 'yes' } })} name="kept" label="K" />),
    / checked/,
  )
  assert.doesNotMatch(renderPage(<Check form={form()} name="kept" label="K" />), / checked/)
})
