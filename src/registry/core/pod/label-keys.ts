/** Selectors that take values from the pod's own labels. Source: pkg/registry/core/pod/strategy.go. */
import { type Pod } from '../../../apis/core/pod.js';
import { type LabelSelector } from '../../../apis/validation/label-selector.js';
import { type Features } from '../../../features/features.js';
import { podAffinityTerms } from './validation/affinity.js';
import { mergesLabelKeys } from './validation/topology-spread.js';

/** Adds to each selector what its matchLabelKeys and mismatchLabelKeys stand for. */
export function mergeLabelKeys({ metadata, spec }: Pod, features: Features): void {
  const labels = metadata.labels ?? {};
  if (features.enabled('MatchLabelKeysInPodAffinity')) {
    for (const { labelSelector, matchLabelKeys, mismatchLabelKeys } of podAffinityTerms(spec.affinity)) {
      merge(labelSelector, matchLabelKeys, 'In', labels);
      merge(labelSelector, mismatchLabelKeys, 'NotIn', labels);
    }
  }
  if (!mergesLabelKeys(features)) return;
  for (const { labelSelector, matchLabelKeys } of spec.topologySpreadConstraints ?? []) {
    merge(labelSelector, matchLabelKeys, 'In', labels);
  }
}

/** No selector selects nothing, and stays none. */
function merge(
  selector: LabelSelector | undefined,
  keys: readonly string[] = [],
  operator: string,
  labels: Readonly<Record<string, string>>,
): void {
  if (selector === undefined) return;
  const added = keys.flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
  if (added.length > 0) Object.assign(selector, { matchExpressions: [...(selector.matchExpressions ?? []), ...added] });
}
