// A village as an Automerge document: {tasks: {t000: {...}}}, one change an edit, four actors in turns.
import { createHash } from 'node:crypto'
import * as A from '@automerge/automerge'
import { interpretAsDocumentId } from '@automerge/automerge-repo'
import { FIELDS, author, taskId, village } from '../lib/workload.mjs'

export const documentId = number =>
  interpretAsDocumentId(new Uint8Array(createHash('sha256').update(`village ${number}`).digest().subarray(0, 16)))
export const url = number => `automerge:${documentId(number)}`

const scalar = value => (typeof value === 'string' ? new A.ImmutableString(value) : value)
const plain = value => (typeof value === 'object' && value !== null ? value.toString() : value)

export function put(doc, { task, field, value }) {
  doc.tasks[taskId(task)][field] = scalar(value)
}

export function build(number, scale) {
  const { created, edits } = village(number, scale)
  const actors = [1, 2, 3, 4].map(n => String(n).repeat(32))
  let current = 0
  const docs = actors.map(actor => A.init({ actor }))
  const change = fn => {
    docs[current] = A.change(docs[current], fn)
  }
  change(doc => {
    doc.tasks = {}
  })
  for (const row of created) {
    change(doc => {
      doc.tasks[row[0]] = Object.fromEntries(FIELDS.map((field, i) => [field, scalar(row[i])]))
    })
  }
  edits.forEach((edit, k) => {
    const next = author(k)
    if (next !== current) {
      docs[next] = A.merge(docs[next], docs[current])
      current = next
    }
    change(doc => put(doc, edit))
  })
  return A.save(docs[current])
}

export function rows(doc) {
  if (!doc?.tasks) return null
  return Object.keys(doc.tasks).sort().map(id => FIELDS.map(field => plain(doc.tasks[id][field])))
}

export const cell = (doc, { task, field }) => plain(doc?.tasks?.[taskId(task)]?.[field])
