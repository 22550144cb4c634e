/** Which objects limit ranges refuse. Source: plugin/pkg/admission/limitranger/admission.go. */
import { type LimitRange, type LimitRangeItem } from '../apis/core/limit-range.js';
import { type PersistentVolumeClaim } from '../apis/core/persistent-volume-claim.js';
import { aggregateResources, podLevelResources } from '../apis/core/pod-resources.js';
import { type Pod, type PodSpec, type ResourceList } from '../apis/core/pod.js';
import { compareQuantities, quantityMilliValue, quantityValue } from '../apis/quantity.js';
import { formatQuantity } from '../apis/schema/quantity.js';
import { type Features } from '../features/features.js';
import { type Asked, checkMaximum, checkMinimum, checkRatio, checkRequestMaximum } from './limit-constraints.js';

/** What is wrong with the pod; empty where it keeps to the range. */
export function checkPod({ spec }: Pod, range: LimitRange, features: Features): string[] {
  return (range.spec.limits ?? []).flatMap((item) => {
    if (item.type === 'Pod') {
      const asked = { requests: total(spec, 'requests', features), limits: total(spec, 'limits', features) };
      return checkAll('Pod', item, asked);
    }
    if (item.type !== 'Container') return [];
    return [...(spec.containers ?? []), ...(spec.initContainers ?? [])].flatMap(({ resources = {} }) =>
      checkAll('Container', item, { requests: resources.requests ?? {}, limits: resources.limits ?? {} }),
    );
  });
}

export function checkClaim({ spec }: PersistentVolumeClaim, range: LimitRange): string[] {
  const requests = spec?.resources?.requests ?? {};
  return (range.spec.limits ?? []).flatMap(({ type, min, max }) => {
    if (type !== 'PersistentVolumeClaim') return [];
    return [
      ...each(min, (name, quantity) => checkMinimum(type, name, quantity, { requests, limits: {} })),
      ...each(max, (name, quantity) => checkRequestMaximum(type, name, quantity, requests)),
    ];
  });
}

function checkAll(type: string, { min, max, maxLimitRequestRatio }: LimitRangeItem, asked: Asked): string[] {
  return [
    ...each(min, (name, quantity) => checkMinimum(type, name, quantity, asked)),
    ...each(max, (name, quantity) => checkMaximum(type, name, quantity, asked)),
    ...each(maxLimitRequestRatio, (name, quantity) => checkRatio(type, name, quantity, asked)),
  ];
}

function each(
  quantities: ResourceList = {},
  check: (name: string, quantity: string) => string | undefined,
): readonly string[] {
  const names = Object.keys(quantities).sort();
  return names.map((name) => check(name, quantities[name] ?? '')).filter((text) => text !== undefined);
}

function total(spec: PodSpec, field: 'requests' | 'limits', features: Features): ResourceList {
  if (!features.behaviours.limitRangesSumWhatIsAsked) return sumOfAll(spec, field);
  const asked = aggregateResources(spec, field);
  if (!features.enabled('PodLevelResources')) return asked;
  const { cpu, memory } = podLevelResources(spec, field);
  return { ...asked, ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

/** Counts but what every container asks for, or an init container more than they together. */
function sumOfAll({ containers = [], initContainers = [] }: PodSpec, field: 'requests' | 'limits'): ResourceList {
  const lists = containers.map(({ resources }) => resources?.[field] ?? {});
  const names = Object.keys(lists[0] ?? {}).filter((name) => lists.every((list) => list[name] !== undefined));
  const sum: ResourceList = Object.fromEntries(
    names.map((name) => {
      const nanos = lists.map(({ [name]: quantity }) =>
        name === 'cpu' ? quantityMilliValue(quantity) * 1_000_000n : quantityValue(quantity) * 1_000_000_000n,
      );
      return [
        name,
        formatQuantity(
          nanos.reduce((a, b) => a + b, 0n),
          'DecimalSI',
        ),
      ];
    }),
  );
  for (const { resources } of initContainers) {
    for (const [name, quantity] of Object.entries(resources?.[field] ?? {})) {
      const before = sum[name];
      if (before === undefined || compareQuantities(quantity, before) > 0) sum[name] = quantity;
    }
  }
  return sum;
}
