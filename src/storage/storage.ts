/**
 * The storage interface, shaped like upstream's (k8s.io/apiserver/pkg/storage/interfaces.go). Objects handed out are
 * shared and must not be changed; objects handed in belong to the store afterwards.
 */
import { type KubeObject, type Preconditions, type WatchEventType } from '../apis/meta/v1.js';

/** A change of one object. `object` of a DELETED event is the last state, with the deletion's resourceVersion. */
export interface WatchEvent {
  readonly type: WatchEventType;
  readonly object: KubeObject;
  /** The state before a MODIFIED or DELETED event. */
  readonly previous?: KubeObject;
  readonly revision: number;
}

/** An open watch. Events come in order of revision, each once; nothing comes after `stop`. */
export interface StorageWatch {
  stop(): void;
}

export interface StorageList {
  readonly items: readonly KubeObject[];
  /** The revision the list was read at. */
  readonly revision: number;
}

/** Thrown by implementations; registry/store.ts turns each into the Status upstream gives. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly reason: 'KeyNotFound' | 'KeyExists' | 'InvalidObject' | 'ResourceVersionTooOld' | 'ResourceVersionTooLarge';
  readonly key: string;

  constructor(reason: StorageError['reason'], key: string, message: string = reason) {
    super(message);
    this.reason = reason;
    this.key = key;
  }
}

export interface Storage {
  /** The newest revision. */
  readonly revision: number;
  /** Stores a new object and returns it with its resourceVersion. KeyExists where the key is taken. */
  create(key: string, object: KubeObject): Promise<KubeObject>;
  /** KeyNotFound where there is none. */
  get(key: string): Promise<KubeObject>;
  /** All objects below a prefix, in order of key, now or as they were at a revision (ResourceVersionTooOld, …TooLarge). */
  list(prefix: string, atRevision?: number): Promise<StorageList>;
  /**
   * Reads, asks `update` for the next state and stores that; asks again if another writer came between. Returning the very
   * same object stores nothing. InvalidObject where a precondition does not hold, KeyNotFound where there is none.
   */
  guaranteedUpdate(
    key: string,
    preconditions: Preconditions | undefined,
    update: (current: KubeObject) => KubeObject | Promise<KubeObject>,
  ): Promise<KubeObject>;
  /** Removes an object and returns its last state with the deletion's resourceVersion; `validate` may throw to refuse. */
  delete(
    key: string,
    preconditions: Preconditions | undefined,
    validate?: (current: KubeObject) => void | Promise<void>,
  ): Promise<KubeObject>;
  /**
   * Calls `listener` for every change below a prefix after `fromRevision`. ResourceVersionTooOld where that is not kept.
   * `onEnd`: called where there is nothing to be watched any more; memory never ends a watch.
   */
  watch(prefix: string, fromRevision: number, listener: (event: WatchEvent) => void, onEnd?: () => void): StorageWatch;
}
