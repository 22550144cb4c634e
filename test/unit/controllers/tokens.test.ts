import { afterEach, describe, expect, it } from 'vitest';
import { tokensController } from '../../../src/controllers/tokens.js';
import { Cluster, type ClusterOptions, decode, SECRETS } from './cluster.js';

let cluster = new Cluster();
afterEach(() => cluster.stop());

async function start(options: ClusterOptions): Promise<Cluster> {
  cluster = new Cluster(options);
  await cluster.addNamespace('team');
  return cluster.start(tokensController);
}

describe.each(['1.20', '1.23', '1.24', '1.37'])('token secrets of %s', (version) => {
  it('are filled', async () => {
    await start({ version });
    const { metadata: account } = await cluster.addAccount('demo');
    await cluster.addTokenSecret('mine', 'demo');
    expect((await cluster.secrets.get('team', 'mine')).data).toBeUndefined();
    await cluster.settle();
    const { data, metadata } = await cluster.secrets.get('team', 'mine');
    expect(metadata.annotations).toEqual({
      'kubernetes.io/service-account.name': 'demo',
      'kubernetes.io/service-account.uid': account.uid,
    });
    expect(decode(data?.['ca.crt'])).toBe('ROOT CA');
    expect(decode(data?.['namespace'])).toBe('team');
    expect(JSON.parse(decode(data?.['token']))).toEqual({
      'kubernetes.io/serviceaccount/namespace': 'team',
      'kubernetes.io/serviceaccount/secret.name': 'mine',
      'kubernetes.io/serviceaccount/service-account.name': 'demo',
      'kubernetes.io/serviceaccount/service-account.uid': account.uid,
      sub: 'system:serviceaccount:team:demo',
    });
    expect(cluster.errors).toEqual([]);
  });

  it('are filled again where they were cleared, and keep what else they hold', async () => {
    await start({ version });
    await cluster.addAccount('demo');
    await cluster.addTokenSecret('mine', 'demo');
    await cluster.settle();
    const { data, ...filled } = await cluster.secrets.get('team', 'mine');
    await cluster.secrets.update('team', { ...filled, data: { mine: 'eA==', 'ca.crt': 'd3Jvbmc=' } });
    await cluster.settle();
    expect((await cluster.secrets.get('team', 'mine')).data).toEqual({ ...data, mine: 'eA==' });
  });

  it('are removed where the account is missing, or was another one', async () => {
    await start({ version });
    await cluster.addAccount('demo');
    await cluster.addTokenSecret('orphan', 'nobody');
    await cluster.addTokenSecret('wronguid', 'demo', 'nope');
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).not.toContain('orphan');
    expect(cluster.names(SECRETS, 'team')).not.toContain('wronguid');
  });

  it('go with their account; other secrets stay', async () => {
    await start({ version });
    await cluster.addAccount('demo');
    await cluster.addAccount('other');
    await cluster.addTokenSecret('mine', 'demo');
    await cluster.addTokenSecret('yours', 'other');
    await cluster.secrets.create('team', { metadata: { name: 'plain' }, type: 'Opaque' });
    await cluster.settle();
    await cluster.accounts.delete('team', 'demo');
    await cluster.settle();
    const kept = cluster.names(SECRETS, 'team').filter((name) => !(name ?? '').startsWith('other-token-'));
    expect(kept).toEqual(['yours', 'plain']);
  });

  it('fills what was there before it started', async () => {
    cluster = new Cluster({ version });
    await cluster.addNamespace('team');
    await cluster.addAccount('demo');
    await cluster.addTokenSecret('mine', 'demo');
    await cluster.start(tokensController);
    expect(decode((await cluster.secrets.get('team', 'mine')).data?.['namespace'])).toBe('team');
  });

  it('have no ca.crt where there is no CA', async () => {
    await start({ version, rootCA: undefined });
    await cluster.addAccount('demo');
    await cluster.addTokenSecret('mine', 'demo');
    await cluster.settle();
    expect(Object.keys((await cluster.secrets.get('team', 'mine')).data ?? {})).toEqual(['namespace', 'token']);
  });
});

