import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { Wire } from '../lib/wire.mjs'
import { cell, name, put, rows } from './documents.mjs'

export class Client {
  constructor(address, numbers) {
    this.address = address
    this.numbers = numbers
    this.docs = new Map()
    this.onChange = () => {}
    this.wire = new Wire()
  }

  async connect() {
    if (this.socket) {
      this.socket.connect()
      return
    }
    const { wire } = this
    class Watched extends WebSocket {
      constructor(...args) {
        super(...args)
        wire.watch(this)
      }
    }
    this.socket = new HocuspocusProviderWebsocket({ url: this.address, WebSocketPolyfill: Watched })
    for (const number of this.numbers) {
      const document = new Y.Doc()
      const provider = new HocuspocusProvider({ websocketProvider: this.socket, name: name(number), document })
      provider.attach()
      document.on('update', () => this.onChange(number))
      this.docs.set(number, document)
    }
  }

  async disconnect() {
    this.socket.disconnect()
  }

  write(number, edits) {
    for (const edit of edits) put(this.docs.get(number), edit)
  }

  rows(number) {
    const document = this.docs.get(number)
    return document ? rows(document) : null
  }

  cell(number, edit) {
    return cell(this.docs.get(number), edit)
  }

  traffic() {
    return this.wire.traffic()
  }
}
