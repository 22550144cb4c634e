/** What may change while a server runs: keys, certificates, tokens. */
import { type KeyObject } from 'node:crypto';
import { generateSigningKey, serviceAccountKey, signingAlgorithm } from '../serviceaccount/keys.js';
import { type TokenGenerator } from '../serviceaccount/generator.js';
import { type PublicKeys } from '../serviceaccount/public-keys.js';
import { type Authorizers } from '../authorization/index.js';
import { checkAuthorizationConfiguration, loadConnections } from './authorization-configuration.js';
import { type Current } from './current.js';
import { type Expressions } from './expressions.js';
import { type JWTAuthenticators } from './jwt-authenticators.js';
import { type ServerOptions, type StaticToken } from './options.js';
import { checkedPair, clientCABundle, requestHeaderBundle, type TlsMaterial } from './tls.js';

/** What is left out stays as it is. Of requestHeader the authority may change, and not the names. */
export type ServerChanges = Pick<
  ServerOptions,
  | 'tls'
  | 'clientCA'
  | 'requestHeader'
  | 'serviceAccountSigningKey'
  | 'serviceAccountKeys'
  | 'staticTokens'
  | 'authenticationConfiguration'
  | 'authorizationConfiguration'
>;

export interface RotationChoice {
  /** The private key that signs from now on. Default: a new RSA 2048 key. */
  readonly key?: KeyObject;
  /** False: the keys before it verify no longer. Default true. */
  readonly keepOldKeys?: boolean;
}

export interface Updatable {
  readonly tls: TlsMaterial;
  readonly publicKeys: PublicKeys;
  readonly tokenIssuer: TokenGenerator;
  readonly staticTokens: Current<readonly StaticToken[]>;
  readonly jwtAuthenticators: JWTAuthenticators;
  readonly authorizer: Authorizers;
  readonly expressions: Expressions;
  /** True: no other key was given to verify tokens with. */
  readonly verifiesWithSigningKey: boolean;
}

/** Changes all or, throwing an Error with one line for the user, nothing; at once, where no issuer and no webhook has to be found. */
export async function update(server: Updatable, changes: ServerChanges): Promise<void> {
  const { tls, publicKeys, tokenIssuer, staticTokens, jwtAuthenticators, authorizer, expressions } = server;
  const preparing = expressions.prepare(changes);
  if (preparing !== undefined) await preparing;
  const pair = changes.tls && checkedPair(changes.tls);
  const clientCA = changes.clientCA === undefined ? undefined : clientCABundle(changes.clientCA, tls.authority);
  const requestHeaderCA = changes.requestHeader && requestHeaderBundle(changes.requestHeader.clientCA);
  if (requestHeaderCA !== undefined && tls.requestHeaderCA.value === undefined) {
    throw new Error('request headers name nobody here: a server that started without requestHeader cannot be given it');
  }
  const { serviceAccountSigningKey: signing } = changes;
  const keys = changes.serviceAccountKeys ?? (server.verifiesWithSigningKey && signing ? [signing] : undefined);
  if (signing !== undefined) checkSigningKey(signing);
  for (const key of keys ?? []) serviceAccountKey(key);
  const { authenticationConfiguration: configuration } = changes;
  const authenticators = configuration && (await jwtAuthenticators.prepare(configuration));
  const { authorizationConfiguration: authorization } = changes;
  if (authorization !== undefined) {
    checkAuthorizationConfiguration(authorization, expressions.compileCondition);
    authorizer.replace(authorization, await loadConnections(authorization));
  }

  // A token must not be signed before its key verifies.
  if (keys !== undefined) publicKeys.replace(keys);
  if (signing !== undefined) tokenIssuer.signWith(signing);
  if (clientCA !== undefined) tls.clientCA.replace(clientCA);
  if (requestHeaderCA !== undefined) tls.requestHeaderCA.replace(requestHeaderCA);
  if (pair !== undefined) tls.serving.replace(pair);
  if (authenticators !== undefined) jwtAuthenticators.replace(authenticators);
  if (changes.staticTokens !== undefined) staticTokens.replace(changes.staticTokens);
}

/** Signs with another key from now on. Returns that key. @throws Error with one line for the user. */
export async function rotateServiceAccountKey(
  { publicKeys, tokenIssuer }: Updatable,
  { key, keepOldKeys = true }: RotationChoice,
): Promise<KeyObject> {
  const next = key ?? (await generateSigningKey());
  checkSigningKey(next);
  const { keyId } = serviceAccountKey(next);
  const before = await publicKeys.all();
  const kept = keepOldKeys ? before.filter((old) => old.keyId !== keyId).map(({ publicKey }) => publicKey) : [];
  publicKeys.replace([...kept, next]);
  tokenIssuer.signWith(next);
  return next;
}

function checkSigningKey(key: KeyObject): void {
  if (key.type !== 'private') throw new Error('the service account signing key must be a private key');
  signingAlgorithm(key);
}
