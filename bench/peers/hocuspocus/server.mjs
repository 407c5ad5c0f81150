// Hocuspocus with its default options and its database extension over plain files.
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import { serve } from '../lib/serve.mjs'

const folder = process.argv[2]
const file = documentName => join(folder, documentName)

const server = new Server({
  address: '127.0.0.1',
  port: 0,
  quiet: true,
  stopOnSignals: false,
  extensions: [
    new Database({
      fetch: ({ documentName }) => readFile(file(documentName)).catch(() => null),
      store: async ({ documentName, state }) => {
        await writeFile(`${file(documentName)}.new`, state)
        await rename(`${file(documentName)}.new`, file(documentName))
        serve.saved()
      },
    }),
  ],
})
await server.listen(0)
serve.listening(server.address.port)
