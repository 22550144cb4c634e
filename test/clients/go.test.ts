import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import { BUILD_TIMEOUT, type Program, PROGRAM_TIMEOUT, runAgainst } from './programs.js';
import { goProgram } from './toolchains.js';

const VERSIONS = [
  { kubernetesVersion: '1.20.15', streamsLists: false, describesV3: false },
  { kubernetesVersion: '1.24.17', streamsLists: false, describesV3: true },
  { kubernetesVersion: '1.37.2', streamsLists: true, describesV3: true },
];

const NEWEST = VERSIONS.at(-1);

let program: Program;

beforeAll(async () => {
  program = await goProgram();
}, BUILD_TIMEOUT);

describe.concurrent.each(VERSIONS)('client-go on Kubernetes $kubernetesVersion', (version) => {
  const { kubernetesVersion, streamsLists, describesV3 } = version;
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  const prints = (name: string, lines: readonly string[]): void => {
    it(name, { timeout: PROGRAM_TIMEOUT }, async (context) => {
      expect(await runAgainst(program, server, context, [name])).toEqual(lines);
    });
  };

  prints('typed', [
    'deployment: at most 25% more, generation 1',
    'scaled from 2 to 3 with selector app=web',
    'conflict: true',
    'paused: true, generation 3',
    'pod: Pending, 250m CPU',
    'running: 1',
    'image: registry.example/web:2',
    '7 secrets on 3 pages',
    'gone: true',
    'watched: map[ADDED:7 DELETED:7]',
  ]);

  prints('tokens', [
    'vault: true "system:serviceaccount:go-tokens:robot" [vault]',
    'consul: false "" []',
    'may list secrets: false',
    'secrets is forbidden: User "system:serviceaccount:go-tokens:worker" cannot list resource "secrets" in API group "" in the namespace "go-tokens"',
  ]);

  prints('informer', [
    'converged after more than 2 cuts: true',
    'watched again: true',
    `listed by lists: ${!streamsLists}, by watches: ${streamsLists}`,
  ]);

  prints('every-kind', ['more than 30 kinds synced: true, with types: true']);

  prints('election', ['first leads', 'second leads', 'held by second, renewed: true']);

  prints('dynamic', [
    'data: map[b:2] <nil>',
    'ADDED dynamic',
    'MODIFIED dynamic',
    'MODIFIED dynamic',
    'DELETED dynamic',
  ]);

  prints('metadata', ['informed of m', 'listed 1', 'got m of map[run:metadata]']);

  prints('discovery', [
    'legacy false: sa is serviceaccounts, Deployment deployments by namespace',
    'legacy true: sa is serviceaccounts, Deployment deployments by namespace',
    'more than 50 resources: true',
    `OpenAPI v2 of v${kubernetesVersion}: true`,
    describesV3
      ? 'OpenAPI v3 with more than 10 documents: true'
      : 'no OpenAPI v3: the server could not find the requested resource',
  ]);

  if (version === NEWEST) prints('token-file', ['first token: <nil>', 'revoked token: true', 'second token: <nil>']);
});
