import fs from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../parity/answer.js';
import { Http2Transport } from '../parity/http2.js';
import { ADMIN_TOKEN } from '../server.js';
import { type Consumer, packInto, runScript, typeCheck } from './packed.js';
import { Program } from './program.js';

let directory: string;
let consumer: Consumer;
let bin: string;

beforeAll(async () => {
  directory = await fs.mkdtemp(path.join(os.tmpdir(), 'kubemint-package-'));
  consumer = await packInto(directory);
  const manifest = JSON.parse(await fs.readFile(path.join(consumer.installed, 'package.json'), 'utf8')) as {
    bin: { kubemint: string };
  };
  bin = path.join(consumer.installed, manifest.bin.kubemint);
}, 180_000);

afterAll(() => fs.rm(directory, { recursive: true, force: true }));

describe('the tarball', () => {
  it('holds what runs and what is read, nothing else', () => {
    const others = consumer.files.filter(
      (file) => !/^(dist\/.*\.(js|d\.ts)|config\/.*\.yaml|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(file),
    );
    expect(others).toEqual([]);
    expect(consumer.files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts', 'dist/bin.js']));
  });
});

const USE = `
const server = await createServer({ kubernetesVersion: '1.24' });
console.log(server.kubeconfig().includes(server.url), server.ca.startsWith('-----BEGIN CERTIFICATE-----'));
await server.close();
`;

describe('the library', () => {
  it('is imported by ES modules', async () => {
    expect(await runScript(consumer, 'use.mjs', `import { createServer } from 'kubemint';${USE}`)).toBe('true true\n');
  });

  it('is required by CommonJS, as Node 20.19 and later can', async () => {
    const text = `const { createServer } = require('kubemint');(async () => {${USE}})();`;
    expect(await runScript(consumer, 'use.cjs', text)).toBe('true true\n');
  });

  it('has types that compile', async () => {
    const text = `
import { createServer, ManualClock, type Server, type ServerOptions } from 'kubemint';
const options: ServerOptions = { clock: new ManualClock(0), securePort: 0, authorizationModes: ['RBAC'] };
const server: Server = await createServer(options);
const url: string = server.url;
await server.close();
// @ts-expect-error: no such mode
const misuse: ServerOptions = { authorizationModes: ['ABAC'] };
export { misuse, url };
`;
    expect(await typeCheck(consumer, 'use.mts', text)).toBe('');
  }, 60_000);
});

describe('the program', () => {
  const start = (...args: string[]): Program => new Program([bin, ...args], consumer.directory);

  it('says its version and its options', async () => {
    const version = start('--version');
    expect(await version.ended).toBe(0);
    expect(version.stdout).toMatch(/^kubemint \d+\.\d+\.\d+\n$/);
    const help = start('--help');
    expect(await help.ended).toBe(0);
    expect(help.stdout).toContain('--service-account-issuer');
  });

  it('names a port in use and the mend, in one line', async () => {
    const other = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const program = start('--secure-port', String(port), '--kubeconfig', '');
    expect(await program.ended).toBe(1);
    expect(program.stderr).toMatch(
      new RegExp(`^kubemint: 127\\.0\\.0\\.1, port ${port} is in use: [^\\n]*--secure-port[^\\n]*\\n$`),
    );
    other.close();
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends within a second of %s, in the middle of its work', async (signal) => {
    const tokens = path.join(consumer.directory, 'tokens.csv');
    await fs.writeFile(tokens, `${ADMIN_TOKEN},admin,admin-uid,"system:masters"\n`);
    const kubeconfig = path.join(consumer.directory, `${signal}.kubeconfig`);
    const program = start('--secure-port', '0', '--token-auth-file', tokens, '--kubeconfig', kubeconfig, '-v', '2');
    await program.printed(/kubemint is ready/);
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    expect((await fs.stat(kubeconfig)).mode & 0o777).toBe(0o600);

    const headers = { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json' };
    const transport = new Http2Transport(config.getCurrentCluster()?.server ?? '');
    const watch = { method: 'GET', path: '/api/v1/secrets?watch=true', headers };
    const watching = await transport.send(watch);
    watching.stream.on('error', () => undefined).resume();
    const body = JSON.stringify({ spec: { token: ADMIN_TOKEN } });
    const review = { method: 'POST', path: '/apis/authentication.k8s.io/v1/tokenreviews', headers, body };
    const first = ask(transport, review);
    const rest = Array.from({ length: 500 }, () => ask(transport, review));
    expect((await first).status).toBe(201);

    const asked = performance.now();
    program.kill(signal);
    expect(await program.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(1000);
    await Promise.all(rest);
    transport.close();
    expect(`${program.stdout}${program.stderr}`).not.toMatch(/unhandled|uncaught|\n\s+at /i);
    expect(`${program.stdout}${program.stderr}`).not.toContain(ADMIN_TOKEN);
  });
});
