// A village as a Y.Doc: getMap('tasks') of Y.Map, one transaction an edit, four client ids in turns.
import * as Y from 'yjs'
import { FIELDS, author, taskId, village } from '../lib/workload.mjs'

export const name = number => `village-${number}`

export function put(doc, { task, field, value }) {
  doc.transact(() => doc.getMap('tasks').get(taskId(task)).set(field, value))
}

export function build(number, scale) {
  const { created, edits } = village(number, scale)
  const doc = new Y.Doc()
  doc.clientID = 1
  for (const row of created) {
    doc.transact(() => doc.getMap('tasks').set(row[0], new Y.Map(FIELDS.map((field, i) => [field, row[i]]))))
  }
  edits.forEach((edit, k) => {
    doc.clientID = 1 + author(k)
    put(doc, edit)
  })
  return Y.encodeStateAsUpdate(doc)
}

export function rows(doc) {
  const tasks = doc.getMap('tasks')
  return [...tasks.keys()].sort().map(id => FIELDS.map(field => tasks.get(id).get(field)))
}

export const cell = (doc, { task, field }) => doc.getMap('tasks').get(taskId(task))?.get(field)
