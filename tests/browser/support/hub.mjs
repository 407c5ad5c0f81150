// The real hub, in a process of its own, on a data folder of its own.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = new URL('../../..', import.meta.url).pathname;
const BINARY = process.env.HUB ?? join(ROOT, 'target/release/hub');
// The app as it was built.
export const BUILT = process.env.APP ?? join(ROOT, 'dist');

// What the sample county hangs on: the program, the taskbook and the day.
function sampleName() {
  const files = (path) =>
    statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => files(join(path, name))) : [path];
  const hash = createHash('sha256').update(new Date().toDateString());
  for (const path of [BINARY, ...files(join(ROOT, 'taskbook'))]) hash.update(path).update(String(statSync(path).mtimeMs));
  return hash.digest('hex').slice(0, 16);
}

// The sample county takes some seconds to play, so it is made once for all files of tests, and copied.
function sampleData() {
  const shelf = join(ROOT, 'target/sample-county');
  const template = join(shelf, sampleName());
  if (!existsSync(template)) {
    rmSync(shelf, { recursive: true, force: true });
    const making = `${template}.${process.pid}`;
    execFileSync(BINARY, ['init', '--data', making, '--sample', '--taskbook', join(ROOT, 'taskbook')]);
    renameSync(making, template);
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
  // `taskbook` changes a copy of the taskbook's folder before the hub takes it, over what the sample's county wrote.
  static async start({ app = BUILT, taskbook } = {}) {
    const hub = new Hub();
    hub.app = app;
    hub.data = join(mkdtempSync(join(tmpdir(), 'taizhang-hub-')), 'data');
    cpSync(sampleData(), hub.data, { recursive: true });
    if (taskbook) {
      const folder = join(hub.data, '../taskbook');
      cpSync(join(ROOT, 'taskbook'), folder, { recursive: true });
      taskbook(folder);
      execFileSync(BINARY, ['update-taskbook', '--data', hub.data, '--taskbook', folder, '--definitions']);
    }
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

  // A copy as it is now; and the hub as a copy has it, started anew.
  backup(to) {
    execFileSync(BINARY, ['backup', '--data', this.data, '--to', to]);
  }

  async restore(from) {
    await this.kill();
    rmSync(this.data, { recursive: true });
    execFileSync(BINARY, ['restore', '--from', from, '--data', this.data]);
    await this.up();
  }

  async end() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.kill();
    rmSync(join(this.data, '..'), { recursive: true, force: true });
  }

  // A named person's name stands in the invitation; without one the device says it.
  invite(org, role, person) {
    const base = ['--data', this.data, '--base-url', this.url, '--quiet', ...(person ? ['--name', person] : [])];
    return execFileSync(BINARY, ['invite', ...base, '--org', org, '--role', role], { encoding: 'utf8' }).trim();
  }
}
