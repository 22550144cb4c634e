import fs from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { agentOf } from '../api/agent.js';
import { BUILD_TIMEOUT, Missing, type Program } from '../clients/programs.js';
import { goProgram, javaProgram, pythonProgram } from '../clients/toolchains.js';
import { withDirectory } from '../directory.js';
import { startServer } from '../server.js';
import { ownMounts, Stepped } from './pod-like.js';

const TOKEN = 'a-token-for-control';
const TEN_DAYS = 10 * 24 * 60;
/** Minutes of one step. */
const STEP = 50;
const TIMEOUT = 300_000;

const CLIENTS = {
  'client-go': { build: () => goProgram('./incluster', 'in-cluster'), args: [] },
  Python: { build: () => pythonProgram('in_cluster.py'), args: [] },
  'the official Java client': { build: javaProgram, args: ['InCluster', 'official'] },
  fabric8: { build: javaProgram, args: ['InCluster', 'fabric8'] },
} as const;

type Name = keyof typeof CLIENTS;
const NAMES = Object.keys(CLIENTS) as Name[];

const programs = new Map<Name, Program>();
let mounts: readonly string[] | Missing;

beforeAll(async () => {
  mounts = await ownMounts().catch((error: unknown) => {
    if (error instanceof Missing) return error;
    throw error;
  });
  // One after the other: the Java clients are built in one folder.
  for (const name of NAMES) programs.set(name, await CLIENTS[name].build());
}, 3 * BUILD_TIMEOUT);

interface Run {
  /** Moves the clock as a program elsewhere would, and says which token is on the disk then. */
  readonly advance: (minutes: number) => Promise<string>;
  readonly start: (name: Name, mode: 'fresh' | 'kept') => Stepped;
}

/** A server with a bound pod, whose volume programs are run with. */
async function withPod(extendTokens: boolean, context: TestContext, use: (run: Run) => Promise<void>): Promise<void> {
  const given = mounts;
  if (given instanceof Missing) return skip(context, given.message);
  await withDirectory(async (directory) => {
    const server = await startServer({
      kubeletRootDir: path.join(directory, 'kubelet'),
      controlToken: TOKEN,
      serviceAccountExtendTokenExpiration: extendTokens,
    });
    const running: Stepped[] = [];
    try {
      const containers = [{ name: 'c', image: 'i' }];
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers, nodeName: 'n' } };
      const created = await agentOf(server).post('/api/v1/namespaces/default/pods').send(pod).expect(201);
      const { metadata, spec } = created.body as { metadata: { uid: string }; spec: { volumes: [{ name: string }] } };
      const plugin = path.join('pods', metadata.uid, 'volumes', 'kubernetes.io~projected');
      const volume = path.join(directory, 'kubelet', plugin, spec.volumes[0].name);
      const advance = async (minutes: number): Promise<string> => {
        const move = agentOf(server, TOKEN)
          .post('/_kubemint/clock')
          .send({ advance: `${minutes}m` });
        expect((await move.expect(200)).body).toMatchObject({ settled: true });
        return credentialIn(await fs.readFile(path.join(volume, 'token'), 'utf8'));
      };
      const start = (name: Name, mode: 'fresh' | 'kept'): Stepped => {
        const program = programs.get(name) ?? { missing: 'it was not built' };
        if ('missing' in program) return skip(context, program.missing);
        const stepped = new Stepped(program, [...CLIENTS[name].args, mode], {
          mounts: given,
          volume,
          port: server.port,
        });
        running.push(stepped);
        return stepped;
      };
      await use({ advance, start });
    } finally {
      for (const stepped of running) stepped.end();
      await server.close();
    }
  });
}

function skip(context: TestContext, reason: string): never {
  console.warn(`SKIPPED ${context.task.name}: ${reason}`);
  return context.skip(reason);
}

/** As SelfSubjectReview names the token that it was asked with. */
function credentialIn(token: string): string {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { jti: string };
  return `JTI=${claims.jti}`;
}

describe('ten days in a pod, its clients loaded anew for each request, with tokens that end when they say', () => {
  it.for(NAMES)('%s', { timeout: TIMEOUT }, (name, context) =>
    withPod(false, context, async ({ advance, start }) => {
      await advance(0);
      const client = start(name, 'fresh');
      const used = new Set<string>();
      for (let minutes = 0; minutes < TEN_DAYS; minutes += STEP) {
        const onDisk = await advance(STEP);
        const known = await client.step();
        expect(known).toBe(onDisk);
        used.add(known);
      }
      expect(used.size).toBeGreaterThan(200);
    }),
  );
});

it(
  'ten days in a pod, its clients kept with what they remember, with tokens that are extended',
  { timeout: TIMEOUT },
  (context) =>
    withPod(true, context, async ({ advance, start }) => {
      const onDisk = new Set([await advance(0)]);
      const clients = NAMES.map((name) => ({ name, client: start(name, 'kept'), used: new Set<string>() }));
      const step = async (minutes: number): Promise<void> => {
        onDisk.add(await advance(minutes));
        const answers = await Promise.all(clients.map(({ client }) => client.step()));
        clients.forEach(({ used }, index) => used.add(answers[index] ?? ''));
        expect(answers.filter((known) => !onDisk.has(known))).toEqual([]);
      };
      for (let minutes = 0; minutes < TEN_DAYS; minutes += STEP) await step(STEP);
      // They read the file again when a minute has gone by on their own clocks.
      while (clients.some(({ used }) => used.size < 2)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        await step(1);
      }
      expect(onDisk.size).toBeGreaterThan(200);
    }),
);
