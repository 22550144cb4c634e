/** Starts our server for tests, with the users and settings of the recorded ones. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server, type ServerOptions } from '../src/index.js';

export { type Server };

/** The versions that answers were recorded from, and the kubectl that the sessions were recorded with. */
export const RECORDED_VERSIONS = [
  { minor: 23, kubernetesVersion: '1.23.17', kubectl: '1.23.0' },
  { minor: 24, kubernetesVersion: '1.24.17', kubectl: '1.24.0' },
  { minor: 37, kubernetesVersion: '1.37.2', kubectl: '1.35.2' },
] as const;

export const ADMIN_TOKEN = 'admin-token';

const STATIC_TOKENS = [
  { token: ADMIN_TOKEN, username: 'admin', uid: 'admin-uid', groups: ['system:masters'] },
  { token: 'alice-token', username: 'alice', uid: 'alice-uid', groups: ['developers', 'qa'] },
  { token: 'bob-token', username: 'bob', uid: 'bob-uid', groups: [] },
];

let key: KeyObject | undefined;

/** An RSA key made once for all servers of a test file. */
export function signingKey(): KeyObject {
  key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return key;
}

/** Starts a server as the recorded ones were started: three static users, Node and RBAC, the default issuer, no nodes. */
export function startServer(options: ServerOptions = {}): Promise<Server> {
  return createServer({
    staticTokens: STATIC_TOKENS,
    serviceAccountIssuers: ['https://kubernetes.default.svc.cluster.local'],
    authorizationModes: ['Node', 'RBAC'],
    serviceAccountSigningKey: signingKey(),
    simulateNodes: 0,
    ...options,
  });
}

/** Host and port of a server, as its answers quote them. */
export function hostOf(server: { readonly url: string }): string {
  return new URL(server.url).host;
}
