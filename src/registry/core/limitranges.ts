/** Source: pkg/registry/core/limitrange, pkg/apis/core/v1/defaults.go. */
import { type LimitRange, type LimitRangeItem } from '../../apis/core/limit-range.js';
import { defineBehaviour } from '../behaviour.js';
import { specOf } from '../workload-spec.js';
import { validateLimitRange } from './limitrange-validation.js';

function defaultLimit(limit: LimitRangeItem): void {
  if (limit.type !== 'Container') return;
  const limits = { ...limit.max, ...limit.default };
  const requests = { ...limit.min, ...limits, ...limit.defaultRequest };
  if (Object.keys(limits).length > 0) limit.default = limits;
  if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
}

export const limitranges = defineBehaviour<LimitRange>({
  group: '',
  resource: 'limitranges',
  strategy: {
    default(range) {
      for (const limit of specOf(range).limits ?? []) defaultLimit(limit);
    },
    validate: (range, { features }) => validateLimitRange(range, features),
    validateUpdate: (range, _old, { features }) => validateLimitRange(range, features),
  },
  description: 'Says how much each pod, container or claim of a namespace may ask for, and what it gets unasked.',
  example: { metadata: { name: 'small' }, spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } },
});
