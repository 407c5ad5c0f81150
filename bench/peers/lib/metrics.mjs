// M1 to M6 of one peer, as ../../src/metrics measures them of the hub. Spans in milliseconds, CPU in seconds.
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, now, sleep } from './clock.mjs'
import { Crew } from './crew.mjs'
import { Server } from './server.mjs'
import { baseOf, hash, liveEdits, week } from './workload.mjs'

const AHEAD = 500
const range = count => Array.from({ length: count }, (_, i) => i)
const span = (from, to) => (to - from) / 1e6

async function size(folder) {
  let bytes = 0
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    bytes += entry.isDirectory() ? await size(path) : (await stat(path)).size
  }
  return bytes
}

function check(times, what) {
  const late = times.filter(time => time === null).length
  if (late > 0) throw new Error(`${late} of ${times.length} clients: ${what}`)
  return times
}

export class Bench {
  static async prepare(peer, scale) {
    const bench = new Bench()
    Object.assign(bench, { peer, scale, folder: await mkdtemp(join(tmpdir(), 'bench-peer-')) })
    const { seed } = await import(`../${peer}/seed.mjs`)
    const { mkdir } = await import('node:fs/promises')
    await mkdir(join(bench.folder, 'county'))
    await mkdir(join(bench.folder, 'hamlets'))
    bench.saves = await seed(join(bench.folder, 'county'), scale, scale.villages)
    bench.small = { ...scale, tasks: 1, edits: 0 }
    await seed(join(bench.folder, 'hamlets'), bench.small, scale.idle)
    const histories = range(scale.histories).map(number => baseOf(number, scale))
    bench.bases = range(scale.villages).map(number => histories[number % scale.histories])
    return bench
  }

