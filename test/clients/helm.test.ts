import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helmBinary } from '../kubectl/binaries.js';
import { ADMIN_TOKEN, type Server, startServer } from '../server.js';
import { build, BUILD_TIMEOUT, CLIENTS, fetched, type Program, PROGRAM_TIMEOUT, runAgainst } from './programs.js';

const CHART = path.join(CLIENTS, 'chart');

let program: Program;

beforeAll(async () => {
  program = await build(async () => [await fetched(helmBinary('1.32.3'))]);
}, BUILD_TIMEOUT);

describe.each(['1.24.17', '1.37.2'])('helm on Kubernetes %s', (kubernetesVersion) => {
  let server: Server;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
  });

  afterAll(() => server.close());

  it('installs, upgrades, rolls back and uninstalls a chart', { timeout: PROGRAM_TIMEOUT }, async (context) => {
    const helm = (...args: string[]): Promise<string[]> => runAgainst(program, server, context, args);
    const status = async (...args: string[]): Promise<unknown> => {
      const { version, info } = JSON.parse((await helm(...args, '-o', 'json')).join('\n')) as Release;
      return [version, info.status];
    };
    expect(await status('install', 'shop', CHART, '--namespace', 'helm', '--create-namespace')).toEqual([
      1,
      'deployed',
    ]);
    expect(await greeting(server)).toBe('hello');
    const upgrade = ['upgrade', 'shop', CHART, '--namespace', 'helm', '--set', 'greeting=bye,replicas=3'];
    expect(await status(...upgrade)).toEqual([2, 'deployed']);
    expect(await greeting(server)).toBe('bye');
    expect(await helm('rollback', 'shop', '1', '--namespace', 'helm')).toEqual([
      'Rollback was a success! Happy Helming!',
    ]);
    expect(await greeting(server)).toBe('hello');
    expect(await status('status', 'shop', '--namespace', 'helm')).toEqual([3, 'deployed']);
    expect(await helm('uninstall', 'shop', '--namespace', 'helm')).toEqual(['release "shop" uninstalled']);
    expect(await greeting(server)).toBeUndefined();
  });
});

interface Release {
  readonly version: number;
  readonly info: { readonly status: string };
}

/** What the chart's config map says; undefined where there is none. */
async function greeting(server: Server): Promise<string | undefined> {
  const config = new KubeConfig();
  config.loadFromString(server.kubeconfig({ user: { token: ADMIN_TOKEN } }));
  const { items } = await config.makeApiClient(CoreV1Api).listNamespacedConfigMap({ namespace: 'helm' });
  return items.find((map) => map.metadata?.name === 'shop')?.data?.greeting;
}
