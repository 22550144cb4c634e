/** Affinities. Source: pkg/apis/core/validation/validation.go. */
import {
  type Affinity,
  type NodeAffinity,
  type PodAffinity,
  type PodAffinityTerm,
} from '../../../../apis/core/pod-affinity.js';
import { type FieldError, invalid, required } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { validateLabelName } from '../../../../apis/validation/labels.js';
import { validateLabelSelector } from '../../../../apis/validation/label-selector.js';
import { nameIsDNSLabel } from '../../../../apis/validation/names.js';
import { validateLabelKeys } from './label-keys.js';
import { validateNodeSelector, validateNodeSelectorTerm } from './node-selectors.js';
import { type PodValidationOptions, type SpecScope } from './scope.js';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const ANYWHERE = Path.of();

export function validateAffinity({ spec, ...options }: SpecScope, path: Path): FieldError[] {
  const { nodeAffinity, podAffinity, podAntiAffinity } = spec.affinity ?? {};
  return [
    ...(nodeAffinity === undefined ? [] : validateNodeAffinity(nodeAffinity, path.child('nodeAffinity'), options)),
    ...(podAffinity === undefined ? [] : validatePodAffinity(podAffinity, path.child('podAffinity'), options)),
    ...(podAntiAffinity === undefined
      ? []
      : validatePodAffinity(podAntiAffinity, path.child('podAntiAffinity'), options)),
  ];
}

function validateWeight(weight: number, path: Path): FieldError[] {
  return weight <= 0 || weight > 100 ? [invalid(path, weight, 'must be in the range 1-100')] : [];
}

function validateNodeAffinity(affinity: NodeAffinity, path: Path, options: PodValidationOptions): FieldError[] {
  const { behaviours } = options.features;
  const needed = affinity[REQUIRED];
  const checkValues = behaviours.nodeAffinityValuesChecked && !hadBrokenValues(options);
  const at = path.child(PREFERRED);
  return [
    ...(needed === undefined ? [] : validateNodeSelector(needed, checkValues, path.child(REQUIRED), behaviours)),
    ...(affinity[PREFERRED] ?? []).flatMap(({ weight = 0, preference = {} }, i) => [
      ...validateWeight(weight, at.index(i).child('weight')),
      ...validateNodeSelectorTerm(preference, false, at.index(i).child('preference'), behaviours),
    ]),
  ];
}

function hadBrokenValues({ old, features }: PodValidationOptions): boolean {
  const needed = old?.affinity?.nodeAffinity?.[REQUIRED];
  if (needed === undefined) return false;
  const count = (checkValues: boolean): number =>
    validateNodeSelector(needed, checkValues, ANYWHERE, features.behaviours).length;
  return count(true) > count(false);
}

function validatePodAffinity(affinity: PodAffinity, path: Path, options: PodValidationOptions): FieldError[] {
  const checkValues = options.features.behaviours.selectorValuesChecked && !hadBrokenSelectors(options);
  const [requiredAt, preferredAt] = [path.child(REQUIRED), path.child(PREFERRED)];
  return [
    ...(affinity[REQUIRED] ?? []).flatMap((term, i) => validateTerm(term, checkValues, requiredAt.index(i), options)),
    ...(affinity[PREFERRED] ?? []).flatMap(({ weight = 0, podAffinityTerm = {} }, i) => [
      ...validateWeight(weight, preferredAt.index(i).child('weight')),
      ...validateTerm(podAffinityTerm, checkValues, preferredAt.index(i).child('podAffinityTerm'), options),
    ]),
  ];
}

function hadBrokenSelectors({ old, features }: PodValidationOptions): boolean {
  const { behaviours } = features;
  const broken = ({ labelSelector, namespaceSelector }: PodAffinityTerm): boolean =>
    [labelSelector, namespaceSelector].some(
      (selector) =>
        validateLabelSelector(selector, true, ANYWHERE, behaviours).length >
        validateLabelSelector(selector, false, ANYWHERE, behaviours).length,
    );
  return podAffinityTerms(old?.affinity).some(broken);
}

/** Every term of a pod's affinity and anti-affinity. */
export function podAffinityTerms({ podAffinity, podAntiAffinity }: Affinity = {}): readonly PodAffinityTerm[] {
  return [podAffinity, podAntiAffinity].flatMap((affinity) => [
    ...(affinity?.[REQUIRED] ?? []),
    ...(affinity?.[PREFERRED] ?? []).map(({ podAffinityTerm = {} }) => podAffinityTerm),
  ]);
}

function validateTerm(
  term: PodAffinityTerm,
  checkValues: boolean,
  path: Path,
  { features }: Pick<PodValidationOptions, 'features'>,
): FieldError[] {
  const { labelSelector, namespaceSelector, namespaces = [], topologyKey = '' } = term;
  const { behaviours } = features;
  const selectorAt = path.child(behaviours.affinitySelectorsNamed ? 'labelSelector' : 'matchExpressions');
  const keyAt = path.child('topologyKey');
  return [
    ...validateLabelSelector(labelSelector, checkValues, selectorAt, behaviours),
    ...validateLabelSelector(namespaceSelector, checkValues, path.child('namespaceSelector'), behaviours),
    ...namespaces.flatMap((name) =>
      nameIsDNSLabel(name, false, behaviours).map((text) => invalid(path.child('namespace'), name, text)),
    ),
    ...validateLabelKeys(term, path, behaviours),
    ...(topologyKey === '' ? [required(keyAt, 'can not be empty')] : []),
    ...validateLabelName(topologyKey, keyAt, behaviours),
  ];
}
