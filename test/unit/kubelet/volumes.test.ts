import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newNotFound } from '../../../src/apis/errors.js';
import { type Container } from '../../../src/apis/core/pod-container.js';
import { type Pod, type PodSpec } from '../../../src/apis/core/pod.js';
import { type VolumeProjection } from '../../../src/apis/core/pod-volume.js';
import { rfc3339 } from '../../../src/clock/clock.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { resourceOf } from '../../../src/kubelet/container-resource.js';
import { fieldOf } from '../../../src/kubelet/field-path.js';
import { setVolumeOwnership } from '../../../src/kubelet/ownership.js';
import { projectedVolume } from '../../../src/kubelet/projected-volume.js';
import { TokenManager } from '../../../src/kubelet/token-manager.js';
import { type VolumeContent, type VolumeHost } from '../../../src/kubelet/volume-plugin.js';
import { withDirectory } from '../../directory.js';

const PEM = [1, 2].map(
  (n) => `-----BEGIN CERTIFICATE-----\n${Buffer.alloc(60, n).toString('base64')}\n-----END CERTIFICATE-----\n`,
);
const SIGNER = 'example.com/signer';

function bundle(
  name: string,
  trustBundle: string,
): { metadata: { name: string }; spec: { signerName: string; trustBundle: string } } {
  return { metadata: { name }, spec: { signerName: SIGNER, trustBundle } };
}

function host(gates: Readonly<Record<string, boolean>> = {}): VolumeHost {
  const clock = new ManualClock('2030-01-01T00:00:00Z');
  const missing = (name: string): Promise<never> =>
    Promise.reject(newNotFound({ group: '', resource: 'things' }, name));
  return {
    features: resolveFeatures({ version: '1.37', featureGates: gates }),
    tokens: new TokenManager({
      clock,
      random: new SeededRandom(1),
      createToken: (_namespace, name, { spec }) =>
        Promise.resolve({
          metadata: {},
          spec: { expirationSeconds: 3600, ...spec },
          status: { token: `${name}:${String(spec?.audiences)}`, expirationTimestamp: rfc3339(clock.now() + 3600_000) },
        }),
      onError: () => undefined,
    }),
    getSecret: (_namespace, name) =>
      name === 'secret' ? Promise.resolve({ metadata: {}, data: { a: 'QQ==', b: 'Qg==' } }) : missing(name),
    getConfigMap: (_namespace, name) => missing(name),
    getTrustBundle: (name) => (name === 'bundle' ? Promise.resolve(bundle(name, PEM.join(''))) : missing(name)),
    listTrustBundles: (labels) =>
      Promise.resolve(
        labels === 'a=b,c in (d),!e' ? [bundle('x', PEM[0] ?? ''), bundle('y', `${PEM[0] ?? ''}${PEM[1] ?? ''}`)] : [],
      ),
    nodeAllocatable: () => Promise.resolve({ cpu: '4', memory: '8Gi' }),
    accountUid: () => undefined,
  };
}

function podWith(spec: PodSpec): Pod {
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'uid-1' },
    spec: { serviceAccountName: 'robot', ...spec },
  };
}

function collect(
  sources: VolumeProjection[],
  spec: PodSpec = {},
  {
    defaultMode = 0o644,
    defaultUser,
    gates = {},
  }: { defaultMode?: number; defaultUser?: number; gates?: Readonly<Record<string, boolean>> } = {},
): Promise<VolumeContent> {
  const projected = { sources, defaultMode, ...(defaultUser === undefined ? {} : { defaultUser }) };
  return projectedVolume.collect({ name: 'v', projected }, podWith(spec), host(gates));
}

const TOKEN = { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } };
const as = (runAsUser?: number): Container => ({
  name: 'c',
  ...(runAsUser === undefined ? {} : { securityContext: { runAsUser } }),
});

