import { setTimeout as sleep } from 'node:timers/promises'

// Nanoseconds of CLOCK_MONOTONIC, common to all processes.
export const now = () => Number(process.hrtime.bigint())
export const after = ms => now() + ms * 1e6
export const until = async at => {
  const left = (at - now()) / 1e6
  if (left > 0) await sleep(left)
}
export { sleep }
