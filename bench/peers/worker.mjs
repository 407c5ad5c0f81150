// A worker process: holds its share of the clients and does what it is told.
import { now, sleep, until } from './lib/clock.mjs'
import { hash } from './lib/workload.mjs'

const { Client } = await import(`./${process.argv[2]}/client.mjs`)
let clients = []

// A client with what it is after.
class Held {
  constructor(address, numbers, name) {
    this.client = new Client(address, numbers, name)
    this.numbers = numbers
    this.goals = new Map()
    this.watched = []
    this.seen = []
    this.client.onChange = number => this.look(number)
  }

  look(number) {
    while (this.seen.length < this.watched.length) {
      const edit = this.watched[this.seen.length]
      if (this.client.cell(number, edit) !== edit.value) break
      this.seen.push(now())
    }
    if (!this.goals.has(number)) return
    const rows = this.client.rows(number)
    if (rows && hash(rows) === this.goals.get(number)) {
      this.goals.delete(number)
      if (this.goals.size === 0) this.reached(now())
    }
  }

  // When all goals are shown, or null when patience is at its end.
  async pursue(goals, patience) {
    this.goals = new Map(goals)
    const reached = new Promise(resolve => {
      this.reached = resolve
    })
    await this.client.connect()
    for (const number of this.numbers) this.look(number)
    if (goals.length === 0) return now()
    let timer
    const late = new Promise(resolve => {
      timer = setTimeout(resolve, patience, null)
    })
    const time = await Promise.race([reached, late])
    clearTimeout(timer)
    return time
  }
}

const orders = {
  enlist({ address, seats }) {
    clients = seats.map(({ numbers, name }) => new Held(address, numbers, name))
  },
  async pursue({ at, goals, patience }) {
    await until(at)
    return Promise.all(clients.map((held, i) => held.pursue(goals[i], patience)))
  },
  async leave() {
    await Promise.all(clients.map(held => held.client.disconnect()))
  },
  write({ edits }) {
    clients.forEach((held, i) => edits[i].forEach(([number, list]) => held.client.write(number, list)))
  },
  watch({ edits }) {
    for (const held of clients) {
      held.watched = edits
      held.seen = []
    }
  },
  async seen({ patience }) {
    const end = now() + patience * 1e6
    while (now() < end && clients.some(held => held.seen.length < held.watched.length)) await sleep(50)
    return clients.map(held => held.seen)
  },
  async perform({ number, edits, at, every }) {
    const wrote = []
    for (let k = 0; k < edits.length; k += 1) {
      await until(at + k * every * 1e6)
      wrote.push(now())
      clients[0].client.write(number, [edits[k]])
    }
    return wrote
  },
  compare({ edits }) {
    return clients.map((held, i) =>
      edits[i].reduce((sum, [number, list]) =>
        sum + list.filter(edit => held.client.cell(number, edit) !== edit.value).length, 0))
  },
  traffic: () => clients.map(held => held.client.traffic()),
}

process.on('message', async ({ order, body }) => {
  try {
    process.send({ answer: (await orders[order](body ?? {})) ?? null })
  } catch (error) {
    process.send({ failed: error.stack })
  }
})
