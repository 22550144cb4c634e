import { describe, expect, it } from 'vitest';
import { createNodeRestriction } from '../../../src/admission/node-restriction.js';
import { type AdmissionAttributes, type AdmissionPlugin } from '../../../src/admission/plugin.js';
import { type Volume } from '../../../src/apis/core/pod-volume.js';
import { type GroupResource, type KubeObject } from '../../../src/apis/meta/v1.js';
import { type Features } from '../../../src/features/features.js';
import { certificateRequest, COMMON_NAME } from '../../certificate-request.js';
import { authorizerOf, getterOf } from './attributes.js';
import { featuresOf, type Outcome, podOf, run } from './plugin-runs.js';

const NODE = { username: 'system:node:n', groups: ['system:nodes'] };
const MIRROR = { 'kubernetes.io/config.mirror': 'x' };
const OBJECTS = {
  'nodes//n': { metadata: { name: 'n', uid: 'n-uid' } },
  'serviceaccounts/ns/sa': { metadata: { name: 'sa', uid: 'sa-uid' } },
  'pods/ns/mine': podOf({ nodeName: 'n', serviceAccountName: 'sa' }, { name: 'mine', uid: 'mine-uid' }),
  'pods/ns/theirs': podOf({ nodeName: 'm' }, { name: 'theirs', uid: 'theirs-uid' }),
};

const plugin = (features: Features, objects = {}, allows?: (verb: string, name: string) => boolean): AdmissionPlugin =>
  createNodeRestriction({ features, getter: getterOf({ ...OBJECTS, ...objects }), authorizer: authorizerOf(allows) });

const ask = (minor: number, change: Partial<AdmissionAttributes>, gates = {}): Promise<Outcome> =>
  run(plugin(featuresOf(minor, gates)), { user: NODE, ...change });

const of = (group: string, resource: string): { resource: GroupResource } => ({ resource: { group, resource } });

it('is about nodes', async () => {
  const object = podOf();
  expect((await ask(37, { object, user: { username: 'alice', groups: ['system:nodes'] } })).code).toBeUndefined();
  expect((await ask(37, { object, user: { username: 'system:node:n', groups: [] } })).code).toBeUndefined();
  const nobody = await ask(37, { object, user: { ...NODE, username: 'system:node:' } });
  expect(nobody.refused).toBe('pods "p" is forbidden: could not determine node from user "system:node:"');
});

describe('mirror pods', () => {
  const mirror = (minor: number, ...volumes: Volume[]): Promise<Outcome> => {
    const owner = { apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'n-uid', controller: true };
    const metadata = { annotations: MIRROR, ownerReferences: [owner] };
    return ask(minor, { object: podOf({ nodeName: 'n', volumes }, metadata) });
  };
  const refusal = (what: string): string =>
    `pods "p" is forbidden: node "n" can not create pods that reference ${what}`;

  it.each([
    [33, undefined],
    [34, refusal('csidrivers (via CSI volumes)')],
  ])('have no drivers as of 1.%i', async (minor, refused) => {
    expect((await mirror(minor, { name: 'v', csi: { driver: 'a' } })).refused).toBe(refused);
  });

  it.each([33, 34])('have no claims in 1.%i', async (minor) => {
    const { refused } = await mirror(minor, { name: 'v', persistentVolumeClaim: { claimName: 'a' } });
    expect(refused).toBe(refusal('persistentvolumeclaims'));
  });

  it.each([
    [33, 'a service account'],
    [34, 'serviceaccounts'],
  ])('have no account in 1.%i', async (minor, what) => {
    const owner = { apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'n-uid', controller: true };
    const metadata = { annotations: MIRROR, ownerReferences: [owner] };
    const object = podOf({ nodeName: 'n', serviceAccountName: 'sa' }, metadata);
    expect((await ask(minor, { object })).refused).toBe(refusal(what));
  });
});

