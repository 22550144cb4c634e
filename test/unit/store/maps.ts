import { type KubeObject } from '../../../src/apis/meta/v1.js';
import { loadSchemas } from '../../../src/apis/schema/load.js';
import { ManualClock } from '../../../src/clock/clock.js';
import { type Random, SeededRandom } from '../../../src/clock/random.js';
import { resolveFeatures } from '../../../src/features/index.js';
import { kindsOf } from '../../../src/registry/index.js';
import { type RequestContext } from '../../../src/registry/rest.js';
import { Store } from '../../../src/registry/store.js';
import { MemoryStorage } from '../../../src/storage/memory.js';

/** A store of one kind, and a request in the namespace `ns` ('' for kinds without). */
export function openStore(
  resource = 'configmaps',
  random: Random = new SeededRandom(1),
): { store: Store; context: RequestContext; warnings: string[]; clock: ManualClock } {
  const features = resolveFeatures({ version: '1.36', featureGates: undefined });
  const kind = kindsOf(features).find((candidate) => candidate.resource === resource);
  const [stored] = kind?.versions ?? [];
  if (kind === undefined || stored === undefined) throw new Error(`there is no kind ${resource}`);
  const clock = new ManualClock('2026-01-01T00:00:00Z');
  const schemas = loadSchemas(features.version.minor);
  const store = new Store(kind, stored, { storage: new MemoryStorage(), schemas, features, clock, random });
  const warnings: string[] = [];
  const user = { username: 'admin', uid: '', groups: [], extra: {} };
  const namespace = kind.namespaced ? 'ns' : '';
  const warn = (text: string): void => void warnings.push(text);
  return {
    store,
    warnings,
    clock,
    context: { user, features, namespace, name: '', version: 'v1', dryRun: false, clock, random, warn },
  };
}

export function map(metadata: KubeObject['metadata']): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}
