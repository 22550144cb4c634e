/**
 * What one authorization decision costs with 10,000 bindings:
 *
 *   node --import ./test/typescript/register.mjs bench/authorization.ts
 *
 * No HTTP: the authorizers as the server has them, Node and RBAC, with the bootstrap policy of the newest version beside the bindings.
 */
import { parseArgs } from 'node:util';
import { RBAC_GROUP, type Subject } from '../src/apis/rbac/v1.js';
import { type Attributes } from '../src/authorization/authorizer.js';
import { bootstrapPolicy, createAuthorizer, type RoleListener } from '../src/authorization/index.js';
import { resolveFeatures } from '../src/features/index.js';
import { figure, printTable } from './print.js';

const { values } = parseArgs({
  options: {
    bindings: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '7' },
    decisions: { type: 'string', default: '20000' },
  },
});

const NAMESPACES = 100;
const features = resolveFeatures({ version: undefined, featureGates: undefined });

/** Whom the bindings name: `i` counts them. */
const WORLDS: Readonly<Record<string, (i: number) => Subject>> = {
  'a user each': (i) => ({ kind: 'User', apiGroup: RBAC_GROUP, name: `user-${String(i)}` }),
  'an account each': (i) => ({ kind: 'ServiceAccount', namespace: namespaceOf(i), name: `account-${String(i)}` }),
  'one group': () => ({ kind: 'Group', apiGroup: RBAC_GROUP, name: 'everyone' }),
};

const last = Number(values.bindings) - 1;
const QUESTIONS: Readonly<Record<string, Attributes>> = {
  'allowed, by the last binding': question(`user-${String(last)}`, 'pods'),
  'allowed, to an account': question(`system:serviceaccount:${namespaceOf(last)}:account-${String(last)}`, 'pods'),
  refused: question('somebody', 'secrets'),
  'allowed, by the bootstrap policy': {
    resourceRequest: false,
    user: { username: 'somebody', groups: ['everyone', 'system:authenticated'] },
    verb: 'get',
    path: '/version',
  },
};

function namespaceOf(i: number): string {
  return `team-${String(i % NAMESPACES)}`;
}

function question(username: string, resource: string): Attributes {
  return {
    resourceRequest: true,
    user: { username, groups: ['everyone', 'system:authenticated'] },
    verb: 'get',
    namespace: namespaceOf(last),
    apiGroup: '',
    apiVersion: 'v1',
    resource,
    subresource: '',
    name: 'it',
  };
}

/** A role and its binding, `count` times, every tenth one of the cluster. */
function fill(tell: RoleListener, count: number, subject: (i: number) => Subject): void {
  for (let i = 0; i < count; i++) {
    const cluster = i % 10 === 0 && i !== last;
    const name = `role-${String(i)}`;
    const metadata = cluster ? { name } : { name, namespace: namespaceOf(i) };
    const rules = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }];
    const roleRef = { apiGroup: RBAC_GROUP, kind: cluster ? 'ClusterRole' : 'Role', name };
    const [roles, bindings] = cluster
      ? (['clusterroles', 'clusterrolebindings'] as const)
      : (['roles', 'rolebindings'] as const);
    tell('ADDED', roles, { metadata, rules } as never);
    tell('ADDED', bindings, { metadata, roleRef, subjects: [subject(i)] } as never);
  }
}

async function authorizerWith(subject: (i: number) => Subject) {
  const listeners: RoleListener[] = [];
  const roles = { follow: (listener: RoleListener) => void listeners.push(listener) };
  const authorizer = createAuthorizer(['Node', 'RBAC'], { features, roles, nodeObjects: { follow: () => undefined } });
  const tell: RoleListener = (...change) => listeners.forEach((listener) => listener(...change));
  const policy = await bootstrapPolicy(features);
  for (const role of policy.clusterRoles) tell('ADDED', 'clusterroles', role);
  for (const binding of policy.clusterRoleBindings) tell('ADDED', 'clusterrolebindings', binding);
  fill(tell, Number(values.bindings), subject);
  return authorizer;
}

const rows: string[][] = [];
for (const [world, subject] of Object.entries(WORLDS)) {
  const authorizer = await authorizerWith(subject);
  for (const [name, attributes] of Object.entries(QUESTIONS)) {
    const { decision } = await authorizer.authorize(attributes);
    const times: number[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      const started = performance.now();
      for (let i = 0; i < Number(values.decisions); i++) await authorizer.authorize(attributes);
      times.push(((performance.now() - started) * 1000) / Number(values.decisions));
    }
    times.sort((a, b) => a - b);
    rows.push([`${world}: ${name}`, decision, figure(times[Math.floor(times.length / 2)])]);
  }
}
printTable(`one decision with ${values.bindings} bindings`, ['', 'decision', 'microseconds (median)'], rows);
