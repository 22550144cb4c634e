import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Secret } from '../../../src/apis/core/v1.js';
import { legacyTokenCleaner } from '../../../src/controllers/legacy-token-cleaner.js';
import { legacyTokenTrackingController } from '../../../src/controllers/legacy-token-tracking.js';
import { Cluster, type ClusterOptions, CONFIG_MAPS, object, SECRETS } from './cluster.js';

const TRACKING = 'kube-apiserver-legacy-service-account-token-tracking';
const DAY = 24 * 60 * 60 * 1000;
let cluster = new Cluster();
afterEach(() => cluster.stop());

async function start(options: ClusterOptions): Promise<void> {
  cluster = new Cluster(options);
  await cluster.addNamespace('kube-system');
  await cluster.addNamespace('team');
  await cluster.start(legacyTokenTrackingController, legacyTokenCleaner);
}

async function pass(days: number): Promise<void> {
  cluster.clock.advance(days * DAY);
  await cluster.settle();
}

describe('the day since which use is noted', () => {
  it('is in a config map of kube-system', async () => {
    await start({ version: '1.37' });
    const { data } = await cluster.configMaps.get('kube-system', TRACKING);
    expect(data).toEqual({ since: '2026-01-31' });
    expect(cluster.server.writes.at(-1)).toBe(`system:apiserver create configmaps/${TRACKING}`);
  });

  it.each(['1.25', '1.26'])('is not noted in %s', async (version) => {
    await start({ version });
    expect(cluster.names(CONFIG_MAPS, 'kube-system')).toEqual([]);
  });

  it('is put right, and comes back half an hour after the last creation', async () => {
    await start({ version: '1.27' });
    const map = await cluster.configMaps.get('kube-system', TRACKING);
    await cluster.configMaps.update('kube-system', { ...map, data: { since: 'the beginning' } });
    await cluster.settle();
    expect((await cluster.configMaps.get('kube-system', TRACKING)).data).toEqual({ since: '2026-01-31' });
    await cluster.configMaps.delete('kube-system', TRACKING);
    await cluster.settle();
    expect(cluster.names(CONFIG_MAPS, 'kube-system')).toEqual([]);
    cluster.clock.advance(30 * 60 * 1000);
    await cluster.settle();
    expect(cluster.names(CONFIG_MAPS, 'kube-system')).toEqual([TRACKING]);
  });
});

describe('a generated token that nobody uses', () => {
  const labels = async (): Promise<Secret['metadata']['labels']> =>
    (await cluster.secrets.get('team', 'demo-token')).metadata.labels;

  async function addListedToken(): Promise<void> {
    const account = await cluster.addAccount('demo');
    await cluster.addTokenSecret('demo-token', 'demo', account.metadata.uid);
    await cluster.addTokenSecret('by-hand', 'demo', account.metadata.uid);
    await cluster.accounts.update('team', { ...account, secrets: [{ name: 'demo-token' }] });
  }

  describe('in 1.37', () => {
    beforeEach(async () => {
      await start({ version: '1.37' });
      await addListedToken();
    });

    it('is left alone for a year and a day', async () => {
      await pass(365);
      expect(await labels()).toBeUndefined();
    });

    it('is made invalid then, and removed after a second year', async () => {
      await pass(367);
      expect(await labels()).toEqual({ 'kubernetes.io/legacy-token-invalid-since': '2027-02-02' });
      await pass(365);
      expect(await labels()).toBeDefined();
      await pass(1);
      expect(cluster.names(SECRETS, 'team')).toEqual(['by-hand']);
      expect(cluster.server.writes.at(-1)).toBe(
        'system:serviceaccount:kube-system:legacy-service-account-token-cleaner delete secrets/demo-token',
      );
      expect(cluster.errors).toEqual([]);
    });

    it('is kept where it was used within the year', async () => {
      const secret = await cluster.secrets.get('team', 'demo-token');
      const used = { 'kubernetes.io/legacy-token-last-used': '2026-12-24' };
      await cluster.secrets.update('team', { ...secret, metadata: { ...secret.metadata, labels: used } });
      await pass(367);
      expect(await labels()).toEqual(used);
    });

    it.each([
      ['a volume', { volumes: [{ name: 'v', secret: { secretName: 'demo-token' } }] }],
      [
        'a projected volume',
        { volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'demo-token' } }] } }] },
      ],
      ['a variable', { containers: [{ env: [{ name: 'T', valueFrom: { secretKeyRef: { name: 'demo-token' } } }] }] }],
      ['all variables', { initContainers: [{ envFrom: [{ secretRef: { name: 'demo-token' } }] }] }],
      ['pulling images', { imagePullSecrets: [{ name: 'demo-token' }] }],
      ['a CSI volume', { volumes: [{ name: 'v', csi: { nodePublishSecretRef: { name: 'demo-token' } } }] }],
    ])('is kept where a pod uses it for %s', async (_what, spec) => {
      await cluster.pods.create('team', { ...object('Pod', 'web'), spec } as never);
      await pass(800);
      expect(await labels()).toBeUndefined();
    });
  });

  it('is removed at once in 1.28 with the gate, which knows no invalid tokens', async () => {
    await start({ version: '1.28', featureGates: { LegacyServiceAccountTokenCleanUp: true } });
    await addListedToken();
    await pass(367);
    expect(cluster.names(SECRETS, 'team')).toEqual(['by-hand']);
  });

  it('stays in 1.28 as it is by default', async () => {
    await start({ version: '1.28' });
    await addListedToken();
    await pass(800);
    expect(cluster.names(SECRETS, 'team')).toEqual(['demo-token', 'by-hand']);
  });
});
