/** Says that the work has begun: the launcher starts again what ends after this without being asked to. */
export const tellLauncher = (): void => {
  process.send?.({ ready: true })
}
