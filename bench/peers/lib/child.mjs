// A process of ours that does not outlive this one, whatever ends it.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const children = new Set()
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

// Starts a program, named from the peers' folder.
export function start(program, ...args) {
  const path = fileURLToPath(new URL(`../${program}`, import.meta.url))
  const child = fork(path, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
