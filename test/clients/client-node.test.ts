/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- the client's models are classes that its users write as literals */
import {
  AuthenticationV1Api,
  CoreV1Api,
  KubeConfig,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ServiceAccount,
  type V1TokenReview,
  Watch,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RECORDED_VERSIONS, type Server, startServer } from '../server.js';

const namespace = 'default';

/** A promise that is settled from outside. */
class Deferred {
  resolve: () => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

describe.each(RECORDED_VERSIONS)('@kubernetes/client-node on $kubernetesVersion', ({ kubernetesVersion }) => {
  let server: Server;
  let config: KubeConfig;
  let core: CoreV1Api;

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion });
    config = new KubeConfig();
    config.loadFromString(server.kubeconfig());
    core = config.makeApiClient(CoreV1Api);
  });

  afterAll(() => server.close());

  it('creates, reads, patches and deletes a service account', async () => {
    const created = await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'robot' } } });
    expect(created.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const patched = await core.patchNamespacedServiceAccount(
      { namespace, name: 'robot', body: { metadata: { labels: { app: 'shop' } } } },
      setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
    );
    expect(patched.metadata?.labels).toEqual({ app: 'shop' });
    const { items } = await core.listNamespacedServiceAccount({ namespace, labelSelector: 'app=shop' });
    expect(items.map((item) => item.metadata?.name)).toEqual(['robot']);
    await core.deleteNamespacedServiceAccount({ namespace, name: 'robot' });
    await expect(core.readNamespacedServiceAccount({ namespace, name: 'robot' })).rejects.toMatchObject({ code: 404 });
  });

  it('gets a token whose review names the account, for the audiences that were asked for', async () => {
    await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'client' } } });
    const { status } = await core.createNamespacedServiceAccountToken({
      namespace,
      name: 'client',
      body: { spec: { audiences: ['vault'], expirationSeconds: 600 } },
    });
    expect(status?.expirationTimestamp).toBeInstanceOf(Date);

    const review = async (audiences: string[]): Promise<V1TokenReview> =>
      config
        .makeApiClient(AuthenticationV1Api)
        .createTokenReview({ body: { spec: { token: status?.token ?? '', audiences } } });
    const accepted = await review(['vault']);
    expect(accepted.status).toMatchObject({ authenticated: true, audiences: ['vault'] });
    expect(accepted.status?.user?.username).toBe('system:serviceaccount:default:client');
    const refused = await review(['consul']);
    expect(refused.status?.authenticated ?? false).toBe(false);
  });

  it('watches service accounts from a list on', async () => {
    const list = await core.listNamespacedServiceAccount({ namespace });
    const events: string[] = [];
    const watch = new Watch(config);
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const query = { resourceVersion: list.metadata?.resourceVersion };
    const deleted = new Deferred();
    const onEvent = (phase: string, account: V1ServiceAccount): void => {
      if (account.metadata?.name !== 'seen') return;
      events.push(phase);
      if (phase === 'DELETED') deleted.resolve();
    };
    const request = await watch.watch(path, query, onEvent, (error) => deleted.reject(error));
    await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'seen' } } });
    await core.patchNamespacedServiceAccount(
      { namespace, name: 'seen', body: [{ op: 'add', path: '/metadata/labels', value: { a: 'b' } }] },
      setHeaderOptions('Content-Type', PatchStrategy.JsonPatch),
    );
    await core.deleteNamespacedServiceAccount({ namespace, name: 'seen' });
    await deleted.promise;
    request.abort();
    expect(events.filter((phase, i) => phase !== events[i - 1])).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
  });

  it('is informed', async () => {
    const label = 'of=informer';
    const account = (name: string): V1ServiceAccount => ({ metadata: { name, labels: { of: 'informer' } } });
    await core.createNamespacedServiceAccount({ namespace, body: account('before') });
    const list = () => core.listNamespacedServiceAccount({ namespace, labelSelector: label });
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const informer = makeInformer(config, path, list, label);
    const events: string[] = [];
    const deleted = new Deferred();
    // Of updates there may be some: before 1.24 an account gets its secret a moment later.
    for (const verb of ['add', 'delete'] as const) {
      informer.on(verb, ({ metadata }) => {
        events.push(`${verb} ${metadata?.name ?? ''}`);
        if (verb === 'delete') deleted.resolve();
      });
    }
    informer.on('error', (error) => deleted.reject(error));
    await informer.start();
    await core.createNamespacedServiceAccount({ namespace, body: account('during') });
    await core.deleteNamespacedServiceAccount({ namespace, name: 'during' });
    await deleted.promise;
    await informer.stop();
    expect(events).toEqual(['add before', 'add during', 'delete during']);
    expect(informer.list().map(({ metadata }) => metadata?.name)).toEqual(['before']);
  });
});
