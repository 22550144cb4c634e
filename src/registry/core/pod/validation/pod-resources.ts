/** What a pod asks for as a whole. Source: pkg/apis/core/validation/validation.go. */
import { aggregateResources, isHugePages } from '../../../../apis/core/pod-resources.js';
import { type FieldError, forbidden, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { compareQuantities } from '../../../../apis/quantity.js';
import { validatePodResourceName } from './resource-names.js';
import { validateResources } from './resources.js';
import { type SpecScope } from './scope.js';

export function validatePodResources(scope: SpecScope, path: Path): FieldError[] {
  const { spec, features } = scope;
  const { resources, os } = spec;
  if (resources === undefined || !features.enabled('PodLevelResources')) return [];
  const { podLevelResourcesMayBePartial: revised } = features.behaviours;
  if (revised && os?.name === 'windows') return [forbidden(path, 'may not be set for a windows pod')];
  const verb = revised ? 'may not' : 'cannot';
  return [
    ...(resources.claims === undefined
      ? []
      : [forbidden(path.child('claims'), `claims ${verb} be set for Resources at pod-level`)]),
    ...validateResources(resources, path, scope, validatePodResourceName),
    ...validateTotal(scope, 'requests', path),
    ...(revised ? validateTotal(scope, 'limits', path) : []),
    ...validateContainerLimits(scope, path),
  ];
}

/** The containers together, against the pod. */
function validateTotal({ spec, features }: SpecScope, field: 'requests' | 'limits', path: Path): FieldError[] {
  const own = spec.resources?.[field] ?? {};
  return Object.entries(aggregateResources(spec, field)).flatMap(([name, total]) => {
    if (field === 'limits' && !isHugePages(name)) return [];
    const given = own[name];
    if (given === undefined && features.behaviours.podLevelResourcesMayBePartial) return [];
    if (compareQuantities(total, given) <= 0) return [];
    const detail = `must be greater than or equal to aggregate container ${field} of ${total}`;
    return [invalid(path.child(field).key(name), given ?? '0', detail)];
  });
}

function validateContainerLimits({ spec }: SpecScope, path: Path): FieldError[] {
  const limits = spec.resources?.limits ?? {};
  return (spec.containers ?? []).flatMap(({ resources }, i) =>
    Object.entries(resources?.limits ?? {}).flatMap(([name, limit]) => {
      const most = limits[name];
      if (most === undefined || compareQuantities(limit, most) <= 0) return [];
      const at = path.child('containers').index(i).key(name).child('limits');
      return [invalid(at, limit, `must be less than or equal to pod limits of ${most}`)];
    }),
  );
}
