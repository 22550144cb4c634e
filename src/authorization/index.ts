/** The authorizers, in the order of --authorization-mode. Source: pkg/kubeapiserver/authorizer/{config,reload}.go. */
import { type PolicyRule } from '../apis/rbac/v1.js';
import { type Features } from '../features/features.js';
import { alwaysAllow } from './always-allow.js';
import { alwaysDeny } from './always-deny.js';
import { type Authorizer } from './authorizer.js';
import { bootstrapNodeRules } from './bootstrap/index.js';
import { type NodeObjectSource } from './node-graph.js';
import { createNodeAuthorizer } from './node.js';
import { createRbacAuthorizer } from './rbac.js';
import { type RoleSource } from './role-index.js';
import { systemMasters } from './system-masters.js';
import { createUnion } from './union.js';

export { type BootstrapPolicy, bootstrapPolicy } from './bootstrap/index.js';
export { type NodeObjectListener, type NodeObjectSource, type NodeResource } from './node-graph.js';
export { type RoleListener, type RoleResource, type RoleSource } from './role-index.js';

export interface AuthorizationOptions {
  readonly features: Features;
  /** Followed where RBAC is among the modes. */
  readonly roles: RoleSource;
  /** Followed where Node is among the modes. */
  readonly nodeObjects: NodeObjectSource;
  /** Told of each mode that allowed or denied, beside its name in lower case. */
  readonly onDecision?: (mode: AuthorizationMode, name: string, decision: 'allowed' | 'denied') => void;
}

/** The modes that --authorization-mode may name, and their authorizers. */
const MODES = {
  AlwaysAllow: () => alwaysAllow,
  AlwaysDeny: () => alwaysDeny,
  Node: ({ features, nodeObjects }: AuthorizationOptions) => {
    let known: Promise<readonly PolicyRule[]> | undefined;
    return createNodeAuthorizer({
      features,
      objects: nodeObjects,
      rules: () => (known ??= bootstrapNodeRules(features)),
    });
  },
  RBAC: ({ roles }: AuthorizationOptions) => createRbacAuthorizer(roles),
} as const satisfies Readonly<Record<string, (options: AuthorizationOptions) => Authorizer>>;

export type AuthorizationMode = keyof typeof MODES;

/** Asks the modes in order, after system:masters; each mode at most once. */
export function createAuthorizer(modes: readonly AuthorizationMode[], options: AuthorizationOptions): Authorizer {
  const { onDecision } = options;
  const chain = modes.map((mode) => {
    const name = mode.toLowerCase();
    const told = onDecision && ((decision: 'allowed' | 'denied') => onDecision(mode, name, decision));
    return { name, authorizer: MODES[mode](options), ...(told && { onDecision: told }) };
  });
  const privileged = { name: 'kubernetes.io/system-privileged-group', authorizer: systemMasters };
  return createUnion([privileged, ...chain], options.features.behaviours.authorizerNamesInReasons);
}