  async #stage(county = 'county') {
    this.stages = (this.stages ?? 0) + 1
    const data = join(this.folder, `run-${this.stages}`)
    await cp(join(this.folder, county), data, { recursive: true })
    return { data, server: await Server.start(this.peer, data) }
  }

  #seats(name) {
    return range(this.scale.villages).map(number => ({ numbers: [number], name: `${name}-${number}` }))
  }

  #goals(states) {
    const hashes = new Map()
    const of = rows => hashes.get(rows) ?? hashes.set(rows, hash(rows)).get(rows)
    return states.map((rows, number) => [[number, of(rows)]])
  }

  async firstSyncAndWeek() {
    const { scale } = this
    const stage = await this.#stage()
    let { server } = stage
    const crew = new Crew(this.peer, scale.workers)
    await crew.enlist(server.address, this.#seats('tablet'))
    let at = after(AHEAD)
    let before = server.usage()
    let times = check(await crew.pursue(at, this.#goals(this.bases)), 'no first sync')
    let used = server.usage()
    const spans = times.map(time => span(at, time)).sort((a, b) => a - b)
    const m1 = {
      wall_ms: spans.at(-1), median_ms: spans[spans.length >> 1], cpu_s: used.cpu - before.cpu, peak_mib: used.peak,
    }

    const weeks = this.bases.map((base, number) => week(number, base, scale))
    const merged = weeks.map(one => one.merged)
    await crew.leave()
    await crew.write(weeks.map((one, number) => [[number, one.village]]))
    await this.#township(server, weeks)
    await this.#quiet(server)
    at = after(AHEAD)
    before = server.usage()
    times = check(await crew.pursue(at, this.#goals(merged)), 'not converged')
    const converged = Math.max(...times.map(time => span(at, time)))
    // The server's own word on when what it had was stored; it may still have to come.
    await this.#quiet(server)
    const durable = span(at, await server.saved())
    used = server.usage()
    const places = weeks.map((one, number) => [[number, [...one.village, ...one.township].map(edit => ({
      ...edit, value: one.merged[edit.task][FIELD[edit.field]],
    }))]])
    const hidden = (await crew.compare(places)).reduce((sum, count) => sum + count, 0)
    crew.end()
    const disk = (await size(stage.data)) / scale.villages
    await server.kill()
    server = await Server.start(this.peer, stage.data)
    const fresh = new Crew(this.peer, scale.workers)
    await fresh.enlist(server.address, this.#seats('fresh'))
    await fresh.pursue(after(AHEAD), this.#goals(merged))
    const lost = (await fresh.compare(places)).reduce((sum, count) => sum + count, 0)
    fresh.end()
    await server.kill()
    const m2 = {
      wall_ms: Math.max(converged, durable), converged_ms: converged, durable_ms: durable, cpu_s: used.cpu - before.cpu,
      hidden, lost_after_kill: lost, disk_bytes_per_village: disk,
    }
    return { m1, m2 }
  }

  async #township(server, weeks) {
    const crew = new Crew(this.peer, 1)
    await crew.enlist(server.address, [{ numbers: range(this.scale.villages), name: 'township' }])
    check(await crew.pursue(after(AHEAD), [this.#goals(this.bases).flat()]), 'the township has no villages')
    await crew.write([weeks.map((one, number) => [number, one.township])])
    await sleep(1000)
    await this.#quiet(server)
    await crew.leave()
    crew.end()
  }

  // Until nothing was stored for as long as the server may hold back (Hocuspocus: two seconds, ten at most), and clients
  // that have all there is to compute on a busy machine.
  async #quiet(server) {
    const began = now()
    for (;;) {
      await sleep(250)
      if (now() - Math.max(began, await server.saved()) > this.scale.quietMs * 1e6) return
    }
  }

  async liveFanOut() {
    const { scale } = this
    const { server } = await this.#stage()
    const goal = this.#goals(this.bases.slice(0, 1))[0]
    const watching = new Crew(this.peer, scale.workers)
    const readers = range(scale.readers).map(number => ({ numbers: [0], name: `reader-${number}` }))
    await watching.enlist(server.address, readers)
    check(await watching.pursue(after(AHEAD), readers.map(() => goal)), 'no reader')
    const writing = new Crew(this.peer, 1)
    await writing.enlist(server.address, [{ numbers: [0], name: 'writer' }])
    check(await writing.pursue(after(AHEAD), [goal]), 'no writer')
    const edits = liveEdits(scale)
    await watching.watch(edits)
    await sleep(500)
    const before = server.usage()
    const wrote = await writing.perform(0, edits, after(AHEAD), scale.liveEveryMs)
    const used = server.usage()
    const seen = await watching.seen(30_000)
    const latencies = seen.flatMap(times => times.map((time, k) => span(wrote[k], time))).sort((a, b) => a - b)
    watching.end()
    writing.end()
    await server.kill()
    const at = percent => latencies[Math.min(Math.floor((latencies.length * percent) / 100), latencies.length - 1)]
    return {
      unseen: edits.length * readers.length - latencies.length,
      p50_ms: at(50), p99_ms: at(99), max_ms: latencies.at(-1), cpu_s: used.cpu - before.cpu,
    }
  }

  async idle() {
    const { scale } = this
    const { server } = await this.#stage('hamlets')
    await sleep(500)
    const alone = server.usage()
    const crew = new Crew(this.peer, scale.workers)
    const seats = range(scale.idle).map(number => ({ numbers: [number], name: `idle-${number}` }))
    await crew.enlist(server.address, seats)
    const hashes = range(scale.histories).map(number => hash(baseOf(number, this.small)))
    const goals = seats.map((_, number) => [[number, hashes[number % scale.histories]]])
    check(await crew.pursue(after(AHEAD), goals), 'not connected')
    await sleep(scale.settleMs)
    const bytes = async () => (await crew.traffic()).reduce((sum, { bytes: count }) => sum + count, 0)
    const [began, sent] = [server.usage(), await bytes()]
    await sleep(scale.watchMs)
    const [ended, then] = [server.usage(), await bytes()]
    crew.end()
    await server.kill()
    return { before_mib: alone.rss, rss_mib: ended.rss, cpu_s: ended.cpu - began.cpu, bytes: then - sent }
  }

  async reconnect() {
    const { server } = await this.#stage()
    const crew = new Crew(this.peer, 1)
    await crew.enlist(server.address, this.#seats('tablet').slice(0, 1))
    check(await crew.pursue(after(AHEAD), this.#goals(this.bases.slice(0, 1))), 'no first sync')
    await this.#quiet(server)
    await crew.leave()
    await sleep(1000)
    await crew.pursue(after(0), [[]])
    await sleep(3000)
    const [{ bytes, upgrade, turns }] = await crew.traffic()
    crew.end()
    await server.kill()
    return { bytes, upgrade_bytes: upgrade, round_trips: turns }
  }

  async storage() {
    const bytes = (await size(join(this.folder, 'county'))) / this.scale.villages
    return { bytes_per_village: bytes, save_bytes: this.saves / this.scale.villages }
  }

  end() {
    return rm(this.folder, { recursive: true, force: true })
  }
}

const FIELD = Object.fromEntries((await import('./workload.mjs')).FIELDS.map((field, i) => [field, i]))
