/** Which evaluator a resource has. Source: pkg/quota/v1/evaluator/core/registry.go, pkg/quota/v1/install/registry.go. */
import { type GroupResource, groupResourceString } from '../apis/meta/v1.js';
import { type Clock } from '../clock/clock.js';
import { type Features } from '../features/features.js';
import { type Evaluator, objectCounter } from './evaluator.js';
import { persistentVolumeClaimEvaluator } from './persistent-volume-claims.js';
import { podEvaluator } from './pods.js';
import { resourceClaimEvaluator } from './resource-claims.js';
import { serviceEvaluator } from './services.js';

/** Counted under their plain names as well. */
const ALIASES = ['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets'];
const COUNT = 'count/';
const IGNORED = new Set([
  'bindings',
  'componentstatuses',
  'tokenreviews.authentication.k8s.io',
  'selfsubjectreviews.authentication.k8s.io',
  'subjectaccessreviews.authorization.k8s.io',
  'selfsubjectaccessreviews.authorization.k8s.io',
  'localsubjectaccessreviews.authorization.k8s.io',
  'selfsubjectrulesreviews.authorization.k8s.io',
  'events',
  'events.events.k8s.io',
]);

export class Evaluators {
  readonly #evaluators: Map<string, Evaluator>;

  constructor(features: Features, clock: Clock) {
    const counted = ALIASES.map((resource) => [resource, objectCounter({ group: '', resource }, resource)] as const);
    this.#evaluators = new Map<string, Evaluator>([
      ['pods', podEvaluator(features, clock)],
      ['services', serviceEvaluator(features)],
      ['persistentvolumeclaims', persistentVolumeClaimEvaluator(features)],
      ...counted,
    ]);
    const { quotasCountDevices } = features.behaviours;
    if (quotasCountDevices && features.enabled('DynamicResourceAllocation')) {
      this.#evaluators.set('resourceclaims.resource.k8s.io', resourceClaimEvaluator);
    }
  }

  /** Which resources have to be looked at, for quotas of these names. */
  resourcesOf(names: readonly string[]): readonly GroupResource[] {
    const known = [...this.#evaluators].filter(([, evaluator]) => names.some((name) => evaluator.counts(name)));
    const counted = names.filter((name) => name.startsWith(COUNT)).map((name) => name.slice(COUNT.length));
    return [...new Set([...known.map(([name]) => name), ...counted])].map((name) => {
      const [resource = '', ...group] = name.split('.');
      return { group: group.join('.'), resource };
    });
  }

  /** Undefined for what no quota counts. */
  of(resource: GroupResource): Evaluator | undefined {
    const name = groupResourceString(resource);
    if (IGNORED.has(name)) return undefined;
    let evaluator = this.#evaluators.get(name);
    if (evaluator === undefined) this.#evaluators.set(name, (evaluator = objectCounter(resource)));
    return evaluator;
  }
}
