/** The authorizers, in the order of --authorization-mode. Source: pkg/kubeapiserver/authorizer/{config,reload}.go. */
import { type AuthorizationConfiguration, type WebhookConfiguration } from '../apis/apiserver/authorization.js';
import { Path } from '../apis/field/path.js';
import { type PolicyRule } from '../apis/rbac/v1.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { alwaysAllow } from './always-allow.js';
import { alwaysDeny } from './always-deny.js';
import { type Connection } from '../transport/kubeconfig.js';
import { type AnswerDecoder } from '../transport/webhook.js';
import { type Attributes, type Authorizer } from './authorizer.js';
import { bootstrapNodeRules } from './bootstrap/index.js';
import { type CompileCondition, compileMatchConditions } from './match-conditions.js';
import { type NodeObjectSource } from './node-graph.js';
import { createNodeAuthorizer } from './node.js';
import { createRbacAuthorizer } from './rbac.js';
import { type RoleSource } from './role-index.js';
import { systemMasters } from './system-masters.js';
import { createUnion } from './union.js';
import { createWebhookAuthorizer } from './webhook.js';

export { type BootstrapPolicy, bootstrapPolicy } from './bootstrap/index.js';
export { type NodeObjectListener, type NodeObjectSource, type NodeResource } from './node-graph.js';
export { validateAuthorizationConfiguration } from './validation.js';
export { type CompileCondition } from './match-conditions.js';
export { type RoleListener, type RoleResource, type RoleSource } from './role-index.js';

/** Where webhooks are, by the path of their kubeconfig. */
export type Connections = ReadonlyMap<string, Connection>;

export interface WebhookDependencies {
  readonly clock: Clock;
  /** Hears of webhooks that gave no answer. */
  readonly onError: (error: unknown, message: string) => void;
  readonly compileCondition: CompileCondition;
  readonly decodeAnswer: AnswerDecoder;
  readonly connections: Connections;
}

export interface AuthorizationOptions {
  readonly features: Features;
  /** Followed where RBAC is among the modes. */
  readonly roles: RoleSource;
  /** Followed where Node is among the modes. */
  readonly nodeObjects: NodeObjectSource;
  /** Undefined: there are none. */
  readonly webhooks?: WebhookDependencies;
  /** Told of each authorizer that allowed or denied: its type and its name. */
  readonly onDecision?: (type: string, name: string, decision: 'allowed' | 'denied') => void;
}

/** The types that need nothing but the server's own objects. */
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

type OwnMode = keyof typeof MODES;

/** What --authorization-mode may name. */
export type AuthorizationMode = OwnMode | 'Webhook';

/** All types of authorizers, sorted. */
export const AUTHORIZER_TYPES: readonly string[] = [...Object.keys(MODES), 'Webhook'].sort();

/** Asks system:masters, then the authorizers of a configuration in their order. */
export class Authorizers implements Authorizer {
  readonly #options: AuthorizationOptions;
  /** Made once: they follow the server's objects from the beginning. */
  readonly #own: ReadonlyMap<string, Authorizer>;
  #union: Authorizer;

  /** `configuration`: one that validateAuthorizationConfiguration lets pass, its kubeconfigs among options.connections. */
  constructor(configuration: AuthorizationConfiguration, options: AuthorizationOptions) {
    this.#options = options;
    const types = (configuration.authorizers ?? []).map(({ type = '' }) => type);
    this.#own = new Map(types.filter(isOwnMode).map((mode) => [mode, MODES[mode](options)]));
    this.#union = this.#unionOf(configuration, options.webhooks?.connections ?? new Map());
  }

  authorize(attributes: Attributes): ReturnType<Authorizer['authorize']> {
    return this.#union.authorize(attributes);
  }

  rulesFor(...question: Parameters<Authorizer['rulesFor']>): ReturnType<Authorizer['rulesFor']> {
    return this.#union.rulesFor(...question);
  }

  /** Webhooks may come and go, the others stay. @throws Error in one line. */
  replace(configuration: AuthorizationConfiguration, connections: Connections): void {
    const types = (configuration.authorizers ?? []).map(({ type = '' }) => type);
    const missing = [...this.#own.keys()].filter((type) => !types.includes(type)).sort();
    if (missing.length > 0) throw new Error(`missing required types: [${missing.join(' ')}]`);
    this.#union = this.#unionOf(configuration, connections);
  }

  #unionOf({ authorizers = [] }: AuthorizationConfiguration, connections: Connections): Authorizer {
    const { onDecision } = this.#options;
    const chain = authorizers.map(({ type = '', name = '', webhook }) => {
      const authorizer = webhook === undefined ? this.#ownOf(type) : this.#webhook(webhook, connections);
      const told = onDecision && ((decision: 'allowed' | 'denied') => onDecision(type, name, decision));
      return { name, authorizer, ...(told && { onDecision: told }) };
    });
    const privileged = { name: 'kubernetes.io/system-privileged-group', authorizer: systemMasters };
    return createUnion([privileged, ...chain], this.#options.features.behaviours.authorizerNamesInReasons);
  }

  #ownOf(type: string): Authorizer {
    const known = this.#own.get(type);
    if (known !== undefined) return known;
    throw new Error(`authorizer type ${type} is not allowed if it was not enabled at initial server startup`);
  }

  #webhook(configuration: WebhookConfiguration, connections: Connections): Authorizer {
    const { webhooks } = this.#options;
    const { type, kubeConfigFile = '' } = configuration.connectionInfo ?? {};
    const connection = connections.get(kubeConfigFile);
    if (type !== 'KubeConfigFile' || connection === undefined || webhooks === undefined) {
      throw new Error(
        'an authorization webhook needs connectionInfo of type KubeConfigFile: this server is in no cluster',
      );
    }
    const { conditions } = compileMatchConditions(configuration, Path.of(), webhooks.compileCondition);
    return createWebhookAuthorizer({ configuration, connection, conditions, ...webhooks });
  }
}

/** Asks the modes in order, after system:masters; each mode at most once. */
export function createAuthorizer(
  modes: readonly Exclude<AuthorizationMode, 'Webhook'>[],
  options: AuthorizationOptions,
): Authorizer {
  return new Authorizers({ authorizers: modes.map((type) => ({ type, name: type.toLowerCase() })) }, options);
}

function isOwnMode(type: string): type is OwnMode {
  return Object.hasOwn(MODES, type);
}