describe('a token for every account', () => {
  it('is made up to 1.23, and listed', async () => {
    await start({ version: '1.23' });
    await cluster.addAccount('demo');
    await cluster.settle();
    const { secrets, metadata } = await cluster.accounts.get('team', 'demo');
    expect(secrets).toEqual([
      { name: expect.stringMatching(/^demo-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/) as string },
    ]);
    const secret = await cluster.secrets.get('team', secrets?.[0]?.name ?? '');
    expect(secret.metadata.annotations?.['kubernetes.io/service-account.uid']).toBe(metadata.uid);
    expect(Object.keys(secret.data ?? {}).sort()).toEqual(['ca.crt', 'namespace', 'token']);
    expect(cluster.names(SECRETS, 'team')).toHaveLength(1);
  });

  it('is acted on as kube-controller-manager', async () => {
    await start({ version: '1.23' });
    await cluster.addAccount('demo');
    await cluster.settle();
    expect(cluster.server.writes.slice(2).map((line) => line.replace(/-token-.*/, '-token-?'))).toEqual([
      'system:kube-controller-manager create secrets/demo-token-?',
      'system:kube-controller-manager update serviceaccounts/demo',
    ]);
  });

  it('is not made from 1.24 on, unless the gate is turned off', async () => {
    await start({ version: '1.24' });
    await cluster.addAccount('demo');
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).toEqual([]);
    cluster.stop();
    await start({ version: '1.24', featureGates: { LegacyServiceAccountTokenNoAutoGeneration: false } });
    await cluster.addAccount('demo');
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).toHaveLength(1);
  });

  it('is made again where it was deleted, and the old name is taken off the list', async () => {
    await start({ version: '1.23' });
    await cluster.addAccount('demo');
    await cluster.settle();
    const [first] = cluster.names(SECRETS, 'team');
    await cluster.secrets.delete('team', first ?? '');
    await cluster.settle();
    const names = cluster.names(SECRETS, 'team');
    expect(names).toHaveLength(1);
    expect(names).not.toEqual([first]);
    expect((await cluster.accounts.get('team', 'demo')).secrets).toEqual([{ name: names[0] }]);
  });

  it('is not made where the account lists one already', async () => {
    await start({ version: '1.23' });
    const { metadata } = await cluster.addAccount('demo');
    await cluster.addTokenSecret('mine', 'demo', metadata.uid);
    const account = await cluster.accounts.get('team', 'demo');
    await cluster.accounts.update('team', { ...account, secrets: [{ name: 'mine' }] });
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).toEqual(['mine']);
  });

  it('is listed also where someone changes the account in between', async () => {
    await start({ version: '1.23' });
    let meddled = false;
    cluster.server.beforeWrite = async (line) => {
      if (meddled || !line.endsWith('update serviceaccounts/demo')) return;
      meddled = true;
      const account = await cluster.accounts.get('team', 'demo');
      await cluster.accounts.update('team', { ...account, metadata: { ...account.metadata, labels: { mine: 'x' } } });
    };
    await cluster.addAccount('demo');
    await cluster.settle();
    const account = await cluster.accounts.get('team', 'demo');
    expect(account.metadata.labels).toEqual({ mine: 'x' });
    expect(account.secrets).toEqual(cluster.names(SECRETS, 'team').map((name) => ({ name })));
    expect(cluster.errors).toEqual([]);
  });

  it('is taken back where the account went in between', async () => {
    await start({ version: '1.23' });
    cluster.server.beforeWrite = async (line) => {
      if (line.endsWith('update serviceaccounts/demo')) await cluster.accounts.delete('team', 'demo');
    };
    await cluster.addAccount('demo');
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).toEqual([]);
  });

  it('cannot be made in a namespace that is being deleted, and is not tried again', async () => {
    await start({ version: '1.23' });
    await cluster.addAccount('demo');
    await cluster.namespaces.delete('', 'team');
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).toEqual([]);
    expect(cluster.errors).toEqual([]);
  });

  it('comes once the server answers again', async () => {
    await start({ version: '1.23' });
    let failures = 3;
    cluster.server.beforeWrite = (line) => {
      if (line.includes('create secrets/') && failures-- > 0) throw new Error('down');
    };
    await cluster.addAccount('demo');
    await cluster.settle();
    expect(cluster.names(SECRETS, 'team')).toEqual([]);
    for (const ms of [5, 10, 20]) {
      cluster.clock.advance(ms);
      await cluster.settle();
    }
    expect(cluster.names(SECRETS, 'team')).toHaveLength(1);
    expect(cluster.errors).toHaveLength(3);
  });
});
