/** Creates pods as the server does below HTTP: decoding, defaults, admission, the generic store. */
import { admissionPlugins, createAdmission } from '../../../src/admission/index.js';
import { type Pod } from '../../../src/apis/core/pod.js';
import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { decodeObject } from '../../../src/apis/schema/decode.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { type Getter } from '../../../src/client/client.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { SeededRandom } from '../../../src/clock/random.js';
import { chosenAdmissionPlugins } from '../../../src/features/admission-plugins.js';
import { resolveFeatures } from '../../../src/features/resolve.js';
import { pods } from '../../../src/registry/core/pods.js';
import { type RequestContext } from '../../../src/registry/rest.js';
import { Store } from '../../../src/registry/store.js';
import { MemoryStorage } from '../../../src/storage/memory.js';
import { dependenciesOf } from '../admission/attributes.js';

export const NAMESPACE = 'p-run';

/** The namespace and the accounts of the recorded scenario. */
const OBJECTS: Readonly<Record<string, object>> = {
  [`namespaces//${NAMESPACE}`]: { metadata: { name: NAMESPACE }, status: { phase: 'Active' } },
  [`serviceaccounts/${NAMESPACE}/default`]: { metadata: { name: 'default' } },
  [`serviceaccounts/${NAMESPACE}/demo`]: { metadata: { name: 'demo' } },
  [`serviceaccounts/${NAMESPACE}/nomount`]: {
    metadata: { name: 'nomount' },
    automountServiceAccountToken: false,
    imagePullSecrets: [{ name: 'pull' }],
  },
  [`serviceaccounts/${NAMESPACE}/strict`]: {
    metadata: { name: 'strict', annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    secrets: [{ name: 'listed' }],
    imagePullSecrets: [{ name: 'pull' }],
  },
};

const getter: Getter = {
  get: <T extends KubeObject>({ resource }: { resource: string }, namespace: string, name: string) =>
    Promise.resolve(OBJECTS[`${resource}/${namespace}/${name}`] as T | undefined),
  list: () => Promise.resolve([]),
};

export interface PodServer {
  readonly store: Store;
  readonly warnings: string[];
  readonly context: RequestContext;
  /** Throws what the server would answer. */
  create(pod: object): Promise<Pod>;
}

export function podServer(minor: number, featureGates: Readonly<Record<string, boolean>> = {}): PodServer {
  const features = resolveFeatures({ version: `1.${String(minor)}`, featureGates });
  const schemas = loadSchemas(minor);
  const clock = new ManualClock('2026-01-01T00:00:00Z');
  const random = new SeededRandom(1);
  const [stored] = pods.versions;
  if (stored === undefined) throw new Error('pods have no version');
  const storage = new MemoryStorage();
  const store = new Store(pods, stored, { storage, schemas, features, clock, random });
  const dependencies = { ...dependenciesOf({}, features), getter, random };
  const admission = createAdmission(admissionPlugins(dependencies, chosenAdmissionPlugins(features, {})));
  const warnings: string[] = [];
  const user = { username: 'admin', uid: '', groups: [], extra: {} };
  const warn = (text: string): void => void warnings.push(text);
  const context = { user, features, namespace: NAMESPACE, name: '', version: 'v1', dryRun: false, clock, random, warn };
  return {
    store,
    warnings,
    context,
    async create(wire) {
      const { object: decoded } = decodeObject(schemas, stored.schema, structuredClone(wire));
      const pod = decoded as unknown as Pod;
      pods.strategy?.default?.(pod, features);
      const attributes = {
        operation: 'CREATE' as const,
        resource: { group: '', resource: 'pods' },
        subresource: '',
        kind: { group: '', kind: 'Pod' },
        namespace: NAMESPACE,
        name: '',
        object: pod,
        oldObject: undefined,
        user,
        dryRun: false,
        warn,
      };
      await admission.admit(attributes);
      return (await store.create(pod, context, () => admission.validate(attributes))) as Pod;
    },
  };
}
