// Bytes and turns on a client's WebSocket (the `ws` package), upgrade apart.
export class Wire {
  constructor() {
    this.socket = null
    this.upgrade = 0
    this.turns = 0
    this.sending = false
  }

  // Watches a socket from the moment that it is made.
  watch(socket) {
    this.socket = socket
    this.upgrade = 0
    this.turns = 0
    this.sending = false
    const wire = this
    const send = socket.send
    socket.send = function counted(...args) {
      wire.sending = true
      return send.apply(this, args)
    }
    socket.on('open', () => {
      const tcp = socket._socket
      wire.upgrade = tcp.bytesRead + tcp.bytesWritten
      tcp.setNoDelay(true)
    })
    socket.prependListener('message', () => {
      if (wire.sending) wire.turns += 1
      wire.sending = false
    })
  }

  traffic() {
    const tcp = this.socket?._socket
    const all = tcp ? tcp.bytesRead + tcp.bytesWritten : 0
    return { bytes: all - this.upgrade, upgrade: this.upgrade, turns: this.turns }
  }
}
