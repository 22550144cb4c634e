/** What `kubectl explain` says of definitions and fields, in our own words. */
import { CLUSTER } from './cluster.js';
import { IDENTITY } from './identity.js';
import { META } from './meta.js';
import { PODS } from './pods.js';
import { type Descriptions } from './table.js';
import { WORKLOADS } from './workloads.js';

/** Fields that mean the same everywhere. */
const COMMON: Readonly<Record<string, string>> = {
  apiVersion: 'APIVersion defines the group and version that this object is written in: v1, or group/version.',
  kind: 'The kind of this object.',
  lastTransitionTime: 'When the state last changed.',
  observedGeneration: 'The generation that this is about.',
  metadata: "Standard object's metadata: name, namespace, labels and what the server keeps about the object.",
};

const TABLES: readonly Descriptions[] = [META, IDENTITY, PODS, WORKLOADS, CLUSTER];

/** Undefined where nothing is written. `field` '': the definition itself. */
export function descriptionOf(definition: string, field: string): string | undefined {
  for (const table of TABLES) {
    const text = table[definition]?.[field];
    if (text !== undefined) return text;
  }
  return COMMON[field];
}
