import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { SETTINGS } from '../src/core/settings.ts'

const ROOT = join(import.meta.dirname, '..')
const VARIABLES: readonly string[] = SETTINGS.map(setting => setting.env)

interface Instruction {
  readonly name: string
  readonly rest: string
}

/** Instructions of a Dockerfile, continued lines joined. */
const instructions: readonly Instruction[] = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replaceAll(/\\\n\s*/g, ' ')
  .split('\n')
  .filter(line => line.trim() !== '' && !line.startsWith('#'))
  .map(line => {
    const [name = '', ...rest] = line.split(' ')
    return { name, rest: rest.join(' ') }
  })

const all = (name: string): readonly string[] =>
  instructions.filter(instruction => instruction.name === name).map(instruction => instruction.rest)

test('Dockerfile: only instructions that exist, in capitals', () => {
  const known = 'FROM WORKDIR COPY RUN LABEL ENV USER VOLUME EXPOSE HEALTHCHECK ENTRYPOINT CMD'.split(' ')
  assert.deepEqual(
    instructions.filter(instruction => !known.includes(instruction.name)),
    [],
  )
})

test('Dockerfile: slim Debian with Node.js 24, pinned', () => {
  const images = all('FROM')
  assert.ok(images.length > 0)
  for (const image of images) assert.match(image, /^node:24\.\d+\.\d+-[a-z]+-slim(?: AS build)?$/)
})

test('Dockerfile: runs as a user without rights, who owns the data folder only', () => {
  const last = instructions.findLastIndex(instruction => instruction.name === 'USER')
  assert.equal(instructions[last]?.rest, 'node')
  assert.ok(!instructions.slice(last).some(instruction => ['RUN', 'COPY'].includes(instruction.name)))
  assert.deepEqual(all('VOLUME'), ['["/data"]'])
})

test('Dockerfile: nothing is fetched but locked packages, without their scripts', () => {
  for (const command of all('RUN'))
    assert.doesNotMatch(command, /curl|wget|apt-get|npm install (?!--no-save)/)
  for (const command of all('RUN').filter(text => /npm (?:install|prune)/.test(text)))
    assert.match(command, /--ignore-scripts/)
})

test('Dockerfile: signals reach the launcher, health is asked', () => {
  const [entry = ''] = all('ENTRYPOINT')
  const words: unknown = JSON.parse(entry)
  assert.deepEqual(words, ['node', '/vitrine/bin/vitrine.js'])
  assert.ok(existsSync(join(ROOT, 'bin', 'vitrine.js')))
  assert.match(all('HEALTHCHECK').join(), /\/healthz/)
})

test('Dockerfile: names settings that exist', () => {
  const names = [
    ...all('ENV')
      .join(' ')
      .matchAll(/([A-Z_]+)=/g),
  ].map(([, name]) => name ?? '')
  assert.deepEqual(
    names.filter(name => name !== 'NODE_ENV' && !VARIABLES.includes(name)),
    [],
  )
})

/** A member of parsed YAML, by path. */
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => Reflect.get(Object(inner), name), value)

const compose: unknown = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8'))
const services = Object.entries(Object(at(compose, 'services')))

test('compose: the portal with PostgreSQL and ClickHouse', () => {
  assert.deepEqual(
    services.map(([name]) => name),
    ['portal', 'postgres', 'clickhouse'],
  )
  for (const name of ['postgres', 'clickhouse'])
    assert.equal(at(compose, 'services', 'portal', 'depends_on', name, 'condition'), 'service_healthy')
})

test('compose: images are pinned, servers are asked for their health, everything comes back', () => {
  for (const [name, service] of services) {
    const image = at(service, 'image')
    if (name !== 'portal') {
      assert.match(String(image), /^[a-z/-]+:\d+[\d.]*(?:-[a-z]+)?$/)
      assert.ok(Array.isArray(at(service, 'healthcheck', 'test')))
    }
    assert.equal(at(service, 'restart'), 'unless-stopped')
  }
})

test('compose: only the portal is reached from outside, and only from this machine', () => {
  const ports = services.map(([name, service]) => [name, at(service, 'ports')])
  assert.deepEqual(ports, [
    ['portal', ['127.0.0.1:8080:8080']],
    ['postgres', undefined],
    ['clickhouse', undefined],
  ])
})

test('compose: names settings that exist, and holds no secret', () => {
  const environment = Object.entries(Object(at(compose, 'services', 'portal', 'environment')))
  assert.deepEqual(
    environment.map(([name]) => name).filter(name => !VARIABLES.includes(name)),
    [],
  )
  for (const [name, service] of services)
    for (const [variable, value] of Object.entries(Object(at(service, 'environment'))))
      if (/PASSWORD|URL/.test(variable)) assert.match(String(value), /\$\{[A-Z_]+:\?/, `${name}: ${variable}`)
})

test('compose: every named volume is declared', () => {
  const used = services.flatMap(([, service]) => {
    const volumes = at(service, 'volumes')
    return Array.isArray(volumes) ? volumes.map(volume => String(volume).split(':')[0] ?? '') : []
  })
  const named = used.filter(name => !name.startsWith('.'))
  assert.deepEqual(named.toSorted(), Object.keys(Object(at(compose, 'volumes'))).toSorted())
})
