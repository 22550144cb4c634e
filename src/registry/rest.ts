/** What a kind is and what it may implement. A kind is one file that exports a KindDefinition, and its line in index.ts. */
import { type StatusError } from '../apis/errors.js';
import { type FieldError } from '../apis/field/errors.js';
import {
  type DeleteOptions,
  type GroupResource,
  type KubeObject,
  type ObjectMeta,
  type Preconditions,
} from '../apis/meta/v1.js';
import {
  type AuthenticatorResponse,
  type Audiences,
  type Awaitable,
  type UserInfo,
} from '../authentication/authenticator.js';
import { type Authorizer } from '../authorization/authorizer.js';
import { type Getter } from '../client/client.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { type Features } from '../features/features.js';
import { type TokenIssuer } from '../serviceaccount/issuer.js';

export interface ServedVersion {
  readonly version: string;
  /** The schema's name in the OpenAPI document: `io.k8s.api.core.v1.ServiceAccount`. */
  readonly schema: string;
  served(features: Features): boolean;
  /** From and to the version that is stored; both absent where the shapes are the same. May change its argument. */
  readonly decode?: (wire: KubeObject) => KubeObject;
  readonly encode?: (stored: KubeObject) => KubeObject;
  /** How objects without a Go type behind them are read and written; absent: by the schema. */
  readonly codec?: Codec;
  /** Names of the kind's subresources that this version does not have. */
  readonly lacksSubresources?: readonly string[];
  /** What clients of this version are warned of; a custom kind's own. */
  readonly warning?: string;
  /** What a custom kind has in this version in place of the kind's. */
  readonly own?: Partial<Pick<AnyKind, 'strategy' | 'columns' | 'selectableFields' | 'subresources'>>;
  /** A custom kind's openAPIV3Schema as its CustomResourceDefinition has it, for the OpenAPI documents. */
  readonly openAPIV3Schema?: Readonly<Record<string, unknown>>;
}

/** Reads and writes the objects of a custom kind. */
export interface Codec {
  /** `strictErrors`: what strict field validation finds. May throw DecodeError. */
  decode(value: Readonly<Record<string, unknown>>): {
    readonly object: Record<string, unknown>;
    readonly strictErrors: readonly string[];
  };
  /** The same object without what the version does not know: after a conversion. May throw DecodeError. */
  coerce(object: KubeObject): KubeObject;
  /** Fills in the version's defaults in place. */
  default(object: KubeObject): void;
  /** A copy in the form in which it is stored and answered. */
  encode(object: KubeObject): KubeObject;
}

/** What a handler knows of the request it serves, below the filters. */
export interface RequestContext {
  readonly user: UserInfo;
  readonly features: Features;
  readonly namespace: string;
  /** The object's name in the URL; '' for collections and creations. */
  readonly name: string;
  /** The group in the URL, where the kind is stored with another group's: events, ingresses. */
  readonly group?: string;
  /** The version in the URL: `v1`, `v1beta1`. */
  readonly version: string;
  readonly dryRun: boolean;
  /** Who owns what is written; '' for a client without a name. Absent where nothing is written. */
  readonly fieldManager?: string;
  readonly clock: Clock;
  readonly random: Random;
  warn(text: string): void;
  /** Adds an annotation to the request's audit event; absent where there is none. */
  annotate?(key: string, value: string): void;
}

/** What the strategies, the virtual kinds and the subresources may ask. Filled in by the composition root. */
export interface RegistryDependencies {
  readonly features: Features;
  readonly clock: Clock;
  readonly random: Random;
  /** Reads stored objects. */
  readonly getter: Getter;
  /** The store of a kind that every version has. Throws for others. */
  readonly storeOf: (resource: GroupResource) => ParentStore;
  readonly authorizer: Authorizer;
  /** The same authenticators that look at requests, asked about one bearer token. Throws AuthenticationError. */
  readonly authenticateToken: (token: string, audiences: Audiences) => Awaitable<AuthenticatorResponse | undefined>;
  readonly tokenIssuer: TokenIssuer;
  readonly apiAudiences: readonly string[];
}

/** A promise where what checks is loaded first. */
export type FoundErrors = readonly FieldError[] | Promise<readonly FieldError[]>;

/**
 * How a stored kind differs from the generic store (registry/store.ts). The store has filled and checked metadata before
 * any of these runs. `object` may be changed; `old` may not. Source: k8s.io/apiserver/pkg/registry/rest/{create,update}_strategy.go.
 */
