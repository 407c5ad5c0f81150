// As the automerge-repo sync server does it: WebSockets, files, and a policy of sharing only what is asked for.
import { Repo } from '@automerge/automerge-repo'
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { WebSocketServer } from 'ws'
import { serve } from '../lib/serve.mjs'

class Timed extends NodeFSStorageAdapter {
  async save(key, data) {
    await super.save(key, data)
    serve.saved()
  }
}

const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 })
new Repo({
  network: [new WebSocketServerAdapter(sockets)],
  storage: new Timed(process.argv[2]),
  peerId: 'storage-server',
  sharePolicy: async () => false,
})
sockets.on('listening', () => serve.listening(sockets.address().port))
