import { expect, it } from 'vitest';
import { type ConfigMap } from '../../../src/apis/core/v1.js';
import { clusterAuthenticationTrustController } from '../../../src/controllers/cluster-authentication-trust.js';
import { authority } from '../authentication/authorities.js';
import { START } from '../authentication/cluster.js';
import { Cluster } from './cluster.js';

const NAME = 'extension-apiserver-authentication';
const DAY = 24 * 3600 * 1000;
const users = authority('users').cert;
const proxies = authority('proxies').cert;
const requestHeader = {
  allowedNames: [],
  usernameHeaders: ['X-Remote-User'],
  uidHeaders: ['X-Remote-Uid'],
  groupHeaders: ['X-Remote-Group'],
  extraHeaderPrefixes: ['X-Remote-Extra-'],
};

async function started(version: string, requestHeaderCA: string | undefined) {
  let changed = (): void => undefined;
  let clientCA = users;
  const cluster = new Cluster({
    version,
    clusterAuthentication: {
      ...{ requestHeader, clientCA: () => clientCA, requestHeaderCA: () => requestHeaderCA },
      onChanged: (listener) => (changed = listener),
    },
  });
  cluster.clock.set(START);
  await cluster.addNamespace('kube-system');
  await cluster.start(clusterAuthenticationTrustController);
  const data = async () => {
    await cluster.settle();
    return (await cluster.configMaps.get('kube-system', NAME)).data;
  };
  const change = (pem: string): void => {
    clientCA = pem;
    changed();
  };
  return { cluster, data, change };
}

it('says how clients are trusted', async () => {
  const { cluster, data } = await started('1.24', proxies);
  expect(await data()).toEqual({
    'client-ca-file': users,
    'requestheader-allowed-names': '[]',
    'requestheader-client-ca-file': proxies,
    'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
    'requestheader-username-headers': '["X-Remote-User"]',
  });
  cluster.stop();
});

it('knows UIDs where the version does, and no headers where no proxy is trusted', async () => {
  const young = await started('1.33', proxies);
  expect((await young.data())?.['requestheader-uid-headers']).toBe('["X-Remote-Uid"]');
  young.cluster.stop();
  const alone = await started('1.33', undefined);
  expect(await alone.data()).toEqual({ 'client-ca-file': users });
  alone.cluster.stop();
});

it('is written anew where it was deleted, and keeps what others wrote', async () => {
  const { cluster, data } = await started('1.37', proxies);
  await cluster.configMaps.delete('kube-system', NAME);
  expect((await data())?.['client-ca-file']).toBe(users);
  const theirs = authority('theirs').cert;
  const current = await cluster.configMaps.get('kube-system', NAME);
  const changed: ConfigMap = {
    ...current,
    data: { 'client-ca-file': theirs, 'requestheader-allowed-names': '["aggregator"]', more: 'x' },
  };
  await cluster.configMaps.update('kube-system', changed);
  expect(await data()).toMatchObject({
    'client-ca-file': `${theirs}${users}`,
    'requestheader-client-ca-file': proxies,
    'requestheader-allowed-names': '["aggregator"]',
  });
  expect(await data()).not.toHaveProperty('more');
  cluster.stop();
});

it('follows the bundles, and drops what has expired', async () => {
  const { cluster, data, change } = await started('1.37', undefined);
  const next = authority('next', undefined, { notBefore: START, notAfter: START + 3 * DAY }).cert;
  change(next);
  expect(await data()).toEqual({ 'client-ca-file': `${users}${next}` });
  cluster.clock.advance(DAY + 6 * 60_000);
  change(next);
  expect(await data()).toEqual({ 'client-ca-file': next });
  cluster.stop();
});
