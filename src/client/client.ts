/**
 * The in-process client: the same path as a request over HTTP from dispatch on, with a user, without sockets. Controllers,
 * admission plug-ins and authenticators act and look through it, never on the store.
 */
import { type UserInfo } from '../authentication/authenticator.js';
import {
  type DeleteOptions,
  type GroupResource,
  type KubeList,
  type KubeObject,
  type WatchEventType,
} from '../apis/meta/v1.js';

export interface ClientWatch {
  stop(): void;
}

/** Errors are StatusErrors, as a remote client would get them. Objects returned must not be changed. */
export interface ResourceClient<T extends KubeObject = KubeObject> {
  get(namespace: string, name: string): Promise<T>;
  list(namespace: string, options?: { labelSelector?: string; fieldSelector?: string }): Promise<KubeList<T>>;
  create(namespace: string, object: T): Promise<T>;
  update(namespace: string, object: T): Promise<T>;
  updateStatus(namespace: string, object: T): Promise<T>;
  /** Posts to a subresource with a kind of its own: pods/binding, pods/eviction. */
  createSubresource(namespace: string, name: string, subresource: string, object: KubeObject): Promise<KubeObject>;
  /** Writes conditions through the subresource approval; certificate signing requests alone have it. */
  updateApproval(object: T): Promise<T>;
  /** Writes spec.finalizers through the subresource finalize; namespaces alone have it. */
  finalize(object: T): Promise<T>;
  delete(namespace: string, name: string, options?: DeleteOptions): Promise<void>;
  /** First an ADDED per existing object, then every change; '' is all namespaces. */
  watch(namespace: string, listener: (type: WatchEventType, object: T) => void): Promise<ClientWatch>;
}

export interface Client {
  resource<T extends KubeObject = KubeObject>(resource: GroupResource): ResourceClient<T>;
  /** Posts a question of a kind that is not stored, such as an access review; answers with its status. */
  ask<T extends KubeObject>(resource: GroupResource, question: T): Promise<T>;
  /** The same client acting as another user. */
  as(user: UserInfo): Client;
}

/** What looks at objects without acting (authenticators, admission): reads without authorization, undefined for none. */
export interface Getter {
  get<T extends KubeObject>(resource: GroupResource, namespace: string, name: string): Promise<T | undefined>;
  list<T extends KubeObject>(resource: GroupResource, namespace: string): Promise<readonly T[]>;
}

/** Where objects of a kind are found. */
export interface ResourceMapping {
  readonly resource: GroupResource;
  readonly namespaced: boolean;
}

/** All objects of all kinds as one stream, for what follows references from kind to kind. */
export interface ObjectSource {
  /** First an ADDED per existing object, then every change. Objects carry apiVersion and kind, and must not be changed. */
  follow(listener: (type: WatchEventType, object: KubeObject) => void): Promise<ClientWatch>;
  /** Undefined for a kind that is not stored, or not served in this version. */
  mapping(apiVersion: string, kind: string): ResourceMapping | undefined;
}