export interface Strategy<T extends KubeObject = KubeObject> {
  /** Fills in defaults after decoding, on create and on update. */
  default?(object: T, features: Features): void;
  /** Clears what a creator may not set (status, say). */
  prepareForCreate?(object: T, context: StrategyContext): void;
  /** Field errors of a new object, without metadata's own. */
  validate?(object: T, context: StrategyContext): FoundErrors;
  prepareForUpdate?(object: T, old: T, context: StrategyContext): void;
  /** Field errors of a change, without metadata's own. */
  validateUpdate?(object: T, old: T, context: StrategyContext): FoundErrors;
  /** Warnings for the Warning header. */
  warningsOnCreate?(object: T, context: StrategyContext): readonly string[];
  warningsOnUpdate?(object: T, old: T, context: StrategyContext): readonly string[];
  /** The group that a 422 names the kind with, where the version names another than the kind's. */
  invalidGroup?(features: Features): string;
  /** Checks metadata.name; default: a DNS-1123 subdomain. `prefix`: a generateName. Empty: good. */
  validateName?(name: string, prefix: boolean, features: Features): readonly string[];
  /** True where names of finalizers need no domain: of kinds that do not follow Kubernetes' own rules. Default false. */
  readonly ownFinalizers?: boolean;
  /** True where PUT may create. Default false. */
  readonly allowCreateOnUpdate?: boolean;
  /** True where PUT may leave out resourceVersion. Default true. */
  readonly allowUnconditionalUpdate?: boolean;
  /** True where metadata.generation is 1 at first and counts changes of what is neither metadata nor status. */
  readonly countsGenerations?: boolean;
  /** True where a change of status counts too, of kinds that have no subresource of that name. */
  readonly countsStatus?: boolean;
  /** Seconds of grace that a deletion gets, given what was asked for; undefined: deleted at once. */
  gracePeriod?(object: T, asked: number | undefined): number | undefined;
  /** The API versions in which a deletion that names no propagation policy leaves the object's dependents. */
  readonly orphansDependents?: readonly string[];
  /** What a client is warned of in these versions when it deletes without a policy. */
  readonly orphansWarning?: (features: Features) => string | undefined;
  /** A kind that ends in steps (namespaces): its state when deletion begins (RFC 3339), and what must hold before it is removed. */
  readonly termination?: { begin(object: T, now: string): T; finished(object: T): boolean };
  /** True where DELETE answers with the object and not with a Status, as service accounts and pods do. */
  readonly returnDeletedObject?: boolean;
  /** Runs as the object is about to be removed, and may refuse by a StatusError. */
  beforeDelete?(object: T, context: StrategyContext): void | Promise<void>;
}

export interface StrategyContext {
  readonly features: Features;
  readonly user: UserInfo;
  readonly clock: Clock;
  readonly random: Random;
  readonly namespace: string;
  /** The group in the URL; absent: the kind's own. */
  readonly group?: string;
  /** The version in the URL: `v1`, `v1beta1`. */
  readonly version: string;
  /** The subresource that is written: '', 'status' … */
  readonly subresource: string;
  /** A text for the Warning header, from what a strategy changes by itself. */
  warn(text: string): void;
}

/**
 * Looks at a new state after mutating admission and before the strategy, as the escalation checks of RBAC's kinds do;
 * refuses by a StatusError. Source: pkg/registry/rbac/…/policybased/storage.go.
 */
export interface WriteGuard<T extends KubeObject = KubeObject> {
  create(object: T, context: RequestContext): Promise<void>;
  update(object: T, old: T, context: RequestContext): Promise<void>;
}

/** A resource that is not stored: a creation is a question, and what comes back is the answer. */
export interface VirtualStorage {
  /** `validateObject` runs admission on the object as it is decoded. */
  create(
    object: KubeObject,
    context: RequestContext,
    validateObject: (object: KubeObject) => Awaitable<void>,
  ): Promise<KubeObject>;
}

/** A subresource that changes part of its parent, as status does. */
export interface StoredSubresource {
  readonly type: 'stored';
  /** Default: always. */
  readonly served?: (features: Features) => boolean;
  /** Its own way through prepareForUpdate and validateUpdate. */
  readonly strategy: Pick<Strategy, 'prepareForUpdate' | 'validateUpdate' | 'warningsOnUpdate'>;
  readonly verbs: readonly ('get' | 'patch' | 'update')[];
}

/** A subresource with a kind of its own, as serviceaccounts/token, pods/binding and pods/eviction have. */
export interface VirtualSubresource {
  readonly type: 'virtual';
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly schema: string;
  /** Other versions that bodies may have, and how those are read. */
  readonly accepts?: Readonly<Record<string, string>>;
  /** What is otherwise in these features. */
  readonly wire?: (features: Features) => Partial<Pick<VirtualSubresource, 'version' | 'schema' | 'accepts'>>;
  readonly served: (features: Features) => boolean;
  /** Fills in what a client may leave out. */
  readonly default?: (object: KubeObject) => void;
  readonly create: (dependencies: RegistryDependencies, parents: ParentStore) => VirtualStorage;
}

/** A subresource that needs a node behind it (exec, logs): answers at once with a Status. */
export interface UnavailableSubresource {
  readonly type: 'unavailable';
  /** In discovery: `PodExecOptions`. Default: the parent's kind. */
  readonly kind?: string;
  /** Default: always. */
  readonly served?: (features: Features) => boolean;
  readonly verbs: readonly string[];
  /** What to say of this parent; undefined: that there is no kubelet. */
  readonly answer?: (parent: KubeObject, query: URLSearchParams) => StatusError | 'no content' | undefined;
  /** The parent's name where the URL's has a scheme and a port too: `https:node-1:10250`. Default: all of it. */
  readonly parentName?: (name: string) => string;
}

