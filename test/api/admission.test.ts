/** The main paths of admission, over HTTP, by version. Messages are those of the unit tests and of recorded servers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, startServer } from '../server.js';
import { agentOf } from './agent.js';

const NAMESPACE = '/api/v1/namespaces/default';
const MINORS = [20, 22, 23, 25, 26, 37];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly message?: string;
    readonly metadata: { readonly uid?: string; readonly finalizers?: string[]; readonly annotations?: object };
    readonly spec: {
      readonly containers: readonly { readonly resources: object }[];
      readonly overhead?: object;
      readonly storageClassName?: string;
      readonly tolerations?: readonly { readonly tolerationSeconds?: number }[];
    };
    readonly status?: { readonly used?: object; readonly token?: string };
  };
}

function requestsTo(server: () => Server): Record<'get' | 'post' | 'patch', Ask> {
  const ask =
    (method: 'get' | 'post' | 'patch'): Ask =>
    async (path, body, headers = {}) => {
      const contentType = method === 'patch' ? 'application/merge-patch+json' : 'application/json';
      const request = agentOf(server())[method](path).set('Content-Type', contentType).set(headers);
      return await (body === undefined ? request : request.send(body));
    };
  return { get: ask('get'), post: ask('post'), patch: ask('patch') };
}

type Ask = (path: string, body?: object, headers?: Readonly<Record<string, string>>) => Promise<Answer>;

const pod = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});
const asking = (cpu: string): object => ({
  containers: [{ name: 'c', image: 'nginx', resources: { limits: { cpu } } }],
});
const namespace = (name: string, labels: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
const claim = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});

describe.each(MINORS)('Kubernetes 1.%i', (minor) => {
  let server: Server;
  const { get, post, patch } = requestsTo(() => server);

  beforeAll(async () => {
    server = await startServer({ kubernetesVersion: `1.${String(minor)}`, defaultNotReadyTolerationSeconds: 7 });
  });

  afterAll(() => server.close());

  const pods = `${NAMESPACE}/pods`;

  it('fills in limits, and keeps to them', async () => {
    await post('/api/v1/namespaces', namespace('limited'));
    const limited = '/api/v1/namespaces/limited';
    const limits = [{ type: 'Container', default: { cpu: '1' }, max: { cpu: '2' } }];
    const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'r' }, spec: { limits } };
    expect((await post(`${limited}/limitranges`, range)).status).toBe(201);
    await eventually(get, `${limited}/serviceaccounts/default`, ({ status }) => status === 200);
    const { body } = await post(`${limited}/pods`, pod('filled'));
    expect(body.spec.containers[0]?.resources).toEqual({ limits: { cpu: '1' }, requests: { cpu: '1' } });
    const { status, body: refusal } = await post(`${limited}/pods`, pod('large', asking('3')));
    expect([status, refusal.message]).toEqual([
      403,
      'pods "large" is forbidden: maximum cpu usage per Container is 2, but limit is 3',
    ]);
  });

  it('counts for quotas in the same request', async () => {
    await post('/api/v1/namespaces', namespace('counted'));
    const counted = '/api/v1/namespaces/counted';
    const hard = { 'count/secrets': '20', 'limits.cpu': '1' };
    await post(`${counted}/resourcequotas`, { metadata: { name: 'q' }, spec: { hard } });
    await eventually(get, `${counted}/serviceaccounts/default`, ({ status }) => status === 200);
    const before = await eventually(get, `${counted}/resourcequotas/q`, ({ body }) => body.status?.used !== undefined);
    expect(before.body.status?.used).toMatchObject({ 'limits.cpu': '0' });
    expect((await post(`${counted}/pods`, pod('a', asking('600m')))).status).toBe(201);
    expect((await get(`${counted}/resourcequotas/q`)).body.status?.used).toMatchObject({ 'limits.cpu': '600m' });
    expect((await post(`${counted}/pods`, pod('b', asking('500m')))).body.message).toBe(
      'pods "b" is forbidden: exceeded quota: q, requested: limits.cpu=500m, used: limits.cpu=600m, limited: limits.cpu=1',
    );
  });

  it('keeps pods to the level of their namespace, from 1.23 on', async () => {
    const labels = {
      'pod-security.kubernetes.io/enforce': 'baseline',
      'pod-security.kubernetes.io/warn': 'restricted',
    };
    await post('/api/v1/namespaces', namespace('secured', labels));
    const secured = '/api/v1/namespaces/secured';
    await eventually(get, `${secured}/serviceaccounts/default`, ({ status }) => status === 200);
    const refused = await post(`${secured}/pods`, pod('bad', { hostNetwork: true }));
    expect([refused.status, refused.body.message]).toEqual(
      minor < 23
        ? [201, undefined]
        : [403, 'pods "bad" is forbidden: violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)'],
    );
    const warned = await post(`${secured}/pods`, pod('warned'));
    expect(warned.status).toBe(201);
    expect(warned.headers['warning']?.startsWith('299 - "would violate PodSecurity \\"restricted:latest\\": ')).toBe(
      minor < 23 ? undefined : true,
    );
  });

  it('gives claims the default class, and a finalizer', async () => {
    const storageClass = (name: string): object => ({
      metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'example.com/disks',
    });
    const claims = `${NAMESPACE}/persistentvolumeclaims`;
    await post('/apis/storage.k8s.io/v1/storageclasses', storageClass('a'));
    const { body } = await post(claims, claim('given'));
    expect(body.spec.storageClassName).toBe('a');
    expect(body.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection']);
    await post('/apis/storage.k8s.io/v1/storageclasses', storageClass('b'));
    const two = await post(claims, claim('two'));
    expect([two.status, two.body.message]).toEqual(
      minor < 26
        ? [
            403,
            'persistentvolumeclaims "two" is forbidden: Internal error occurred: 2 default StorageClasses were found',
          ]
        : [201, undefined],
    );
    await patch(`${claims}/given`, { spec: { volumeName: 'pv' } });
    await patch(`${claims}/given/status`, { status: { phase: 'Bound', capacity: { storage: '1Gi' } } });
    const larger = { spec: { resources: { requests: { storage: '2Gi' } } } };
    expect((await patch(`${claims}/given`, larger)).body.message).toBe(
      'persistentvolumeclaims "given" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
    );
  });

  it('adds what a runtime class needs, and how long pods wait for their node', async () => {
    await post('/apis/node.k8s.io/v1/runtimeclasses', {
      metadata: { name: 'sandbox' },
      handler: 'sandbox',
      overhead: { podFixed: { memory: '64Mi' } },
    });
    const { body } = await post(pods, pod('sandboxed', { runtimeClassName: 'sandbox' }));
    expect(body.spec.overhead).toEqual({ memory: '64Mi' });
    expect(body.spec.tolerations?.map(({ tolerationSeconds }) => tolerationSeconds)).toEqual([7, 300]);
    expect((await post(pods, pod('none', { runtimeClassName: 'none' }))).body.message).toBe(
      'pods "none" is forbidden: pod rejected: RuntimeClass "none" not found',
    );
  });

  it('lets kubelets ask for tokens of any pod that is on their node, and no more without NodeRestriction', async () => {
    const { body } = await post(pods, pod('remote', { nodeName: 'other' }));
    const asked = await post(`${NAMESPACE}/serviceaccounts/default/token`, boundTo('remote', body.metadata.uid), {
      'Impersonate-User': 'system:node:other',
      'Impersonate-Group': 'system:nodes',
    });
    expect(asked.status).toBe(201);
  });
});

const boundTo = (name: string, uid: string | undefined): object => ({
  spec: { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid } },
});

/** Asked again until it holds; the test's timeout bounds it. */
async function eventually(get: Ask, path: string, holds: (answer: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const answer = await get(path);
    if (holds(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a choice of plug-ins', () => {
  it.each([20, 37])('restricts kubelets of 1.%i where it is enabled', async (minor) => {
    const server = await startServer({
      kubernetesVersion: `1.${String(minor)}`,
      enableAdmissionPlugins: ['NodeRestriction'],
      disableAdmissionPlugins: ['DefaultTolerationSeconds'],
    });
    const { post } = requestsTo(() => server);
    const kubelet = { 'Impersonate-User': 'system:node:n', 'Impersonate-Group': 'system:nodes' };
    const node = { metadata: { name: 'n', labels: { 'node-restriction.kubernetes.io/a': 'b' } } };
    expect((await post('/api/v1/nodes', node, kubelet)).body.message).toBe(
      'nodes "n" is forbidden: node "n" is not allowed to set the following labels: node-restriction.kubernetes.io/a',
    );
    expect((await post(`${NAMESPACE}/pods`, pod('plain'))).body.spec.tolerations).toBeUndefined();
    const { body } = await post(`${NAMESPACE}/pods`, pod('mine', { nodeName: 'n' }));
    const tokens = `${NAMESPACE}/serviceaccounts/default/token`;
    const own = await post(tokens, boundTo('mine', body.metadata.uid), kubelet);
    expect(own.status).toBe(201);
    const audiences = {
      spec: { ...(boundTo('mine', body.metadata.uid) as { spec: object }).spec, audiences: ['vault'] },
    };
    expect((await post(tokens, audiences, kubelet)).status).toBe(minor < 33 ? 201 : 403);
    await server.close();
  });

  it('has to be known', async () => {
    await expect(startServer({ enableAdmissionPlugins: ['Nope'] })).rejects.toThrow(
      'enable-admission-plugins plugin "Nope" is unknown',
    );
  });
});
