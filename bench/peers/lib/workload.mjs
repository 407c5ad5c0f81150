// The village-ledger workload, drawn just as ../src/workload does.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const words = JSON.parse(readFileSync(new URL('../../vocabulary.json', import.meta.url), 'utf8'))
const letters = [...words.han]

export const FULL = {
  villages: 200, histories: 20, tasks: 300, edits: 5000, villageEdits: 100, townshipEdits: 20,
  readers: 20, liveEdits: 200, liveEveryMs: 100, idle: 1000, settleMs: 5000, watchMs: 20000, quietMs: 10_000, workers: 2,
}
export const SMALL = {
  villages: 8, histories: 4, tasks: 40, edits: 300, villageEdits: 20, townshipEdits: 5,
  readers: 4, liveEdits: 20, liveEveryMs: 25, idle: 40, settleMs: 300, watchMs: 700, quietMs: 3000, workers: 2,
}

export const FIELDS = [
  'id', 'title', 'domain', 'owner', 'due', 'status', 'progress', 'note', 'updated_at', 'updated_by', 'target', 'actual',
]
const EDITED = ['owner', 'due', 'status', 'progress', 'note', 'updated_at', 'updated_by', 'target', 'actual']
const TURN = 25

export const author = number => Math.floor(number / TURN) % 4
export const taskId = number => `t${String(number).padStart(3, '0')}`

// mulberry32.
export class Rng {
  constructor(seed) {
    this.state = seed >>> 0
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }

  below(n) {
    return Math.floor((this.next() * n) / 4294967296)
  }

  pick(list) {
    return list[this.below(list.length)]
  }
}

export function han(rng, count) {
  let text = ''
  for (let i = 0; i < count; i += 1) text += rng.pick(letters)
  return text
}

const two = number => String(number).padStart(2, '0')

function draw(field, rng) {
  switch (field) {
    case 'title': return han(rng, 12)
    case 'domain': return rng.pick(words.domain)
    case 'owner': return rng.pick(words.post)
    case 'due': {
      const month = 1 + rng.below(12)
      return `2026-${two(month)}-${two(1 + rng.below(28))}`
    }
    case 'status': return rng.pick(words.status)
    case 'progress': return rng.below(101)
    case 'note': return han(rng, 30)
    case 'updated_at': return 1767225600 + 60 * rng.below(525600)
    case 'updated_by': return rng.pick(words.author)
    default: return rng.below(10000)
  }
}

function drawEdit(rng, scale) {
  const task = rng.below(scale.tasks)
  const field = rng.pick(EDITED)
  return { task, field, value: draw(field, rng) }
}

// A village's base history: rows of twelve values as they were created, then edits.
export function village(number, scale) {
  const rng = new Rng(42 + (number % scale.histories))
  const created = []
  for (let task = 0; task < scale.tasks; task += 1) {
    created.push([taskId(task), ...FIELDS.slice(1).map(field => draw(field, rng))])
  }
  const edits = []
  for (let k = 0; k < scale.edits; k += 1) edits.push(drawEdit(rng, scale))
  return { created, edits }
}

export function apply(rows, edits) {
  const out = rows.map(row => [...row])
  for (const { task, field, value } of edits) out[task][FIELDS.indexOf(field)] = value
  return out
}

export const baseOf = (number, scale) => {
  const { created, edits } = village(number, scale)
  return apply(created, edits)
}

// A week offline: what the village and its township write without seeing each other's work.
export function week(number, base, scale) {
  const at = edit => base[edit.task][FIELDS.indexOf(edit.field)]
  const key = edit => `${edit.task}/${edit.field}`
  let rng = new Rng(42000 + number)
  const ours = []
  while (ours.length < scale.villageEdits) {
    const edit = drawEdit(rng, scale)
    if (edit.value !== at(edit)) ours.push(edit)
  }
  const taken = new Set(ours.map(key))
  rng = new Rng(84000 + number)
  const theirs = []
  while (theirs.length < scale.townshipEdits) {
    const edit = drawEdit(rng, scale)
    if (edit.value === at(edit) || taken.has(key(edit))) continue
    taken.add(key(edit))
    theirs.push(edit)
  }
  return { village: ours, township: theirs, merged: apply(apply(base, ours), theirs) }
}

export function liveEdits(scale) {
  const rng = new Rng(4242)
  return Array.from({ length: scale.liveEdits }, (_, k) => {
    const mark = `L${k}.`
    return { task: k % scale.tasks, field: 'note', value: mark + han(rng, 30 - mark.length) }
  })
}

export const hash = rows => createHash('sha256').update(JSON.stringify(rows)).digest('hex')
