import { EventEmitter } from 'node:events';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli.js';
import { RealClock } from '../../../src/clock/clock.js';
import { withDirectory } from '../../directory.js';
import { agentOf, type ApiBody } from '../../api/agent.js';
import { type Server, startServer } from '../../server.js';

interface Run {
  readonly code: Promise<number>;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves once standard output or error holds the text. */
  readonly says: (text: string) => Promise<void>;
  readonly end: () => void;
}

function run(args: readonly string[]): Run {
  const signals = new EventEmitter();
  const said = new EventEmitter();
  let out = '';
  let err = '';
  const code = main(['project', ...args], {
    stdout: (text) => {
      out += text;
      said.emit('text');
    },
    stderr: (text) => {
      err += text;
      said.emit('text');
    },
    readInput: () => Promise.resolve(''),
    signals,
    exit: (status) => {
      throw new Error(`exit ${status}`);
    },
    clock: new RealClock(),
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (`${out}${err}`.includes(text)) resolve();
      };
      said.on('text', look);
      look();
      void code.then(() => reject(new Error(`it ended without ${text}: ${out}${err}`)));
    });
  return { code, out: () => out, err: () => err, says, end: () => void signals.emit('SIGTERM') };
}

let server: Server;

beforeAll(async () => {
  server = await startServer();
});

afterAll(() => server.close());

/** Runs with a kubeconfig for the server and a directory to write to. */
function withPlaces(use: (args: readonly string[], volume: string) => Promise<void>): Promise<void> {
  return withDirectory(async (directory) => {
    const kubeconfig = join(directory, 'kubeconfig');
    const volume = join(directory, 'made', 'volume');
    await writeFile(kubeconfig, server.kubeconfig());
    const args = [`--kubeconfig=${kubeconfig}`, '--service-account=default/default', `--dir=${volume}`];
    await use(args, volume);
  });
}

interface Claims {
  readonly aud: readonly string[];
  readonly iat: number;
  readonly exp: number;
  readonly 'kubernetes.io': {
    readonly pod?: { readonly uid: string };
    readonly serviceaccount: { readonly uid: string };
  };
}

