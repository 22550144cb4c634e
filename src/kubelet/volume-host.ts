/** What volumes of the pods on one node ask for: asked as that node. */
import { type ClusterTrustBundle } from '../apis/certificates/v1.js';
import { type Node } from '../apis/core/node.js';
import { type ResourceList } from '../apis/core/pod.js';
import { type ConfigMap, type Secret } from '../apis/core/v1.js';
import { type TokenRequest } from '../apis/authentication/v1.js';
import { isReason } from '../apis/errors.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type Client } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import { TokenManager } from './token-manager.js';
import { type VolumeHost } from './volume-plugin.js';

const SECRETS = { group: '', resource: 'secrets' };
const CONFIG_MAPS = { group: '', resource: 'configmaps' };
const ACCOUNTS = { group: '', resource: 'serviceaccounts' };
const NODES = { group: '', resource: 'nodes' };
const TRUST_BUNDLES = { group: 'certificates.k8s.io', resource: 'clustertrustbundles' };

export interface VolumeHostDependencies {
  readonly client: Client;
  readonly clock: Clock;
  readonly random: Random;
  readonly features: Features;
  readonly accountUid: VolumeHost['accountUid'];
  readonly onError: (error: unknown, message: string) => void;
}

/** Who the kubelet of a node is. Source: k8s.io/kubernetes/pkg/auth/nodeidentifier. */
export function nodeUser(name: string): UserInfo {
  return { username: `system:node:${name}`, groups: ['system:nodes', 'system:authenticated'] };
}

export function volumeHost(node: string, dependencies: VolumeHostDependencies): VolumeHost {
  const { clock, random, features, accountUid, onError } = dependencies;
  const client = dependencies.client.as(nodeUser(node));
  const createToken = (namespace: string, name: string, request: TokenRequest): Promise<TokenRequest> =>
    client.resource(ACCOUNTS).createSubresource(namespace, name, 'token', request);
  return {
    features,
    accountUid,
    tokens: new TokenManager({ clock, random, createToken, onError }),
    getSecret: (namespace, name) => client.resource<Secret>(SECRETS).get(namespace, name),
    getConfigMap: (namespace, name) => client.resource<ConfigMap>(CONFIG_MAPS).get(namespace, name),
    getTrustBundle: async (name) => client.resource<ClusterTrustBundle>(TRUST_BUNDLES).get('', name),
    listTrustBundles: async (labelSelector) =>
      (await client.resource<ClusterTrustBundle>(TRUST_BUNDLES).list('', { labelSelector })).items,
    nodeAllocatable: () => allocatableOf(client, node),
  };
}

async function allocatableOf(client: Client, node: string): Promise<ResourceList> {
  try {
    const { status } = await client.resource<Node>(NODES).get('', node);
    return status?.allocatable ?? {};
  } catch (error) {
    if (isReason(error, 'NotFound')) return {};
    throw error;
  }
}
