// The real hub, in a process of its own, on a data folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = new URL('../../..', import.meta.url).pathname;
const BINARY = process.env.HUB ?? join(ROOT, 'target/release/hub');
// The app as it was built.
export const BUILT = process.env.APP ?? join(ROOT, 'dist');

let template;

// The sample county takes some seconds to play, so it is made once and copied.
function sampleData() {
  if (!template) {
    template = join(mkdtempSync(join(tmpdir(), 'taizhang-sample-')), 'data');
    execFileSync(BINARY, ['init', '--data', template, '--sample', '--taskbook', join(ROOT, 'taskbook')]);
    process.on('exit', () => rmSync(join(template, '..'), { recursive: true, force: true }));
  }
  return template;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Hub {
  static async start({ app = BUILT } = {}) {
    const hub = new Hub();
    hub.app = app;
    hub.data = join(mkdtempSync(join(tmpdir(), 'taizhang-hub-')), 'data');
    cpSync(sampleData(), hub.data, { recursive: true });
    hub.port = await freePort();
    hub.url = `http://localhost:${hub.port}`;
    await hub.up();
    return hub;
  }

  async up() {
    const listen = `127.0.0.1:${this.port}`;
    this.process = spawn(BINARY, ['serve', '--data', this.data, '--listen', listen, '--app', this.app], {
      stdio: ['ignore', 'ignore', process.env.HUB_LOG ? 'inherit' : 'ignore'],
    });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await fetch(`http://${listen}/healthz`).catch(() => null);
      if (answer?.ok) return;
      await sleep(50);
    }
    throw new Error('the hub did not come up');
  }

  // As a power cut ends it.
  async kill() {
    const gone = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGKILL');
    await gone;
  }

  async end() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }

  invite(org, role) {
    const base = ['--data', this.data, '--base-url', this.url, '--quiet'];
    return execFileSync(BINARY, ['invite', ...base, '--org', org, '--role', role], { encoding: 'utf8' }).trim();
  }
}
