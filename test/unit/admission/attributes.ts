import { type AdmissionDependencies } from '../../../src/admission/index.js';
import { type AdmissionAttributes } from '../../../src/admission/plugin.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { type Authorizer } from '../../../src/authorization/authorizer.js';
import { type Client, type Getter } from '../../../src/client/client.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { type Features } from '../../../src/features/features.js';

/** A question to admission about the creation of a pod in `ns`; `change` says what is different. */
export function attributes(change: Partial<AdmissionAttributes> = {}): AdmissionAttributes {
  return {
    operation: 'CREATE',
    resource: { group: '', resource: 'pods' },
    subresource: '',
    kind: { group: '', kind: 'Pod' },
    namespace: 'ns',
    name: '',
    object: undefined,
    oldObject: undefined,
    user: { username: 'alice', uid: '', groups: [], extra: {} },
    dryRun: false,
    warn: () => undefined,
    ...change,
  };
}

/** Finds what it is given, by `resource/namespace/name`. */
export function getterOf(objects: Readonly<Record<string, object>>): Getter {
  return {
    get: <T extends KubeObject>({ resource }: { resource: string }, namespace: string, name: string) =>
      Promise.resolve(objects[`${resource}/${namespace}/${name}`] as T | undefined),
    list: <T extends KubeObject>({ resource }: { resource: string }, namespace: string) =>
      Promise.resolve(
        Object.entries(objects)
          .filter(([key]) => key.startsWith(`${resource}/${namespace}/`))
          .map(([, object]) => object as T),
      ),
  };
}

/** Allows what `allows` says, by verb and name. */
export function authorizerOf(allows: (verb: string, name: string) => boolean = () => false): Authorizer {
  return {
    authorize: (asked) => ({
      decision: allows(asked.verb, asked.resourceRequest ? asked.name : asked.path) ? 'allow' : 'noOpinion',
      reason: '',
    }),
    rulesFor: () => Promise.resolve({ resourceRules: [], nonResourceRules: [], incomplete: false }),
  };
}

/** A client that refuses to be used. */
export const NO_CLIENT: Client = {
  resource: ({ resource }) => {
    throw new Error(`nobody may write ${resource}`);
  },
  ask: ({ resource }) => {
    throw new Error(`nobody may ask ${resource}`);
  },
  as: () => NO_CLIENT,
};

/** What plug-ins need, where `objects` are stored. */
export function dependenciesOf(objects: Readonly<Record<string, object>>, features: Features): AdmissionDependencies {
  return {
    getter: getterOf(objects),
    client: NO_CLIENT,
    authorizer: authorizerOf(),
    mapping: () => undefined,
    tolerations: { notReady: 300, unreachable: 300 },
    clock: new ManualClock('2026-01-01T00:00:00Z'),
    random: new SeededRandom(1),
    features,
  };
}
