/** Authenticators over a handful of objects: what the tests of this folder and of serviceaccount/ talk to. */
import { type KeyObject, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { type GroupResource, type KubeObject } from '../../../src/apis/meta/v1.js';
import { newConflict } from '../../../src/apis/errors.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { AuthenticationError, type RequestCredentials } from '../../../src/authentication/authenticator.js';
import {
  type AuthenticationConfig,
  type Authenticators,
  createAuthenticators,
} from '../../../src/authentication/index.js';
import { type StaticToken } from '../../../src/authentication/token-file.js';
import { noTokenUses, type TokenUses } from '../../../src/serviceaccount/token-uses.js';
import { type Client, type Getter, type ResourceClient } from '../../../src/client/client.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { type Features } from '../../../src/features/features.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { TokenGenerator } from '../../../src/serviceaccount/generator.js';
import { PublicKeys } from '../../../src/serviceaccount/public-keys.js';
import { answerDecoder } from '../../../src/server/webhook-answers.js';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
export const START = Date.UTC(2026, 10, 23, 22, 0, 0);

/** One RSA key for all tests: making one takes long. */
export const RSA_KEY: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export const STATIC_TOKENS: readonly StaticToken[] = [
  { token: 'alice-token', username: 'alice', uid: 'alice-uid', groups: ['developers', 'qa'] },
  { token: 'bob-token', username: 'bob', uid: 'bob-uid', groups: [] },
];

export function featuresOf(version: string, featureGates?: Readonly<Record<string, boolean>>): Features {
  return resolveFeatures({ version, featureGates });
}

/** Objects by resource, namespace and name. */
export class Objects implements Getter, Client {
  readonly #objects = new Map<string, KubeObject>();
  /** Updates that are answered with a conflict before one succeeds. */
  conflicts = 0;

  put(resource: string, object: KubeObject): void {
    this.#objects.set(
      key({ group: '', resource }, object.metadata.namespace ?? '', object.metadata.name ?? ''),
      object,
    );
  }

  remove(resource: string, namespace: string, name: string): void {
    this.#objects.delete(key({ group: '', resource }, namespace, name));
  }

  get<T extends KubeObject>(resource: GroupResource, namespace: string, name: string): Promise<T | undefined> {
    return Promise.resolve(this.#objects.get(key(resource, namespace, name)) as T | undefined);
  }

  list<T extends KubeObject>(): Promise<readonly T[]> {
    return Promise.resolve([...this.#objects.values()] as T[]);
  }

  resource<T extends KubeObject>(resource: GroupResource): ResourceClient<T> {
    const client: Pick<ResourceClient<T>, 'get' | 'update'> = {
      get: async (namespace, name) => {
        const object = await this.get<T>(resource, namespace, name);
        if (object === undefined) throw new Error(`${name} not found`);
        return object;
      },
      update: (namespace, object) => {
        if (this.conflicts > 0) {
          this.conflicts--;
          return Promise.reject(newConflict(resource, object.metadata.name ?? '', 'the object has been modified'));
        }
        this.#objects.set(key(resource, namespace, object.metadata.name ?? ''), object);
        return Promise.resolve(object);
      },
    };
    return client as ResourceClient<T>;
  }

  ask(): Promise<never> {
    return Promise.reject(new Error('nobody is asked here'));
  }

  as(): Client {
    return this;
  }
}

function key({ group, resource }: GroupResource, namespace: string, name: string): string {
  return `${group}/${resource}/${namespace}/${name}`;
}

export interface Cluster {
  readonly features: Features;
  readonly clock: ManualClock;
  readonly objects: Objects;
  readonly tokens: TokenGenerator;
  readonly authenticators: Authenticators;
  readonly errors: unknown[];
  readonly tokenUses: TokenUses;
}

export function cluster(
  version: string,
  options: Partial<AuthenticationConfig> & { key?: KeyObject; featureGates?: Record<string, boolean> } = {},
): Cluster {
  const features = featuresOf(version, options.featureGates);
  const signingKey = options.key ?? RSA_KEY;
  const objects = new Objects();
  const clock = new ManualClock(START);
  const errors: unknown[] = [];
  const tokens = new TokenGenerator({
    signingKey,
    issuer: ISSUER,
    apiAudiences: [ISSUER],
    maxExpirationSeconds: 0,
    extendExpiration: true,
    features,
  });
  const tokenUses = noTokenUses();
  const authenticators = createAuthenticators({
    decodeAnswer: answerDecoder(loadSchemas(features.version.minor), features),
    tokenUses,
    features,
    clock,
    getter: objects,
    client: objects,
    onError: (error) => errors.push(error),
    publicKeys: new PublicKeys([createPublicKey(signingKey)]),
    serviceAccountIssuers: [ISSUER],
    serviceAccountLookup: true,
    apiAudiences: [ISSUER],
    staticTokens: () => STATIC_TOKENS,
    bootstrapTokens: false,
    clientCA: () => undefined,
    requestHeaderCA: () => undefined,
    requestHeader: { allowedNames: [], usernameHeaders: [], uidHeaders: [], groupHeaders: [], extraHeaderPrefixes: [] },
    jwtAuthenticators: () => [],
    tokenWebhook: undefined,
    tokenCacheTtl: 0,
    anonymousAuth: true,
    anonymousPaths: [],
    ...options,
  });
  return { features, clock, objects, tokens, authenticators, errors, tokenUses };
}

/** The status a TokenReview gets: the error's text, or the user's name. */
export async function verdict(
  { authenticators }: Pick<Cluster, 'authenticators'>,
  token: string,
  audiences: readonly string[] = [ISSUER],
): Promise<string> {
  try {
    const response = await authenticators.token.authenticateToken(token, audiences);
    return response === undefined ? 'nobody' : `ok: ${response.user.username}`;
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    return error.message;
  }
}

export function credentials(headers: RequestCredentials['headers'], warnings: string[] = []): RequestCredentials {
  return { headers, warn: (text) => warnings.push(text) };
}
