// What a peer's server tells the program that started it.
import { now } from './clock.mjs'

let last = 0
export const serve = {
  listening: port => process.send({ port }),
  saved: () => {
    last = now()
  },
}
process.on('message', () => process.send({ saved: last }))
