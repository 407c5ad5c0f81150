// Measures one peer and writes its figures as JSON: node main.mjs PEER [--small] [--runs N] [--only m1,m3]
import { Bench } from './lib/metrics.mjs'
import { FULL, SMALL } from './lib/workload.mjs'

const [peer, ...options] = process.argv.slice(2)
const value = (name, otherwise) => (options.includes(name) ? options[options.indexOf(name) + 1] : otherwise)
const small = options.includes('--small')
const runs = small ? 1 : Number(value('--runs', 3))
const only = value('--only')?.split(',')
const wants = metric => !only || only.includes(metric)
const note = text => process.stderr.write(`${peer}: ${text}\n`)

if (!['automerge-repo', 'hocuspocus'].includes(peer)) {
  process.stderr.write('usage: node main.mjs automerge-repo|hocuspocus [--small] [--runs N] [--only m1,m3]\n')
  process.exit(2)
}
note('seeding …')
const bench = await Bench.prepare(peer, small ? SMALL : FULL)
const done = []
try {
  for (let run = 1; run <= runs; run += 1) {
    note(`run ${run} of ${runs} …`)
    const figures = {}
    if (wants('m1') || wants('m2')) Object.assign(figures, await bench.firstSyncAndWeek())
    if (wants('m3')) figures.m3 = await bench.liveFanOut()
    if (wants('m4')) figures.m4 = await bench.idle()
    if (wants('m5')) figures.m5 = await bench.reconnect()
    if (wants('m6')) figures.m6 = await bench.storage()
    done.push(figures)
  }
} finally {
  await bench.end()
}
process.stdout.write(`${JSON.stringify({ peer, runs: done })}\n`)
process.exit(0)
