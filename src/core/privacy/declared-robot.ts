/** Words by which robots that say so name themselves. */
const ROBOT = /(?<!cu)bot\b|crawl|spider|slurp|archiver|facebookexternalhit|preview|lighthouse|monitor/i

/** Whether whoever asks says of itself that it is a robot: those are not asked for anything (privacy.md B20). */
export const isDeclaredRobot = (userAgent: string | undefined): boolean => ROBOT.test(userAgent ?? '')
