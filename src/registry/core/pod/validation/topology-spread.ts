/** How pods spread over a topology. Source: pkg/apis/core/validation/validation.go. */
import { type TopologySpreadConstraint } from '../../../../apis/core/pod-affinity.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, duplicate, invalid, notSupported, required } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { validateLabelSelector } from '../../../../apis/validation/label-selector.js';
import { type Features } from '../../../../features/features.js';
import { validateOptionalChoice } from './choice.js';
import { validateLabelKeys, validateSpreadKeys } from './label-keys.js';
import { type SpecScope } from './scope.js';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION_POLICIES = ['Honor', 'Ignore'];

export function validateTopologySpread(scope: SpecScope, path: Path): FieldError[] {
  const { features, old } = scope;
  const constraints = scope.spec.topologySpreadConstraints ?? [];
  const checksSelectors = features.behaviours.spreadSelectorsChecked && !hadBrokenSelectors(old, features);
  const grows = mergesLabelKeys(features) && !hadBrokenKeys(old, features);
  return constraints.flatMap((constraint, i) => {
    const at = path.index(i);
    const rest = constraints.slice(i + 1);
    return [
      ...validateConstraint(constraint, rest, at),
      ...(grows
        ? validateLabelKeys(withoutMismatches(constraint), at, features.behaviours)
        : validateSpreadKeys(
            constraint,
            features.behaviours.spreadKeysNeedSelector,
            at.child('matchLabelKeys'),
            features.behaviours,
          )),
      ...(checksSelectors
        ? validateLabelSelector(constraint.labelSelector, true, at.child('labelSelector'), features.behaviours)
        : []),
    ];
  });
}

/** True where a new pod's selectors grow with what the keys stand for. */
export function mergesLabelKeys(features: Features): boolean {
  return (
    features.enabled('MatchLabelKeysInPodTopologySpread') &&
    features.enabled('MatchLabelKeysInPodTopologySpreadSelectorMerge')
  );
}

function withoutMismatches({ labelSelector, matchLabelKeys }: TopologySpreadConstraint): TopologySpreadConstraint {
  return {
    ...(labelSelector === undefined ? {} : { labelSelector }),
    ...(matchLabelKeys === undefined ? {} : { matchLabelKeys }),
  };
}

const ANYWHERE = Path.of();

function hadBrokenSelectors(old: PodSpec | undefined, { behaviours }: Features): boolean {
  return (old?.topologySpreadConstraints ?? []).some(
    ({ labelSelector }) => validateLabelSelector(labelSelector, true, ANYWHERE, behaviours).length > 0,
  );
}

function hadBrokenKeys(old: PodSpec | undefined, { behaviours }: Features): boolean {
  return (old?.topologySpreadConstraints ?? []).some(
    (constraint) => validateLabelKeys(withoutMismatches(constraint), ANYWHERE, behaviours).length > 0,
  );
}

function validateConstraint(
  constraint: TopologySpreadConstraint,
  rest: readonly TopologySpreadConstraint[],
  path: Path,
): FieldError[] {
  const { maxSkew = 0, topologyKey = '', whenUnsatisfiable: action = '', minDomains } = constraint;
  const again = rest.some(
    (other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === action,
  );
  return [
    ...(maxSkew <= 0 ? [invalid(path.child('maxSkew'), maxSkew, NOT_POSITIVE)] : []),
    ...(topologyKey === '' ? [required(path.child('topologyKey'), 'can not be empty')] : []),
    ...(ACTIONS.includes(action) ? [] : [notSupported(path.child('whenUnsatisfiable'), action, ACTIONS)]),
    ...(again ? [duplicate(path.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${action}}`)] : []),
    ...(minDomains === undefined ? [] : validateMinDomains(minDomains, action, path.child('minDomains'))),
    ...validateOptionalChoice(constraint.nodeAffinityPolicy, INCLUSION_POLICIES, path.child('nodeAffinityPolicy')),
    ...validateOptionalChoice(constraint.nodeTaintsPolicy, INCLUSION_POLICIES, path.child('nodeTaintsPolicy')),
  ];
}

const NOT_POSITIVE = 'must be greater than zero';

function validateMinDomains(minDomains: number, action: string, path: Path): FieldError[] {
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
  return [
    ...(minDomains <= 0 ? [invalid(path, minDomains, NOT_POSITIVE)] : []),
    ...(action === 'DoNotSchedule' ? [] : [invalid(path, minDomains, detail)]),
  ];
}