async function claimsIn(file: string): Promise<Claims> {
  return JSON.parse(Buffer.from((await readFile(file, 'utf8')).split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

/** Resolves with what `read` gives as soon as it satisfies; looks again at every turn of the event loop. */
async function eventually<T>(read: () => Promise<T>, satisfies: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (satisfies(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('project --once', () => {
  it('writes what in-cluster clients look for, and says where the server is', async () => {
    await withPlaces(async (args, volume) => {
      const once = run([...args, '--once', '--mode=0640']);
      expect(await once.code).toBe(0);
      expect(once.err()).toBe('');
      expect(once.out()).toMatch(
        /^# kubemint project is ready: the token of system:serviceaccount:default:default is in \S+\/token, renewed at 20\S+Z\n/,
      );
      expect(once.out()).toContain(
        `\nexport KUBERNETES_SERVICE_HOST=127.0.0.1 KUBERNETES_SERVICE_PORT=${server.port}\n`,
      );
      expect((await readdir(volume)).filter((name) => !name.startsWith('..')).sort()).toEqual([
        'ca.crt',
        'namespace',
        'token',
      ]);
      expect((await stat(join(volume, 'token'))).mode & 0o777).toBe(0o640);
      const token = await readFile(join(volume, 'token'), 'utf8');
      await agentOf(server, token).get('/api').expect(200);
      expect(await readFile(join(volume, 'ca.crt'), 'utf8')).toContain(server.ca);
    });
  });

  it('has several tokens in one directory, bound to a pod', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'once' },
      spec: { containers: [{ name: 'c', image: 'i' }] },
    };
    const created = await agentOf(server).post('/api/v1/namespaces/default/pods').send(pod).expect(201);
    await withPlaces(async (args, volume) => {
      const further = [
        '--audience=a,b',
        '--expiration=10m',
        '--token-path=x/one',
        '--token=two,audience=c,expiration=2h',
      ];
      const once = run([...args, ...further, '--bound=pod/once', '--once']);
      expect(await once.code).toBe(0);
      const one = await claimsIn(join(volume, 'x', 'one'));
      const two = await claimsIn(join(volume, 'two'));
      expect([one.aud, one.exp - one.iat, two.aud, two.exp - two.iat]).toEqual([['a', 'b'], 600, ['c'], 7200]);
      expect(one['kubernetes.io'].pod?.uid).toBe((created.body as ApiBody).metadata.uid);
    });
  });

  it.each([
    [['--service-account=a/b/c'], '--service-account: write NAMESPACE/NAME, not "a/b/c"'],
    [['--service-account='], '--service-account is required; kubemint project --help tells what for'],
    [['--bound=job/x'], '--bound: write pod/NAME, secret/NAME, node/NAME, not "job/x"'],
    [['--mode=rw'], '--mode: write three octal digits, 0644, not "rw"'],
    [['--token=token'], '--token: there is more than one token for token'],
    [['--token=a,life=1h'], 'invalid value "a,life=1h" for --token: write PATH,audience=AUDIENCE,expiration=1h'],
    [['--sync-period=1ms'], '--sync-period must be 10ms or more'],
    [['--kubeconfig=/none'], '--kubeconfig: cannot read /none: no such file'],
    [['--context=none'], 'it has no context "none"'],
    [['--derictory=x'], 'unknown flag --derictory'],
    [['--expiration=1m'], 'may not specify a duration less than 10 minutes'],
    [['--service-account=default/none'], 'failed to fetch token: serviceaccounts "none" not found'],
    [['--bound=pod/none'], 'there is no pod/none, and so no token bound to it'],
  ])('says in one line what is wrong with %j', async (further, message) => {
    await withPlaces(async (args) => {
      const failed = run([...args, '--once', ...further]);
      expect(await failed.code).toBe(1);
      expect(failed.err()).toContain(message);
      expect(failed.err().trimEnd()).not.toContain('\n');
    });
  });

  it('prints help', async () => {
    const help = run(['--help']);
    expect(await help.code).toBe(0);
    expect(help.out()).toContain('--service-account namespace/name');
    expect(
      help
        .out()
        .split('\n')
        .filter((line) => line.length > 140),
    ).toEqual([]);
  });
});

describe('project', () => {
  it("renews when the server's clock says so", async () => {
    await withPlaces(async (args, volume) => {
      const kept = run([...args, '--sync-period=10ms', '--expiration=10m']);
      await kept.says('is ready');
      for (let round = 0; round < 3; round++) {
        const { iat } = await claimsIn(join(volume, 'token'));
        await server.clock.advance('9m');
        const renewed = await eventually(
          () => claimsIn(join(volume, 'token')),
          (claims) => claims.iat > iat,
        );
        expect(renewed.iat - iat).toBeGreaterThanOrEqual(539);
      }
      kept.end();
      expect(await kept.code).toBe(0);
    });
  });

  it('follows what the token is bound to, and the account', async () => {
    const pods = '/api/v1/namespaces/default/pods';
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'followed' } };
    const containers = [{ name: 'c', image: 'i' }];
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'followed' },
      spec: { containers, serviceAccountName: 'followed' },
    };
    await agentOf(server).post(accounts).send(account).expect(201);
    await agentOf(server).post(pods).send(pod).expect(201);
    await withPlaces(async (args, volume) => {
      const followed = ['--service-account=followed', '--bound=pod/followed', '--sync-period=10ms'];
      const kept = run([...args, ...followed]);
      await kept.says('is ready');
      await agentOf(server).delete(`${pods}/followed?gracePeriodSeconds=0`).expect(200);
      await kept.says('# gone: what the token is bound to\n');
      expect((await readdir(volume)).filter((name) => !name.startsWith('..'))).toEqual([]);
      const again = await agentOf(server).post(pods).send(pod).expect(201);
      await kept.says('# back: what the token is bound to\n');
      const { uid } = (again.body as ApiBody).metadata;
      expect((await claimsIn(join(volume, 'token')))['kubernetes.io'].pod?.uid).toBe(uid);
      await agentOf(server).delete(`${accounts}/followed`).expect(200);
      const made = await agentOf(server).post(accounts).send(account).expect(201);
      await eventually(
        () => claimsIn(join(volume, 'token')),
        (claims) => claims['kubernetes.io'].serviceaccount.uid === (made.body as ApiBody).metadata.uid,
      );
      kept.end();
      expect(await kept.code).toBe(0);
    });
  });

  it('keeps the token while the server is away, and says so once', async () => {
    const first = await startServer();
    await withDirectory(async (directory) => {
      const kubeconfig = join(directory, 'kubeconfig');
      await writeFile(kubeconfig, first.kubeconfig());
      const kept = run([
        `--kubeconfig=${kubeconfig}`,
        '--service-account=default',
        `--dir=${directory}/v`,
        '--sync-period=10ms',
      ]);
      await kept.says('is ready');
      await first.close();
      await kept.says('ECONNREFUSED');
      expect(await readFile(join(directory, 'v', 'token'), 'utf8')).toMatch(/^eyJ/);
      kept.end();
      expect(await kept.code).toBe(0);
      expect(
        kept
          .err()
          .split('\n')
          .filter((line) => line.includes('ECONNREFUSED')),
      ).toHaveLength(1);
    });
  });
});
