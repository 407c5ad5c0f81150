import { Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { sleep } from '../lib/clock.mjs'
import { Wire } from '../lib/wire.mjs'
import { cell, put, rows, url } from './documents.mjs'

// How many documents a client asks for at a time.
const AT_ONCE = 4

// Keeps what a browser would keep, so that the sync state outlives a reconnect.
class Memory {
  constructor() {
    this.chunks = new Map()
  }

  async load(key) {
    return this.chunks.get(JSON.stringify(key))
  }

  async save(key, data) {
    this.chunks.set(JSON.stringify(key), data)
  }

  async remove(key) {
    this.chunks.delete(JSON.stringify(key))
  }

  async loadRange(prefix) {
    const all = [...this.chunks].map(([key, data]) => ({ key: JSON.parse(key), data }))
    return all.filter(({ key }) => prefix.every((part, i) => key[i] === part))
  }

  async removeRange(prefix) {
    for (const { key } of await this.loadRange(prefix)) this.chunks.delete(JSON.stringify(key))
  }
}

class Adapter extends WebSocketClientAdapter {
  wire = new Wire()
  isOffline = false

  // Also called by a timer that was set when a line broke, which must not end a week offline.
  connect(...args) {
    if (this.isOffline) return
    super.connect(...args)
    this.wire.watch(this.socket)
  }
}

export class Client {
  constructor(address, numbers, name) {
    this.address = address
    this.numbers = numbers
    this.name = name
    this.handles = new Map()
    this.onChange = () => {}
  }

  async connect() {
    if (this.repo) {
      this.adapter.isOffline = false
      this.adapter.connect(this.repo.networkSubsystem.peerId, this.adapter.peerMetadata)
      return
    }
    this.adapter = new Adapter(this.address)
    this.repo = new Repo({ network: [this.adapter], storage: new Memory(), peerId: this.name })
    // A hundred at once leave some that never come.
    const waiting = [...this.numbers]
    const finder = async () => {
      for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) await this.#find(number)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, finder))
  }

  async #find(number) {
    for (;;) {
      try {
        const handle = await this.repo.find(url(number))
        this.handles.set(number, handle)
        handle.on('change', () => this.onChange(number))
        this.onChange(number)
        return
      } catch {
        await sleep(100)
      }
    }
  }

  async disconnect() {
    this.adapter.isOffline = true
    this.adapter.disconnect()
  }

  write(number, edits) {
    const handle = this.handles.get(number)
    for (const edit of edits) handle.change(doc => put(doc, edit))
  }

  rows(number) {
    return rows(this.handles.get(number)?.doc())
  }

  cell(number, edit) {
    return cell(this.handles.get(number)?.doc(), edit)
  }

  traffic() {
    return this.adapter.wire.traffic()
  }
}
