import fs from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withDirectory } from '../directory.js';
import { type Server, startServer } from '../server.js';
import { agentOf, type ApiBody } from './agent.js';

const PODS = '/api/v1/namespaces/default/pods';
const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

let directory: string;
let release: () => void;
let server: Server;

beforeAll(async () => {
  const held = new Promise<void>((resolve) => (release = resolve));
  await new Promise<void>((ready) => {
    void withDirectory(async (made) => {
      directory = made;
      ready();
      await held;
    });
  });
  server = await startServer({ kubeletRootDir: path.join(directory, 'kubelet'), controlToken: 'a-token-for-control' });
});

afterAll(async () => {
  await server.close();
  release();
});

interface Created {
  readonly uid: string;
  /** Where the volume with the pod's own token is. */
  readonly volume: string;
}

function placeOf(uid: string, plugin: string, volume: string): string {
  return path.join(directory, 'kubelet', 'pods', uid, 'volumes', `kubernetes.io~${plugin}`, volume);
}

/** Creates a pod that is bound to a node, and waits until its volumes are there. */
async function createPod(name: string, spec: object = {}): Promise<Created> {
  const containers = [{ name: 'c', image: 'nginx' }];
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { nodeName: 'node-1', containers, ...spec } };
  const created = await agentOf(server).post(PODS).send(pod).expect(201);
  const { metadata, spec: stored } = created.body as {
    metadata: { uid: string };
    spec: { volumes: { name: string }[]; containers: { volumeMounts?: { name: string; mountPath: string }[] }[] };
  };
  await settle();
  const mount = stored.containers[0]?.volumeMounts?.find(({ mountPath }) => mountPath === MOUNT);
  return { uid: metadata.uid, volume: placeOf(metadata.uid, 'projected', mount?.name ?? '') };
}

/** The clock moves when all has been done that there was to do. */
const settle = (by = 0): Promise<boolean> => server.clock.advance(by);

const read = (...parts: string[]): Promise<string> => fs.readFile(path.join(...parts), 'utf8');

interface Claims {
  readonly aud: readonly string[];
  readonly iat: number;
  readonly exp: number;
  readonly 'kubernetes.io': {
    readonly pod: { readonly uid: string };
    readonly node?: { readonly name: string };
    readonly serviceaccount: { readonly uid: string };
  };
}

function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

async function exists(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}

describe("a pod's own volume", () => {
  it('holds a token that works, the CA and the namespace', async () => {
    const { uid, volume } = await createPod('own');
    const token = await read(volume, 'token');
    expect(claimsOf(token)['kubernetes.io']).toMatchObject({ pod: { name: 'own', uid }, node: { name: 'node-1' } });
    await agentOf(server, token).get('/api').expect(200);
    expect(await read(volume, 'namespace')).toBe('default');
    expect(await read(volume, 'ca.crt')).toContain('-----BEGIN CERTIFICATE-----');
    expect(await fs.readlink(path.join(volume, 'token'))).toBe('..data/token');
    expect(await fs.readlink(path.join(volume, '..data'))).toMatch(/^\.\.\d{4}(_\d\d){5}\.\d+$/);
  });

  it('is renewed when the time comes, and not before', async () => {
    const { volume } = await createPod('renewed');
    const first = await read(volume, 'token');
    await settle(2870_000);
    expect(await read(volume, 'token')).toBe(first);
    await settle(20_000);
    const second = await read(volume, 'token');
    const { iat } = claimsOf(first);
    expect(claimsOf(second).iat - iat).toBeGreaterThanOrEqual(2876);
    expect(claimsOf(second).iat - iat).toBeLessThanOrEqual(2887);
    await server.clock.advance('24h');
    expect(claimsOf(await read(volume, 'token')).iat).toBeGreaterThan(server.clock.now() / 1000 - 2888);
  });

  it('goes with the pod', async () => {
    const { uid } = await createPod('gone');
    await agentOf(server).delete(`${PODS}/gone?gracePeriodSeconds=0`).expect(200);
    await settle();
    expect(await exists(path.join(directory, 'kubelet', 'pods', uid))).toBe(false);
    const again = await createPod('gone');
    expect(claimsOf(await read(again.volume, 'token'))['kubernetes.io'].pod.uid).toBe(again.uid);
  });

  it('goes when the pod has ended', async () => {
    const { uid } = await createPod('ended');
    const status = { status: { phase: 'Succeeded' } };
    const patch = agentOf(server).patch(`${PODS}/ended/status`).set('content-type', 'application/merge-patch+json');
    await patch.send(status).expect(200);
    await settle();
    expect(await exists(path.join(directory, 'kubelet', 'pods', uid))).toBe(false);
  });

  it('has a new token when the account was made anew', async () => {
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } };
    await agentOf(server).post(accounts).send(account).expect(201);
    const { volume } = await createPod('of-robot', { serviceAccountName: 'robot' });
    const before = await read(volume, 'token');
    await agentOf(server).delete(`${accounts}/robot`).expect(200);
    await settle();
    expect(await read(volume, 'token')).toBe(before);
    const made = await agentOf(server).post(accounts).send(account).expect(201);
    await settle();
    const { uid } = (made.body as ApiBody).metadata;
    expect(claimsOf(await read(volume, 'token'))['kubernetes.io'].serviceaccount.uid).toBe(uid);
  });
});