/** A subresource with a kind of its own that shows part of its parent and changes it there, as scale does. */
export interface ViewSubresource {
  readonly type: 'view';
  readonly kind: string;
  readonly group: string;
  readonly version: string;
  readonly schema: string;
  /** Default: always. */
  readonly served?: (features: Features) => boolean;
  readonly verbs: readonly ('get' | 'patch' | 'update')[];
  /** What it shows of a parent (as it is on the wire), without its type. May refuse by a StatusError. */
  show(parent: KubeObject, features: Features): KubeObject;
  /** What a change begins with, where that is not what is shown. */
  showForChange?(parent: KubeObject, features: Features): KubeObject;
  /** The parent as a view of it that a client changed wants it. Refuses by a StatusError. */
  change(parent: KubeObject, view: KubeObject, features: Features): KubeObject;
  /** What any body is answered with that is no such view; default: why it is none. */
  readonly refusal?: (features: Features) => string;
  /** What a table of it shows; undefined in versions that make none. */
  columns(features: Features): readonly TableColumn[] | undefined;
  /** What is missing where there is no parent, on GET; default: the parent. */
  readonly missing?: (features: Features) => GroupResource | undefined;
}

export type Subresource = StoredSubresource | VirtualSubresource | ViewSubresource | UnavailableSubresource;

/** The parent kind's store, for its virtual subresources. */
export interface ParentStore {
  get(namespace: string, name: string): Promise<KubeObject>;
  update(
    namespace: string,
    name: string,
    preconditions: Preconditions | undefined,
    change: (current: KubeObject) => KubeObject,
    context: RequestContext,
    /** In place of the kind's own; {} to write what the change made as it is. */
    strategy?: StoredSubresource['strategy'],
  ): Promise<KubeObject>;
  delete(namespace: string, name: string, options: DeleteOptions, context: RequestContext): Promise<void>;
}

export interface TableColumn<T extends KubeObject = KubeObject> {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  readonly format?: string;
  readonly description: string;
  /** 0: always shown; 1: with -o wide. */
  readonly priority: number;
  /** `now` in milliseconds since the epoch. */
  cell(object: T, now: number, features: Features): string | number | boolean | null;
  /** Left out of versions where this is false. */
  readonly shown?: (features: Features) => boolean;
}

export interface KindDefinition<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly kind: string;
  /** Of lists; default: the kind with `List` behind it. */
  readonly listKind?: string;
  /** Plural, lower case: the resource's name in URLs. */
  readonly resource: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  /** True for the kind of a CustomResourceDefinition; its `versions` have `openAPIV3Schema`, where one is given. */
  readonly custom?: boolean;
  /** True for a custom kind whose definition is being deleted. */
  readonly terminating?: boolean;
  /** Newest first; the first one served is preferred. */
  readonly versions: readonly ServedVersion[];
  /** Stored kinds have a strategy, virtual ones a `virtual`. */
  readonly strategy?: Strategy<T>;
  readonly guard?: (dependencies: RegistryDependencies) => WriteGuard<T>;
  readonly virtual?: (dependencies: RegistryDependencies) => VirtualStorage;
  readonly subresources?: Readonly<Record<string, Subresource>>;
  /** The verbs of the resource itself, sorted. Default: all of a stored kind, create of a virtual one. */
  readonly verbs?: readonly string[];
  /** True where a collection cannot be deleted at once (namespaces). */
  readonly withoutDeleteCollection?: boolean;
  /** Fields that a fieldSelector may name, beside metadata.name and metadata.namespace, and their values. */
  readonly selectableFields?: Readonly<Record<string, (object: T) => string>>;
  /** True for a selectable field that this version lacks. */
  readonly lacksSelectableField?: (field: string, features: Features) => boolean;
  /** The columns of `kubectl get`; default: Name and Age. */
  readonly columns?: readonly TableColumn<T>[];
  /** What storageVersionHash is made of where that is not the first version, served or not. */
  readonly storageVersion?: { readonly group: string; readonly version: string };
  /** Another resource whose objects these are, in another group: events, ingresses. Conversions are to its stored version. */
  readonly storedWith?: GroupResource;
  /** The versions in the order in which one is chosen to be stored. Default: that of `versions`. */
  readonly storedVersions?: readonly string[];
  /** The resource's part of storage keys where it is not its name (nodes lie below 'minions'). */
  readonly storagePrefix?: string;
  /** Words for `kubectl explain`. */
  readonly description: string;
  /** A whole object that the case suite creates, updates and deletes; for virtual kinds, one to post. */
  readonly example: { metadata: ObjectMeta } & Omit<T, 'metadata'>;
}

/** A definition whose object type was erased, as the lists of all kinds hold it. */
export type AnyKind = KindDefinition;

/** Keeps a definition's object type while it is written, and erases it for the list. */
export function defineKind<T extends KubeObject>(definition: KindDefinition<T>): AnyKind {
  return definition as unknown as AnyKind;
}
