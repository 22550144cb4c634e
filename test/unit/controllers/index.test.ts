import { expect, it } from 'vitest';
import { CONTROLLERS, startControllers } from '../../../src/controllers/index.js';
import { Cluster, CONFIG_MAPS, NAMESPACES, SECRETS, SERVICE_ACCOUNTS } from './cluster.js';

it.each([
  ['1.23', 4, []],
  ['1.24', 0, []],
  ['1.37', 0, ['kube-apiserver-legacy-service-account-token-tracking']],
])('all together make what a new cluster of %s holds', async (version, tokens, tracking) => {
  const cluster = new Cluster({ version });
  const controllers = await startControllers(cluster.dependencies);
  expect(cluster.names(NAMESPACES, '')).toHaveLength(4);
  expect(cluster.names(SERVICE_ACCOUNTS, '')).toEqual(['default', 'default', 'default', 'default']);
  expect(cluster.names(SECRETS, '')).toHaveLength(tokens);
  expect(cluster.names(CONFIG_MAPS, 'kube-system')).toEqual([...tracking, 'kube-root-ca.crt']);
  await cluster.addNamespace('team');
  await controllers.idle();
  expect(cluster.names(SERVICE_ACCOUNTS, 'team')).toEqual(['default']);
  expect(cluster.errors).toEqual([]);
  controllers.stop();
  expect(cluster.server.watchers).toBe(0);
});

it('each has a name of its own', () => {
  expect(new Set(CONTROLLERS.map(({ name }) => name)).size).toBe(CONTROLLERS.length);
});
