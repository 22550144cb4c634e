/** What a Kubernetes version does, by upstream's gates and by ungated behaviours. */
export { type Behaviours } from './behaviours.js';
export { type Features, type KubernetesVersion } from './features.js';
export { type Gate, type GateName, gatesOf } from './gates.js';
export { versionsReference } from './reference.js';
export { type FeatureChoice, KNOWN_MINORS, NEWEST_MINOR, resolveFeatures } from './resolve.js';