describe("a token file's mode and owner, as upstream's TestCollectDataWithServiceAccountToken has them", () => {
  it.each<[what: string, spec: PodSpec, mode: number, user: number | undefined]>([
    ['nobody in particular', { containers: [as()] }, 0o644, undefined],
    ['a group', { containers: [as()], securityContext: { fsGroup: 1000 } }, 0o600, undefined],
    ['the user of the only container', { containers: [as(1000)] }, 0o600, 1000],
    ['the user of the pod', { containers: [as()], securityContext: { runAsUser: 1000 } }, 0o600, 1000],
    ['the same user in all containers', { containers: [as(1000), as(1000)], initContainers: [as(1000)] }, 0o600, 1000],
    ['different users', { containers: [as(1000), as(1001)] }, 0o644, undefined],
    ['a user in one container of two', { containers: [as(1000), as()] }, 0o644, undefined],
    ['another user in an init container', { containers: [as(1000)], initContainers: [as(0)] }, 0o644, undefined],
    ['root', { containers: [as(0)] }, 0o600, 0],
  ])('for %s', async (_what, spec, mode, user) => {
    const { payload } = await collect([TOKEN], spec);
    expect(payload.get('token')).toEqual({ data: Buffer.from('robot:undefined'), mode, user });
  });

  it('follow the volume where it names a user, once the gate is on', async () => {
    const gates = { AtomicWriteVolumeUserFields: true };
    const source = { serviceAccountToken: { path: 'token', user: 5 } };
    const of = async (sources: VolumeProjection[], settings: object): Promise<unknown> =>
      (await collect(sources, { containers: [as(1000)] }, settings)).payload.get('token')?.user;
    expect(await of([TOKEN], { defaultUser: 4, gates })).toBe(4);
    expect(await of([source], { defaultUser: 4, gates })).toBe(5);
    expect(await of([source], { defaultUser: 4 })).toBe(1000);
  });
});

describe('ownership', () => {
  it.each([
    [0o600, 0o640],
    [0o644, 0o644],
    [0o400, 0o440],
    [0o777, 0o777],
  ])('a group may read what had mode %o: %o', async (before, after) => {
    await withDirectory((directory) => {
      const file = path.join(directory, 'folder', 'file');
      fs.mkdirSync(path.dirname(file));
      fs.chmodSync(path.dirname(file), 0o755);
      fs.writeFileSync(file, '');
      fs.chmodSync(file, before);
      fs.symlinkSync('folder', path.join(directory, 'link'));
      const owners: string[] = [];
      setVolumeOwnership(
        directory,
        1000,
        (place, user, group) => void owners.push(`${path.relative(directory, place)} ${user}:${group}`),
      );
      expect(owners.sort()).toEqual([' -1:1000', 'folder -1:1000', 'folder/file -1:1000', 'link -1:1000']);
      expect(fs.statSync(file).mode & 0o7777).toBe(after);
      expect(fs.statSync(path.dirname(file)).mode & 0o7777).toBe(0o2755);
      return Promise.resolve();
    });
  });
});