describe('tokens', () => {
  const token = (
    minor: number,
    { audiences, uid = 'mine-uid', name = 'mine' }: { audiences?: string[]; uid?: string; name?: string },
    { objects = {}, allows = (): boolean => false }: { objects?: object; allows?: () => boolean } = {},
  ): Promise<Outcome> =>
    run(plugin(featuresOf(minor), objects, allows), {
      ...of('', 'serviceaccounts'),
      user: NODE,
      subresource: 'token',
      name: 'sa',
      object: {
        metadata: {},
        spec: { audiences, boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid } },
      } as KubeObject,
    });
  const head = 'serviceaccounts "sa" is forbidden:';

  it.each([
    [20, ' (mine-uid)'],
    [21, ''],
  ])('are of pods that still exist, in the words of 1.%i', async (minor, shown) => {
    expect((await token(minor, { uid: 'old' })).refused).toBe(
      `${head} the UID in the bound object reference (old) does not match the UID in record${shown}. ` +
        'The object might have been deleted and then recreated',
    );
  });

  it('are of pods on the same node', async () => {
    expect((await token(20, { name: 'theirs', uid: 'theirs-uid' })).refused).toBe(
      `${head} node requested token bound to a pod scheduled on a different node`,
    );
    expect(await token(20, { name: 'gone' })).toMatchObject({ refused: 'pod "gone" not found', code: 404 });
    expect((await token(20, {})).code).toBeUndefined();
  });

  it.each([
    [32, undefined],
    [
      33,
      `${head} audience "vault" not found in pod spec volume, system:node:n is not authorized to request tokens for this audience`,
    ],
    [37, `${head} system:node:n is not authorized to request tokens for audience "vault"`],
  ])('are for audiences of volumes as of 1.%i', async (minor, refused) => {
    expect((await token(minor, { audiences: ['vault'] })).refused).toBe(refused);
    expect((await token(minor, { audiences: ['vault'] }, { allows: () => true })).refused).toBeUndefined();
  });

  const mounting = (...volumes: Volume[]): Record<string, object> => ({
    'pods/ns/mine': podOf({ nodeName: 'n', volumes }, { name: 'mine', uid: 'mine-uid' }),
    'csidrivers//disk.csi.azure.com': { metadata: {}, spec: { tokenRequests: [{ audience: 'vault' }] } },
    'csidrivers//own': { metadata: {}, spec: { tokenRequests: [{ audience: 'vault' }] } },
    'persistentvolumeclaims/ns/data': { metadata: {}, spec: { volumeName: 'pv' } },
    'persistentvolumeclaims/ns/mine-scratch': { metadata: {}, spec: { volumeName: 'pv' } },
    'persistentvolumes//pv': { metadata: {}, spec: { csi: { driver: 'own' } } },
    'persistentvolumeclaims/ns/old': { metadata: {}, spec: { volumeName: 'azure' } },
    'persistentvolumes//azure': { metadata: {}, spec: { azureDisk: {} } },
  });
  it.each<[string, Volume]>([
    ['itself', { name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'vault' } }] } }],
    ['a driver', { name: 'v', csi: { driver: 'own' } }],
    ['a claim', { name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    ['a claim that is made for it', { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } }],
    ['a claim whose volume a driver took over', { name: 'v', persistentVolumeClaim: { claimName: 'old' } }],
    ['a volume that a driver took over', { name: 'v', azureDisk: {} }],
  ])('are for what a volume needs by %s', async (_what, volume) => {
    const objects = mounting(volume);
    expect((await token(37, { audiences: ['vault'] }, { objects })).refused).toBeUndefined();
    expect((await token(37, { audiences: ['other'] }, { objects })).code).toBe(403);
  });

  it('tell what of the volumes is missing', async () => {
    const objects = mounting(
      { name: 'a', persistentVolumeClaim: { claimName: 'none' } },
      { name: 'b', csi: { driver: 'none' } },
    );
    expect((await token(37, { audiences: ['vault'] }, { objects })).refused).toBe(
      `${head} error validating audience "vault": [persistentvolumeclaim "none" not found, csidriver.storage.k8s.io "none" not found]`,
    );
  });
});

