/** Puts the API together: stores, authenticators, authorizers, admission, kinds, and what answers their requests. */
import { type KeyObject } from 'node:crypto';
import { admissionPlugins, createAdmission } from '../admission/index.js';
import { type ParamObjects, type ParamSource } from '../admission/policy/params.js';
import { toWire } from '../endpoints/operations.js';
import { type AuthorizationConfiguration } from '../apis/apiserver/authorization.js';
import { type GroupResource, groupResourceString, type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { loadSchemas } from '../apis/schema/load.js';
import { type RequestAuthenticator } from '../authentication/authenticator.js';
import {
  type AuthorizationOptions,
  Authorizers,
  type Connections,
  type NodeObjectSource,
  type RoleSource,
} from '../authorization/index.js';
import { type Client, type ObjectSource, type ResourceClient, type ResourceMapping } from '../client/client.js';
import { InProcessClient, StoreGetter } from '../client/in-process.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { Dispatcher, type NonResourceRoute } from '../endpoints/dispatch.js';
import { ScopeTable, preferredVersion } from '../endpoints/scope.js';
import { chosenAdmissionPlugins } from '../features/admission-plugins.js';
import { type Features } from '../features/features.js';
import { FlowControl, type FlowSource } from '../flowcontrol/flow-control.js';
import { kindsOf } from '../registry/index.js';
import { type KindSource } from '../registry/kind-source.js';
import { type AnyKind, type RegistryDependencies } from '../registry/rest.js';
import { Store } from '../registry/store.js';
import { TokenGenerator } from '../serviceaccount/generator.js';
import { noTokenUses, type TokenUses } from '../serviceaccount/token-uses.js';
import { PublicKeys } from '../serviceaccount/public-keys.js';
import { MemoryStorage } from '../storage/memory.js';
import { type Storage } from '../storage/storage.js';
import { type Authentication, type AuthenticationSettings, createAuthentication } from './authentication.js';
import { CustomKinds, type OpenStore } from './custom-kinds.js';
import { type ObjectCount } from './metrics.js';
import { StoredObjects } from './object-source.js';
import { type Logger } from './options.js';
import { admissionPluginChoice } from './validation.js';
import { answerDecoder } from './webhook-answers.js';

export interface ApiSettings extends AuthenticationSettings {
  readonly features: Features;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly signingKey: KeyObject | Promise<KeyObject>;
  readonly issuers: readonly string[];
  readonly apiAudiences: readonly string[];
  readonly authorization: { readonly configuration: AuthorizationConfiguration; readonly connections: Connections };
  /** Hears of each authorizer that allowed or denied. */
  readonly onDecision?: AuthorizationOptions['onDecision'];
}

export interface Api extends Omit<Authentication, 'authenticators'> {
  readonly scopes: ScopeTable;
  /** The kinds that are served now. */
  readonly kinds: KindSource;
  readonly client: Client;
  /** Every stored object of every kind. */
  readonly objects: ObjectSource;
  readonly authenticator: RequestAuthenticator;
  readonly authorizer: Authorizers;
  readonly flowControl: FlowControl;
  readonly tokenIssuer: TokenGenerator;
  readonly publicKeys: PublicKeys;
  readonly tokenUses: TokenUses;
  dispatcher(routes: readonly NonResourceRoute[]): Dispatcher;
  /** How many objects there are of each stored kind. */
  objectCounts(): Promise<readonly ObjectCount[]>;
  /** Forgets how what is stored came to be: no client has seen an older state. */
  compact(): void;
}

/** How long pods tolerate that their node is not there. */
const TOLERATION_SECONDS = 300;

/** The API server's own identity, with which it acts on its own objects. */
export const API_SERVER_USER = { username: 'system:apiserver', groups: ['system:masters', 'system:authenticated'] };

export function createApi(settings: ApiSettings): Api {
  const { options, features, clock, random, logger, issuers, apiAudiences } = settings;
  const storage = new MemoryStorage({ clock });
  const schemas = loadSchemas(features.version.minor);
  const decodeAnswer = answerDecoder(schemas, features);
  const stores = openStores(storage, { schemas, features, clock, random });
  const getter = new StoreGetter((resource) => stores.get(groupResourceString(resource)));
  const { flows, ...sources } = changeSources(storage);
  const onError = (error: unknown, message: string): void => logger.error(error, message);
  const { compileCondition } = settings.expressions;
  const authorizer = new Authorizers(settings.authorization.configuration, {
    ...{ features, ...sources },
    webhooks: { clock, onError, compileCondition, decodeAnswer, connections: settings.authorization.connections },
    ...(settings.onDecision && { onDecision: settings.onDecision }),
  });
  const publicKeys = new PublicKeys(options.serviceAccountKeys ?? [settings.signingKey]);
  const tokenIssuer = new TokenGenerator({
    signingKey: settings.signingKey,
    issuer: issuers[0] ?? '',
    apiAudiences,
    maxExpirationSeconds: options.serviceAccountMaxTokenExpiration ?? 0,
    extendExpiration: options.serviceAccountExtendTokenExpiration ?? true,
    features,
  });
  // Kinds ask the authenticators, and the authenticators note on objects what they saw: each needs the other.
  const client = new LateClient();
  const tokenUses = noTokenUses();
  const { authenticators, ...authentication } = createAuthentication(settings, {
    ...{ features, clock, getter, client, onError, publicKeys, apiAudiences, tokenUses, decodeAnswer },
    serviceAccountIssuers: issuers,
  });
  const dependencies: RegistryDependencies = {
    features,
    clock,
    random,
    getter,
    storeOf: (resource) => storeIn(stores, resource),
    authorizer,
    authenticateToken: (...question) => authenticators.token.authenticateToken(...question),
    tokenIssuer,
    apiAudiences,
  };
  const chosen = chosenAdmissionPlugins(features, admissionPluginChoice(options));
  // Plug-ins ask the kinds, and the kinds the plug-ins.
  const mapping = (apiVersion: string, kind: string): ResourceMapping | undefined => objects.mapping(apiVersion, kind);
  const params: ParamSource = (apiVersion, kind) => paramsIn(scopes, apiVersion, kind);
  const tolerations = {
    notReady: options.defaultNotReadyTolerationSeconds ?? TOLERATION_SECONDS,
    unreachable: options.defaultUnreachableTolerationSeconds ?? TOLERATION_SECONDS,
  };
  const plugins = admissionPlugins(
    { getter, authorizer, client, mapping, params, tolerations, clock, random, features },
    chosen,
  );
  const admission = createAdmission(plugins);
  const environment = { features, schemas, clock, random, admission, authorizer };
  const scopes = new ScopeTable(kindsOf(features), (kind) => stores.get(resourceName(kind)), dependencies, environment);
  const openStore: OpenStore = (kind, version, own) =>
    new Store(kind, version, { storage: own, schemas, features, clock, random });
  const objects = new StoredObjects(storage, scopes);
  const kinds = new CustomKinds({ builtin: kindsOf(features), features, storage, scopes, openStore });
  client.use(new InProcessClient(scopes, API_SERVER_USER));
  return {
    scopes,
    kinds,
    client,
    objects,
    authenticator: authenticators.request,
    authorizer,
    flowControl: new FlowControl(flows),
    tokenIssuer,
    publicKeys,
    tokenUses,
    ...authentication,
    dispatcher: (routes) => new Dispatcher(scopes, routes),
    objectCounts: () => countObjects(kinds, scopes),
    compact: () => storage.compact(),
  };
}

/** Objects that the policies of admission can have for parameters. */
function paramsIn(scopes: ScopeTable, apiVersion: string, kind: string): ParamObjects | undefined {
  const scope = scopes.ofKind(apiVersion, kind);
  const store = scope?.store;
  if (scope === undefined || store === undefined) return undefined;
  return {
    namespaced: scope.kind.namespaced,
    async get(namespace, name) {
      const found = await store.find(namespace, name);
      return found === undefined ? undefined : toWire(scope, found);
    },
    list: async (namespace) => (await store.list(namespace)).items.map((item) => toWire(scope, item)),
  };
}

async function countObjects(kinds: KindSource, scopes: ScopeTable): Promise<readonly ObjectCount[]> {
  const counts: ObjectCount[] = [];
  for (const { group, resource, storedWith } of kinds.kinds()) {
    const store = scopes.preferred({ group, resource })?.store;
    if (store === undefined || storedWith !== undefined) continue;
    counts.push({ group, resource, count: (await store.list('')).items.length });
  }
  return counts;
}

/** The kinds that the version stores. */
export function storedKinds(features: Features): readonly AnyKind[] {
  return kindsOf(features).filter(
    (kind) => kind.strategy !== undefined && preferredVersion(kind, features) !== undefined,
  );
}

function openStores(
  storage: Storage,
  deps: Omit<ConstructorParameters<typeof Store>[2], 'storage'>,
): ReadonlyMap<string, Store> {
  const stores = new Map<string, Store>();
  const kinds = storedKinds(deps.features);
  for (const kind of kinds) {
    const stored = preferredVersion(kind, deps.features);
    if (stored !== undefined) stores.set(resourceName(kind), new Store(kind, stored, { storage, ...deps }));
  }
  for (const kind of kinds) {
    const store = kind.storedWith && stores.get(groupResourceString(kind.storedWith));
    if (store !== undefined) stores.set(resourceName(kind), store);
  }
  return stores;
}

function storeIn(stores: ReadonlyMap<string, Store>, resource: GroupResource): Store {
  const store = stores.get(groupResourceString(resource));
  if (store === undefined) throw new Error(`no ${groupResourceString(resource)} are stored`);
  return store;
}

function resourceName(kind: AnyKind): string {
  return groupResourceString(kind);
}

const ROLE_RESOURCES = ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'] as const;

const NODE_RESOURCES = [
  'pods',
  'persistentvolumes',
  'volumeattachments',
  'resourceslices',
  'podcertificaterequests',
] as const;

const FLOW_RESOURCES = ['prioritylevelconfigurations', 'flowschemas'] as const;

// The storage is new and empty, so following its changes is following all there is.
function changeSources(storage: Storage): { roles: RoleSource; nodeObjects: NodeObjectSource; flows: FlowSource } {
  const follow =
    <R extends string>(resources: readonly R[]) =>
    (listener: (type: WatchEventType, resource: R, object: KubeObject) => void): void => {
      for (const resource of resources) {
        storage.watch(`/registry/${resource}/`, storage.revision, ({ type, object }) =>
          listener(type, resource, object),
        );
      }
    };
  return {
    roles: { follow: follow(ROLE_RESOURCES) },
    nodeObjects: { follow: follow(NODE_RESOURCES) },
    flows: { follow: follow(FLOW_RESOURCES) },
  };
}

class LateClient implements Client {
  #client: Client | undefined;

  use(client: Client): void {
    this.#client = client;
  }

  resource<T extends KubeObject = KubeObject>(resource: GroupResource): ResourceClient<T> {
    return this.#ready().resource<T>(resource);
  }

  ask<T extends KubeObject>(resource: GroupResource, question: T): Promise<T> {
    return this.#ready().ask(resource, question);
  }

  as(user: Parameters<Client['as']>[0]): Client {
    return this.#ready().as(user);
  }

  #ready(): Client {
    if (this.#client === undefined) throw new Error('the client is used before the kinds are ready');
    return this.#client;
  }
}