describe('a projected volume', () => {
  it('has an audience for each token', async () => {
    const sources = ['', 'vault'].map((audience) => ({ serviceAccountToken: { path: `t-${audience}`, audience } }));
    const { payload, collectAgainAt } = await collect(sources);
    expect([...payload].map(([name, { data }]) => [name, Buffer.from(data).toString()])).toEqual([
      ['t-', 'robot:undefined'],
      ['t-vault', 'robot:vault'],
    ]);
    expect(collectAgainAt).toBeLessThan(Date.parse('2030-01-01T00:48:00Z'));
  });

  it('takes the keys that it is told to, with modes of their own', async () => {
    const items = [
      { key: 'a', path: 'x/a', mode: 0o400 },
      { key: 'b', path: 'b' },
    ];
    const { payload, collectAgainAt } = await collect([{ secret: { name: 'secret', items } }]);
    expect([...payload]).toEqual([
      ['x/a', { data: Buffer.from('A'), mode: 0o400, user: undefined }],
      ['b', { data: Buffer.from('B'), mode: 0o644, user: undefined }],
    ]);
    expect(collectAgainAt).toBe(Infinity);
  });

  it('says all that is missing, and lets what is optional be', async () => {
    const key = { key: 'c', path: 'c' };
    const missing = [{ secret: { name: 'secret', items: [key] } }, { configMap: { name: 'none' } }];
    await expect(collect(missing)).rejects.toThrow('[references non-existent secret key: c, things "none" not found]');
    const optional = [
      { secret: { name: 'secret', items: [key], optional: true } },
      { configMap: { name: 'none', optional: true } },
    ];
    expect((await collect(optional)).payload.size).toBe(0);
  });

  it('has every certificate of trust bundles once', async () => {
    const labelSelector = {
      matchLabels: { a: 'b' },
      matchExpressions: [
        { key: 'c', operator: 'In', values: ['d'] },
        { key: 'e', operator: 'DoesNotExist' },
      ],
    };
    const text = async (source: object): Promise<string> => {
      const { payload } = await collect([{ clusterTrustBundle: { path: 'ca.pem', ...source } }]);
      return Buffer.from(payload.get('ca.pem')?.data ?? '').toString();
    };
    const blocks = (pem: string): string[] => (pem.match(/-----BEGIN[^]*?-----END CERTIFICATE-----\n/g) ?? []).sort();
    expect(blocks(await text({ name: 'bundle' }))).toHaveLength(2);
    const signed = await text({ signerName: SIGNER, labelSelector });
    expect(blocks(signed)).toEqual(blocks(await text({ name: 'bundle' })));
    expect(Math.max(...signed.split('\n').map((line) => line.length))).toBe(64);
    expect(await text({ signerName: SIGNER, optional: true })).toBe('');
    await expect(text({ signerName: SIGNER })).rejects.toThrow('matched zero ClusterTrustBundles');
    await expect(text({ name: 'none' })).rejects.toThrow('while getting ClusterTrustBundle: things "none" not found');
    expect(await text({ name: 'none', optional: true })).toBe('');
  });
});

describe('the downward API', () => {
  const pod: Pod = {
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'u',
      labels: { b: 'say "hi"\n', a: '1' },
      annotations: { 'x/y': 'z' },
    },
    spec: {
      containers: [
        { name: 'c', resources: { limits: { cpu: '1500m' }, requests: { memory: '100Mi', 'hugepages-2Mi': '4Mi' } } },
      ],
    },
  };

  it.each([
    ['metadata.name', 'web'],
    ['metadata.namespace', 'shop'],
    ['metadata.uid', 'u'],
    ['metadata.labels', 'a="1"\nb="say \\"hi\\"\\n"'],
    ["metadata.labels['a']", '1'],
    ["metadata.labels['none']", ''],
    ["metadata.annotations['x/y']", 'z'],
    ['metadata.annotations', 'x/y="z"'],
  ])('%s is %j', (field, text) => {
    expect(fieldOf(pod, field)).toBe(text);
  });

  it('refuses other fields', () => {
    expect(() => fieldOf(pod, 'spec.nodeName')).toThrow('unsupported fieldPath: spec.nodeName');
    expect(() => fieldOf(pod, "spec.x['y']")).toThrow(`fieldPath "spec.x['y']" does not support subscript`);
  });

  it.each([
    ['limits.cpu', undefined, '2'],
    ['limits.cpu', '1m', '1500'],
    ['limits.memory', '1Mi', '8192'],
    ['requests.memory', undefined, '104857600'],
    ['requests.memory', '1Gi', '1'],
    ['requests.cpu', undefined, '0'],
    ['requests.hugepages-2Mi', '1Mi', '4'],
  ])('%s in units of %s is %s', (resource, divisor, text) => {
    const selector = { containerName: 'c', resource, ...(divisor === undefined ? {} : { divisor }) };
    expect(resourceOf(pod, selector, { cpu: '4', memory: '8Gi' })).toBe(text);
  });

  it('refuses other containers and resources', () => {
    expect(() => resourceOf(pod, { containerName: 'd', resource: 'limits.cpu' }, {})).toThrow('container d not found');
    expect(() => resourceOf(pod, { containerName: 'c', resource: 'limits.gpu' }, {})).toThrow(
      'unsupported container resource : limits.gpu',
    );
  });
});
