import { Repo } from '@automerge/automerge-repo'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { build, documentId } from './documents.mjs'

export async function seed(folder, scale, count) {
  const repo = new Repo({ storage: new NodeFSStorageAdapter(folder) })
  const saves = []
  let bytes = 0
  for (let number = 0; number < count; number += 1) {
    const history = number % scale.histories
    saves[history] ??= build(number, scale)
    bytes += saves[history].length
    repo.import(saves[history], { docId: documentId(number) })
  }
  await repo.flush()
  return bytes
}
