// A peer's server in a process of its own, and what that has used.
import { readFileSync } from 'node:fs'
import { start } from './child.mjs'

const TICKS = 100

export class Server {
  static async start(peer, folder) {
    const server = new Server()
    server.process = start(`${peer}/server.mjs`, folder)
    const { port } = await server.#said()
    server.address = `ws://127.0.0.1:${port}`
    return server
  }

  #said() {
    return new Promise((resolve, reject) => {
      const ended = code => reject(new Error(`the server ended: ${code}`))
      this.process.once('exit', ended)
      this.process.once('message', message => {
        this.process.off('exit', ended)
        resolve(message)
      })
    })
  }

  // When the last store call was done, on the common clock.
  async saved() {
    const said = this.#said()
    this.process.send('saved?')
    return (await said).saved
  }

  usage() {
    const { pid } = this.process
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const mib = name => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1]) / 1024
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, rss: mib('VmRSS'), peak: mib('VmHWM') }
  }

  kill() {
    return new Promise(resolve => {
      this.process.once('exit', resolve)
      this.process.kill('SIGKILL')
    })
  }
}
