/** Keeps one directory as the volume of a service account: its tokens, the CA and the namespace, renewed in time. */
import * as fs from 'node:fs';
import { type BoundObjectReference, type TokenRequest } from '../apis/authentication/v1.js';
import { type ConfigMap } from '../apis/core/v1.js';
import { isReason } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Clock } from '../clock/clock.js';
import { type Random } from '../clock/random.js';
import { AtomicWriter } from './atomic-writer.js';
import { type FileProjection } from './payload.js';
import { type ManagedToken, TokenManager } from './token-manager.js';

/** Errors are StatusErrors where the server refused, as a remote client gets them. */
export interface ProjectorApi {
  get(path: string): Promise<KubeObject>;
  post(path: string, object: object): Promise<KubeObject>;
}

/** A kind of object that a token may be bound to, and where it is found. */
export const BOUND_KINDS = { pod: ['Pod', 'pods'], secret: ['Secret', 'secrets'], node: ['Node', 'nodes'] } as const;

export interface ProjectedToken {
  readonly path: string;
  readonly audiences: readonly string[];
  readonly expirationSeconds: number;
}

export interface Projection {
  readonly directory: string;
  readonly namespace: string;
  readonly account: string;
  readonly tokens: readonly ProjectedToken[];
  readonly bound: { readonly kind: keyof typeof BOUND_KINDS; readonly name: string } | undefined;
  /** Permission bits of the files. */
  readonly mode: number;
  /** PEM, where the namespace has no config map with one. */
  readonly ca: string;
}

export interface ProjectorOptions extends Projection {
  readonly api: ProjectorApi;
  /** The server's time. */
  readonly clock: Clock;
  /** The machine's. */
  readonly readerClock: Clock;
  readonly random: Random;
  /** Hears of what failed and is tried again. */
  readonly onError: (message: string) => void;
}

/** What a look at the server led to. */
export interface Projected {
  /** False where the bound object is not there: then no file is, either. */
  readonly exists: boolean;
  readonly changed: boolean;
  /** The server's time from which on a token is to be renewed. */
  readonly renewAt: number;
}

const ROOT_CA = 'kube-root-ca.crt';

export class Projector {
  readonly #options: ProjectorOptions;
  readonly #tokens: TokenManager;
  readonly #writer: AtomicWriter;
  #accountUid: string | undefined;

  /** Makes the directory where it is missing. */
  constructor(options: ProjectorOptions) {
    this.#options = options;
    const { api, clock, readerClock, random, directory, onError } = options;
    this.#tokens = new TokenManager({
      clock,
      random,
      createToken: (_namespace, _name, request) => api.post(`${this.#accountPath()}/token`, tokenRequest(request)),
      onError: (error, message) => onError(`${message}: ${textOf(error)}`),
    });
    fs.mkdirSync(directory, { recursive: true });
    const changeOwner = fs.lchownSync;
    this.#writer = new AtomicWriter(directory, { clock, readerClock, random, changeOwner, durable: true });
  }

  /**
   * Looks at the account and at what its tokens are bound to, and renews what is due. The files stay as they are where that
   * fails. @throws Error saying why.
   */
  async sync(): Promise<Projected> {
    const [accountUid, boundUid] = await Promise.all([this.#lookAtAccount(), this.#lookAtBound()]);
    const { bound } = this.#options;
    if (bound !== undefined && boundUid === undefined) return this.#remove();
    const tokens = await this.#renewed(accountUid, boundUid);
    const { namespace, mode } = this.#options;
    const payload = new Map<string, FileProjection>();
    const add = (path: string, text: string): void => void payload.set(path, { data: Buffer.from(text), mode });
    add('namespace', namespace);
    const ca = await this.#rootCA();
    if (ca !== '') add('ca.crt', ca);
    for (const [path, { token }] of tokens) add(path, token);
    const renewAt = Math.min(...tokens.map(([, { askAgainAt }]) => askAgainAt));
    return { exists: true, changed: this.#writer.write(payload), renewAt };
  }

  async #renewed(accountUid: string | undefined, boundUid: string | undefined): Promise<[string, ManagedToken][]> {
    const { namespace, account, bound, tokens } = this.#options;
    const boundObjectRef: BoundObjectReference | undefined = bound && {
      apiVersion: 'v1',
      kind: BOUND_KINDS[bound.kind][0],
      name: bound.name,
      ...(boundUid === undefined ? {} : { uid: boundUid }),
    };
    const renewed: [string, ManagedToken][] = [];
    for (const { path, audiences, expirationSeconds } of tokens) {
      const spec = {
        ...(audiences.length === 0 ? {} : { audiences }),
        expirationSeconds,
        ...(boundObjectRef === undefined ? {} : { boundObjectRef }),
      };
      renewed.push([path, await this.#tokens.get({ namespace, name: account, accountUid, spec })]);
    }
    return renewed;
  }

  #remove(): Projected {
    const changed = this.#writer.write(new Map());
    return { exists: false, changed, renewAt: Infinity };
  }

  // An account that is gone keeps its tokens until there is another one of its name, as with a kubelet.
  async #lookAtAccount(): Promise<string | undefined> {
    this.#accountUid = (await this.#look(this.#accountPath()))?.metadata.uid ?? this.#accountUid;
    return this.#accountUid;
  }

  async #lookAtBound(): Promise<string | undefined> {
    const { bound, namespace } = this.#options;
    if (bound === undefined) return undefined;
    const [, resource] = BOUND_KINDS[bound.kind];
    const folder = bound.kind === 'node' ? '/api/v1' : `/api/v1/namespaces/${namespace}`;
    return (await this.#look(`${folder}/${resource}/${bound.name}`, false))?.metadata.uid;
  }

  /** Undefined where it is not there; what may not be looked at counts as there, and unknown. */
  async #look(path: string, mayBeHidden = true): Promise<KubeObject | undefined> {
    try {
      return await this.#options.api.get(path);
    } catch (error) {
      if (isReason(error, 'NotFound') || (mayBeHidden && isReason(error, 'Forbidden'))) return undefined;
      throw error;
    }
  }

  async #rootCA(): Promise<string> {
    const { namespace, ca } = this.#options;
    const configMap: ConfigMap | undefined = await this.#look(`/api/v1/namespaces/${namespace}/configmaps/${ROOT_CA}`);
    return configMap?.data?.['ca.crt'] ?? ca;
  }

  #accountPath(): string {
    const { namespace, account } = this.#options;
    return `/api/v1/namespaces/${namespace}/serviceaccounts/${account}`;
  }
}

function tokenRequest({ spec }: TokenRequest): TokenRequest {
  return { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: {}, spec: spec ?? {} };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