describe('certificates', () => {
  const csr = (commonName: string): string => certificateRequest({ subject: [[COMMON_NAME, commonName]] }).request;
  const request = (minor: number, commonName: string, signerName: string, gates = {}): Promise<Outcome> =>
    ask(
      minor,
      {
        ...of('certificates.k8s.io', 'certificatesigningrequests'),
        object: {
          metadata: { name: 'r' },
          spec: { request: csr(commonName), signerName, usages: [] },
        } as KubeObject,
      },
      gates,
    );
  const SERVING = 'kubernetes.io/kubelet-serving';
  const refused =
    'certificatesigningrequests.certificates.k8s.io "r" is forbidden: can only create a node CSR with CN=system:node:n';

  it.each([
    [30, undefined],
    [31, refused],
  ])('are of the node’s own name as of 1.%i', async (minor, expected) => {
    expect((await request(minor, 'system:node:m', SERVING)).refused).toBe(expected);
    expect((await request(minor, 'system:node:n', SERVING)).refused).toBeUndefined();
    expect((await request(minor, 'system:node:m', 'example.com/any')).refused).toBeUndefined();
  });

  it('may be of any name where a gate says so', async () => {
    const gates = { AllowInsecureKubeletCertificateSigningRequests: true };
    expect((await request(37, 'system:node:m', SERVING, gates)).refused).toBeUndefined();
  });

  const SPEC = {
    signerName: 'example.com/spiffe',
    ...{ podName: 'mine', podUID: 'mine-uid', nodeName: 'n', nodeUID: 'n-uid' },
    ...{ serviceAccountName: 'sa', serviceAccountUID: 'sa-uid' },
  };
  const forPod = (minor: number, change: Partial<typeof SPEC>, allows?: () => boolean): Promise<Outcome> =>
    run(plugin(featuresOf(minor, { PodCertificateRequest: true }), {}, allows), {
      ...of('certificates.k8s.io', 'podcertificaterequests'),
      user: NODE,
      object: { metadata: { name: 'r' }, spec: { ...SPEC, ...change } } as KubeObject,
    });
  const forbidden = 'podcertificaterequests.certificates.k8s.io "r" is forbidden:';

  it.each<[Partial<typeof SPEC>, number, string]>([
    [
      { nodeName: 'm' },
      403,
      `${forbidden} PodCertificateRequest.Spec.NodeName="m", which is not the requesting node "n"`,
    ],
    [
      { nodeUID: 'old' },
      500,
      'PodCertificateRequest for pod "ns/mine" names node UID "old", inconsistent with the running node ("n-uid")',
    ],
    [
      { podName: 'gone' },
      500,
      'while retrieving pod "ns/gone" named in the PodCertificateRequest: pod "gone" not found',
    ],
    [
      { podUID: 'old' },
      500,
      'PodCertificateRequest for pod "ns/mine" contains pod UID ("old") which differs from running pod "mine-uid"',
    ],
    [
      { podName: 'theirs', podUID: 'theirs-uid' },
      403,
      `${forbidden} pod "ns/theirs" is not running on node "n" named in the PodCertificateRequest`,
    ],
    [
      { serviceAccountName: 'other' },
      403,
      `${forbidden} PodCertificateRequest for pod "ns/mine" contains serviceAccountName ("other") that differs from running pod ("sa")`,
    ],
    [
      { serviceAccountUID: 'old' },
      500,
      'PodCertificateRequest for pod "ns/mine" names service account UID "old", which differs from the running service account ("sa-uid")',
    ],
  ])('of pods tell the truth: %j', async (change, code, refused) => {
    expect(await forPod(34, change)).toMatchObject({ code, refused });
  });

  it.each([
    [36, undefined],
    [37, `${forbidden} pod "ns/mine" does not mount a podCertificate projected volume for signer "example.com/spiffe"`],
  ])('of pods are of signers that they name as of 1.%i', async (minor, refused) => {
    expect((await forPod(minor, {})).refused).toBe(refused);
    expect((await forPod(minor, {}, () => true)).refused).toBeUndefined();
  });
});

describe('claims', () => {
  const write = (minor: number, status: object, metadata: object = {}): Promise<Outcome> =>
    ask(minor, {
      ...of('', 'persistentvolumeclaims'),
      operation: 'UPDATE',
      subresource: 'status',
      oldObject: { metadata: { name: 'c' }, status: { phase: 'Bound' } } as KubeObject,
      object: { metadata: { name: 'c', ...metadata }, status: { phase: 'Bound', ...status } } as KubeObject,
    });

  it('are told their size', async () => {
    const status = { capacity: { storage: '1Gi' }, conditions: [{ type: 'Resizing' }] };
    expect((await write(20, status)).refused).toBeUndefined();
    expect((await write(37, { ...status, allocatedResources: { storage: '1Gi' } })).refused).toBeUndefined();
  });

  it.each([
    [29, 'status.capacity and status.conditions'],
    [30, 'status.quantity and status.conditions'],
  ])('are told nothing else, in the words of 1.%i', async (minor, only) => {
    const refused = `persistentvolumeclaims "c" is forbidden: node "n" is not allowed to update fields other than ${only}`;
    expect((await write(minor, { phase: 'Lost' })).refused).toContain(refused);
    expect((await write(minor, {}, { labels: { a: 'b' } })).refused).toContain(refused);
  });
});

it.each([
  [30, undefined],
  [
    31,
    'resourceslices.resource.k8s.io "s" is forbidden: can only delete ResourceSlice with the same NodeName as the requesting node',
  ],
])('slices of others stay as of 1.%i', async (minor, refused) => {
  const oldObject = { metadata: { name: 's' }, spec: { nodeName: 'm' } } as KubeObject;
  const change = { ...of('resource.k8s.io', 'resourceslices'), operation: 'DELETE' as const, name: 's' };
  expect((await ask(minor, { ...change, oldObject })).refused).toBe(refused);
});

it.each([
  [30, undefined],
  [31, 'nodes "n" is forbidden: node "n" is not allowed to modify ownerReferences'],
])('nodes keep their owners as of 1.%i', async (minor, refused) => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Thing', name: 'a', uid: 'u' }];
  const change = { ...of('', 'nodes'), operation: 'UPDATE' as const, oldObject: OBJECTS['nodes//n'] as KubeObject };
  expect((await ask(minor, { ...change, object: { metadata: { name: 'n', ownerReferences } } })).refused).toBe(refused);
});
