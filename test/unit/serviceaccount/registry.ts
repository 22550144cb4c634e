/** What the registry hands to virtual kinds, over the objects of a test. */
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { newNotFound } from '../../../src/apis/errors.js';
import { type Decision } from '../../../src/authorization/authorizer.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { type ParentStore, type RegistryDependencies, type RequestContext } from '../../../src/registry/rest.js';
import { TokenGenerator } from '../../../src/serviceaccount/generator.js';
import { type Cluster, ISSUER, RSA_KEY } from '../authentication/cluster.js';

export interface TokenOptions {
  readonly maxExpirationSeconds?: number;
  readonly extendExpiration?: boolean;
  readonly decision?: Decision;
}

export function dependenciesOf(made: Cluster, options: TokenOptions = {}): RegistryDependencies {
  const { features, clock, objects, authenticators } = made;
  const { maxExpirationSeconds = 0, extendExpiration = true, decision = { decision: 'allow', reason: '' } } = options;
  const apiAudiences = [ISSUER];
  return {
    features,
    clock,
    random: new SeededRandom(7),
    getter: objects,
    storeOf: () => {
      throw new Error('not asked in these tests');
    },
    authorizer: {
      authorize: () => Promise.resolve(decision),
      rulesFor: () => Promise.resolve({ resourceRules: [], nonResourceRules: [], incomplete: false }),
    },
    authenticateToken: (token, audiences) => authenticators.token.authenticateToken(token, audiences),
    tokenIssuer: new TokenGenerator({
      signingKey: RSA_KEY,
      issuer: ISSUER,
      apiAudiences,
      maxExpirationSeconds,
      extendExpiration,
      features,
    }),
    apiAudiences,
  };
}

export function contextOf(made: Cluster, more: Partial<RequestContext> = {}, warnings: string[] = []): RequestContext {
  return {
    user: { username: 'admin', groups: ['system:masters'] },
    features: made.features,
    namespace: '',
    name: '',
    version: 'v1',
    dryRun: false,
    clock: made.clock,
    random: new SeededRandom(7),
    warn: (text) => warnings.push(text),
    ...more,
  };
}

/** The store of service accounts, as far as tokens need it. */
export function accountsOf({ objects }: Cluster): ParentStore {
  const resource = { group: '', resource: 'serviceaccounts' };
  const store: Pick<ParentStore, 'get'> = {
    get: async (namespace, name): Promise<KubeObject> => {
      const object = await objects.get(resource, namespace, name);
      if (object === undefined) throw newNotFound(resource, name);
      return object;
    },
  };
  return store as ParentStore;
}

/** Admission that lets everything pass. */
export const admitted = (): Promise<void> => Promise.resolve();
