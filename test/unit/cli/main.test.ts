import { EventEmitter } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { request } from 'node:https';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../../src/cli.js';
import { RealClock } from '../../../src/clock/clock.js';
import { withDirectory } from '../../directory.js';

interface Run {
  readonly code: Promise<number>;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves when the server says ready, or the run has ended. */
  readonly ready: Promise<unknown>;
  readonly signal: (name: string) => void;
}

function run(args: readonly string[], input = ''): Run {
  const signals = new EventEmitter();
  let out = '';
  let err = '';
  let say = (): void => undefined;
  const said = new Promise<void>((resolve) => {
    say = resolve;
  });
  const code = main(args, {
    stdout: (text) => {
      out += text;
      say();
    },
    stderr: (text) => void (err += text),
    readInput: () => Promise.resolve(input),
    signals,
    exit: (status) => {
      throw new Error(`exit ${status}`);
    },
    clock: new RealClock(),
  });
  const ready = Promise.race([said, code]);
  return { code, out: () => out, err: () => err, ready, signal: (name) => void signals.emit(name) };
}

interface Kubeconfig {
  readonly clusters: readonly [{ cluster: { server: string; 'certificate-authority-data': string } }];
  readonly users: readonly [{ user: { 'client-certificate-data': string; 'client-key-data': string } }];
}

/** GET as the user of the kubeconfig; the status and the body so far, the response left open. */
function get(
  kubeconfig: string,
  path: string,
): Promise<{ status: number | undefined; body: string; closed: Promise<void> }> {
  const { clusters, users } = parse(kubeconfig) as Kubeconfig;
  const decoded = (text: string): Buffer => Buffer.from(text, 'base64');
  const options = {
    ca: decoded(clusters[0].cluster['certificate-authority-data']),
    cert: decoded(users[0].user['client-certificate-data']),
    key: decoded(users[0].user['client-key-data']),
    agent: false,
  };
  return new Promise((resolve, reject) => {
    request(new URL(path, clusters[0].cluster.server), options, (response) => {
      const closed = new Promise<void>((done) => response.on('close', done).on('error', () => undefined));
      response.once('data', (chunk: Buffer) => {
        resolve({ status: response.statusCode, body: chunk.toString(), closed });
      });
    })
      .on('error', reject)
      .end();
  });
}

describe('main', () => {
  it('serves until a signal comes, with a kubeconfig that works and manifests in place', async () => {
    await withDirectory(async (directory) => {
      const kubeconfig = join(directory, 'sub', 'admin.kubeconfig');
      const manifest = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot, namespace: default}\n';
      const args = ['--secure-port=0', `--kubeconfig=${kubeconfig}`, '--manifests=-', '--kubernetes-version=1.24'];
      const server = run([...args, '--etcd-servers=x', '--allow-privileged'], manifest);
      await server.ready;
      expect(server.err()).toBe(
        'kubemint: warning: without meaning here and ignored: --etcd-servers, --allow-privileged\n',
      );
      expect(server.out()).toMatch(
        /^kubemint is ready: Kubernetes v1\.24\.\d+ at https:\/\/127\.0\.0\.1:\d+ \(\d+ ms\)\n/,
      );
      expect(server.out()).toContain(`kubectl --kubeconfig ${kubeconfig} create token demo\n`);
      expect((await stat(kubeconfig)).mode & 0o777).toBe(0o600);
      const controlToken = join(directory, 'sub', 'admin.control-token');
      expect(server.out()).toContain(`curl -k -H "Authorization: Bearer $(cat ${controlToken})" https://127.0.0.1:`);
      expect(await readFile(controlToken, 'utf8')).toMatch(/^kubemint-control-/);
      const written = await readFile(kubeconfig, 'utf8');
      const answer = await get(written, '/api/v1/namespaces/default/serviceaccounts/robot');
      expect(answer.status).toBe(200);
      const watch = await get(written, '/api/v1/namespaces/default/serviceaccounts?watch=true');
      expect(watch.body).toContain('"type":"ADDED"');
      server.signal('SIGTERM');
      expect(await server.code).toBe(0);
      await watch.closed;
    });
  });

  it('says how to see a token where every account has a secret', async () => {
    const args = ['--secure-port=0', '--http-port=0', '--kubernetes-version=1.23'];
    await withDirectory(async (directory) => {
      const server = run([...args, `--kubeconfig=${join(directory, 'it is')}`]);
      await server.ready;
      expect(server.out()).toMatch(/^plain HTTP at http:\/\/127\.0\.0\.1:\d+$/m);
      expect(server.out()).toContain(`--kubeconfig '${directory}/it is' describe`);
      server.signal('SIGINT');
      expect(await server.code).toBe(0);
    });
  });

  it('prints help in groups, and its version', async () => {
    const help = run(['--help']);
    expect(await help.code).toBe(0);
    expect(help.out()).toContain('\nService accounts flags:\n');
    expect(help.out()).toContain('--secure-port port\n          The HTTPS port; 0 picks a free one. (default 6443)\n');
    expect(
      help
        .out()
        .split('\n')
        .filter((line) => line.length > 110),
    ).toEqual([]);
    const version = run(['--version']);
    expect(await version.code).toBe(0);
    expect(version.out()).toMatch(/^kubemint \d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['--no-such'], 'kubemint: unknown flag --no-such; --help lists them all\n'],
    [['--config=/no/such'], 'kubemint: --config: cannot read /no/such: no such file\n'],
    [
      ['--kubernetes-version=2'],
      'kubemint: unknown Kubernetes version "2": choose one of 1.20 … 1.37, with or without a patch number\n',
    ],
    [
      ['--secure-port=0', '--kubeconfig=', '--bind-address=192.0.2.1'],
      'kubemint: 192.0.2.1 is no address of this machine: choose another --bind-address\n',
    ],
  ])('ends with one line for %j', async (args, line) => {
    const failed = run(args);
    expect(await failed.code).toBe(1);
    expect(failed.err()).toBe(line);
    expect(failed.out()).toBe('');
  });

  it('names a port that is in use', async () => {
    const other = createSocketServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const failed = run([`--secure-port=${port}`, '--kubeconfig=']);
    expect(await failed.code).toBe(1);
    expect(failed.err()).toBe(
      `kubemint: 127.0.0.1, port ${port} is in use: choose another with --secure-port or --http-port (0 picks a free one)\n`,
    );
    other.close();
  });

  it('leaves the kubeconfig of another cluster alone', async () => {
    await withDirectory(async (directory) => {
      const path = join(directory, 'config');
      await writeFile(path, 'apiVersion: v1\nkind: Config\n');
      const failed = run(['--secure-port=0', `--kubeconfig=${path}`]);
      expect(await failed.code).toBe(1);
      expect(failed.err()).toBe(
        `kubemint: --kubeconfig: ${path} was not written by kubemint and is left alone; name another file\n`,
      );
    });
  });

  it('says in one line which manifest is refused', async () => {
    const failed = run(
      ['--secure-port=0', '--kubeconfig=', '--manifests=-'],
      'apiVersion: v1\nkind: Namespace\nmetadata: {name: A_B}\n',
    );
    expect(await failed.code).toBe(1);
    expect(failed.err()).toMatch(/^kubemint: the manifest of Namespace "A_B": .*\n$/);
  });
});
