// Some worker processes, each with its share of the clients.
import { start } from './child.mjs'

const PATIENCE = 300_000

export class Crew {
  constructor(peer, processes) {
    this.workers = Array.from({ length: processes }, () => start('worker.mjs', peer))
  }

  #ask(worker, order, body) {
    return new Promise((resolve, reject) => {
      worker.once('message', ({ answer, failed }) => (failed ? reject(new Error(failed)) : resolve(answer)))
      worker.send({ order, body })
    })
  }

  // One thing of a list for each client.
  async #share(list, order, body) {
    const share = Math.max(1, Math.ceil(list.length / this.workers.length))
    const ask = (worker, i) => this.#ask(worker, order, body(list.slice(i * share, (i + 1) * share)))
    return (await Promise.all(this.workers.map(ask))).flat()
  }

  async #all(order, body) {
    return (await Promise.all(this.workers.map(worker => this.#ask(worker, order, body)))).flat()
  }

  enlist(address, seats) {
    return this.#share(seats, 'enlist', share => ({ address, seats: share }))
  }

  pursue(at, goals) {
    return this.#share(goals, 'pursue', share => ({ at, goals: share, patience: PATIENCE }))
  }

  leave() {
    return this.#all('leave')
  }

  write(edits) {
    return this.#share(edits, 'write', share => ({ edits: share }))
  }

  watch(edits) {
    return this.#all('watch', { edits })
  }

  seen(patience) {
    return this.#all('seen', { patience })
  }

  perform(number, edits, at, every) {
    return this.#all('perform', { number, edits, at, every })
  }

  compare(edits) {
    return this.#share(edits, 'compare', share => ({ edits: share }))
  }

  traffic() {
    return this.#all('traffic')
  }

  end() {
    for (const worker of this.workers) worker.kill('SIGKILL')
  }
}
