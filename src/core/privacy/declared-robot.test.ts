import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeclaredRobot } from './declared-robot.ts'

const AGENTS: readonly (readonly [agent: string | undefined, robot: boolean])[] = [
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
  ['Mozilla/5.0 (compatible; bingbot/2.0)', true],
  ['GPTBot/1.2', true],
  ['Mozilla/5.0 (compatible; Yahoo! Slurp)', true],
  ['CCBot/2.0 (https://commoncrawl.org/faq/)', true],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36', false],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1.15', false],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', false],
  ['Mozilla/5.0 (Linux; Android 13; CUBOT X50) Chrome/140.0 Mobile', false],
  [undefined, false],
]
for (const [agent, robot] of AGENTS)
  test(`B20: ${agent ?? 'no name'} is ${robot ? 'a robot' : 'no robot'}`, () =>
    assert.equal(isDeclaredRobot(agent), robot))
