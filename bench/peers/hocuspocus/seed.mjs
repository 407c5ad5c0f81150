import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, name } from './documents.mjs'

export async function seed(folder, scale, count) {
  const saves = []
  let bytes = 0
  for (let number = 0; number < count; number += 1) {
    const history = number % scale.histories
    saves[history] ??= build(number, scale)
    bytes += saves[history].length
    await writeFile(join(folder, name(number)), saves[history])
  }
  return bytes
}
