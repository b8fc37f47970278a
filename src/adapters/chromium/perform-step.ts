import { setTimeout as sleep } from 'node:timers/promises'
import type { FrameLocator, Page } from 'playwright-core'
import { StepFailure } from '../../app/ports/audit-browser.ts'
import type { Step } from '../../core/audit/plan.ts'

const STEP_MS = 15_000
/** An element that may be missing is not waited for as long. */
const OPTIONAL_MS = 1500

/** Does one step of a plan, and waits until the page that follows is there. */
export async function performStep(page: Page, step: Step, settleMs: number): Promise<void> {
  const timeout = step.optional === true ? OPTIONAL_MS : STEP_MS
  try {
    await act(page, step, timeout)
  } catch (thrown) {
    if (step.optional === true) return
    // a value may be a password
    const { value: _value, ...told } = step
    throw new StepFailure(told, thrown)
  }
  await sleep(settleMs)
  await page.waitForLoadState('load', { timeout: STEP_MS }).catch(() => undefined)
  await sleep(settleMs)
}

async function act(page: Page, step: Step, timeout: number): Promise<void> {
  const place: Page | FrameLocator = step.frame === undefined ? page : page.frameLocator(step.frame)
  const { goto, click, fill, select, check, wait, press, value = '' } = step
  if (goto !== undefined) await page.goto(goto, { timeout })
  if (click !== undefined) await place.locator(click).first().click({ timeout })
  if (fill !== undefined) await place.locator(fill).first().fill(value, { timeout })
  if (select !== undefined) await place.locator(select).first().selectOption(value, { timeout })
  if (check !== undefined) await place.locator(check).first().check({ timeout })
  if (wait !== undefined) await place.locator(wait).first().waitFor({ timeout })
  if (press !== undefined) await page.keyboard.press(press)
}