describe('a volume of several sources', () => {
  const sources = [
    { serviceAccountToken: { path: 'tokens/vault', audience: 'vault', expirationSeconds: 600 } },
    { serviceAccountToken: { path: 'tokens/other', audience: 'other', expirationSeconds: 7200 } },
    { secret: { name: 'missing', optional: true } },
    { secret: { name: 'sources', items: [{ key: 'password', path: 'secret/password', mode: 0o400 }] } },
    { configMap: { name: 'sources' } },
    {
      downwardAPI: {
        items: [
          { path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } },
          { path: 'cpu', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu', divisor: '1m' } },
        ],
      },
    },
  ];
  const volumes = [{ name: 'all', projected: { sources, defaultMode: 0o440 } }];

  it('has them side by side, each with its own life', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'sources' }, stringData: { password: 'p' } };
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'sources' }, data: { a: 'one' } };
    await agentOf(server).post('/api/v1/namespaces/default/secrets').send(secret).expect(201);
    await agentOf(server).post('/api/v1/namespaces/default/configmaps').send(configMap).expect(201);
    const containers = [{ name: 'c', image: 'nginx', resources: { limits: { cpu: '1500m' } } }];
    const { uid } = await createPod('several', { volumes, containers });
    const volume = placeOf(uid, 'projected', 'all');
    const modeOf = async (name: string): Promise<string> =>
      ((await fs.stat(path.join(volume, name))).mode & 0o777).toString(8);
    expect(await Promise.all(['tokens/vault', 'secret/password', 'a'].map(modeOf))).toEqual(['440', '400', '440']);
    expect(await Promise.all(['secret/password', 'a', 'labels', 'cpu'].map((name) => read(volume, name)))).toEqual([
      'p',
      'one',
      '',
      '1500',
    ]);
    const vault = claimsOf(await read(volume, 'tokens/vault'));
    const other = await read(volume, 'tokens/other');
    expect([vault.aud, vault.exp - vault.iat, claimsOf(other).aud]).toEqual([['vault'], 600, ['other']]);
    await settle(481_000);
    expect(claimsOf(await read(volume, 'tokens/vault')).iat).toBeGreaterThan(vault.iat);
    expect(await read(volume, 'tokens/other')).toBe(other);
    const patch = agentOf(server).patch('/api/v1/namespaces/default/configmaps/sources');
    await patch
      .set('content-type', 'application/merge-patch+json')
      .send({ data: { a: null, b: 'two' } })
      .expect(200);
    await settle();
    expect([await read(volume, 'b'), await exists(path.join(volume, 'a'))]).toEqual(['two', false]);
  });

  it('waits for what is not optional', async () => {
    const needed = [{ name: 'needed', projected: { sources: [{ configMap: { name: 'late' } }] } }];
    const { uid } = await createPod('waiting', { volumes: needed });
    const file = path.join(placeOf(uid, 'projected', 'needed'), 'a');
    expect(await exists(file)).toBe(false);
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' }, data: { a: 'b' } };
    await agentOf(server).post('/api/v1/namespaces/default/configmaps').send(configMap).expect(201);
    await settle();
    expect(await read(file)).toBe('b');
  });
});

it('volumes of secrets, config maps and the downward API are written too', async () => {
  const volumes = [
    { name: 's', secret: { secretName: 'kinds' } },
    { name: 'c', configMap: { name: 'kinds', defaultMode: 0o400 } },
    { name: 'd', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
  ];
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'kinds' }, data: { raw: 'AAEC' } };
  const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kinds' }, binaryData: { raw: '/w==' } };
  await agentOf(server).post('/api/v1/namespaces/default/secrets').send(secret).expect(201);
  await agentOf(server).post('/api/v1/namespaces/default/configmaps').send(configMap).expect(201);
  const { uid } = await createPod('kinds', { volumes });
  expect([...(await fs.readFile(path.join(placeOf(uid, 'secret', 's'), 'raw')))]).toEqual([0, 1, 2]);
  expect([...(await fs.readFile(path.join(placeOf(uid, 'configmap', 'c'), 'raw')))]).toEqual([255]);
  expect(await read(placeOf(uid, 'downward-api', 'd'), 'name')).toBe('kinds');
});

it('a server of before 1.21 keeps the secret with the token', async () => {
  const old = await startServer({ kubernetesVersion: '1.20.15', kubeletRootDir: path.join(directory, 'old') });
  try {
    const containers = [{ name: 'c', image: 'nginx' }];
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { nodeName: 'n', containers } };
    const created = await agentOf(old).post(PODS).send(pod).expect(201);
    const { metadata, spec } = created.body as { metadata: { uid: string }; spec: { volumes: { name: string }[] } };
    await old.clock.advance(0);
    const name = spec.volumes[0]?.name ?? '';
    const place = path.join(directory, 'old', 'pods', metadata.uid, 'volumes', 'kubernetes.io~secret', name);
    await agentOf(old, await read(place, 'token'))
      .get('/api')
      .expect(200);
    expect(await read(place, 'namespace')).toBe('default');
  } finally {
    await old.close();
  }
});

describe('the directory', () => {
  it('is tidied up by the next server', async () => {
    const root = path.join(directory, 'again');
    await (await startServer({ kubeletRootDir: root })).close();
    await fs.mkdir(path.join(root, 'pods', 'left-over', 'volumes'), { recursive: true });
    await (await startServer({ kubeletRootDir: root })).close();
    expect(await fs.readdir(path.join(root, 'pods'))).toEqual([]);
  });

  it("is not taken from others, a real kubelet's least of all", async () => {
    const root = path.join(directory, 'real');
    await fs.mkdir(path.join(root, 'pods', 'a-real-pod'), { recursive: true });
    await expect(startServer({ kubeletRootDir: root })).rejects.toThrow(
      `kubelet-root-dir ${root} was not made by kubemint and is left alone; name an empty directory`,
    );
    expect(await fs.readdir(path.join(root, 'pods'))).toEqual(['a-real-pod']);
  });
});
