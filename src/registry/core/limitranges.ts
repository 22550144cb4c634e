/** Source: pkg/registry/core/limitrange, pkg/apis/core/{v1/defaults.go,validation/validation.go}. */
import { type ResourceList } from '../../apis/core/pod.js';
import { duplicate, type FieldError, forbidden, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type Features } from '../../features/features.js';
import { defineBehaviour } from '../behaviour.js';
import { specOf } from '../workload-spec.js';
import { quantityNanos } from '../../apis/quantity.js';

interface LimitRange extends KubeObject {
  spec: { limits?: Limit[] };
}

interface Limit {
  type?: string;
  max?: ResourceList;
  min?: ResourceList;
  default?: ResourceList;
  defaultRequest?: ResourceList;
  maxLimitRequestRatio?: ResourceList;
}

const LIMITS = Path.of('spec', 'limits');
const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

function defaultLimit(limit: Limit): void {
  if (limit.type !== 'Container') return;
  const limits = { ...limit.max, ...limit.default };
  const requests = { ...limit.min, ...limits, ...limit.defaultRequest };
  if (Object.keys(limits).length > 0) limit.default = limits;
  if (Object.keys(requests).length > 0) limit.defaultRequest = requests;
}

function validateLimit(limit: Limit, path: Path, features: Features): FieldError[] {
  const { type = '', max = {}, min = {} } = limit;
  const isPod = type === 'Pod';
  const lists = { default: limit.default ?? {}, defaultRequest: limit.defaultRequest ?? {} };
  const keys = new Set([max, min, ...(isPod ? [] : Object.values(lists))].flatMap((list) => Object.keys(list)));
  const detail = "may not be specified when `type` is 'Pod'";
  const noStorage = max['storage'] === undefined && min['storage'] === undefined;
  const storage = 'either minimum or maximum storage value is required, but neither was provided';
  return [
    ...validateType(type, path.child('type'), features),
    ...(isPod
      ? Object.entries(lists).flatMap(([field, list]) =>
          Object.keys(list).length === 0 ? [] : [forbidden(path.child(field), detail)],
        )
      : []),
    ...(type === 'PersistentVolumeClaim' && noStorage ? [required(path.child('limits'), storage)] : []),
    ...[...keys].flatMap((key) => validateOrder(limit, isPod, key, path)),
  ];
}

function validateType(type: string, path: Path, { behaviours }: Features): FieldError[] {
  const errors = isQualifiedName(type, behaviours).map((text) => invalid(path, type, text));
  if (errors.length > 0 || type.includes('/') || TYPES.includes(type)) return errors;
  return [invalid(path, type, 'must be a standard limit type or fully qualified')];
}

/** From the least to the most: minimum, default request, default limit, maximum. */
function validateOrder(limit: Limit, isPod: boolean, key: string, path: Path): FieldError[] {
  const max = limit.max?.[key];
  const min = limit.min?.[key];
  const byDefault = isPod ? undefined : limit.default?.[key];
  const request = isPod ? undefined : limit.defaultRequest?.[key];
  const above = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && quantityNanos(a) > quantityNanos(b);
  const rules: readonly (readonly [boolean, string, string | undefined, string])[] = [
    [above(min, max), 'min', min, `min value ${min ?? ''} is greater than max value ${max ?? ''}`],
    [
      above(min, request),
      'defaultRequest',
      request,
      `min value ${min ?? ''} is greater than default request value ${request ?? ''}`,
    ],
    [
      above(request, max),
      'defaultRequest',
      request,
      `default request value ${request ?? ''} is greater than max value ${max ?? ''}`,
    ],
    [
      above(request, byDefault),
      'defaultRequest',
      request,
      `default request value ${request ?? ''} is greater than default limit value ${byDefault ?? ''}`,
    ],
    [above(min, byDefault), 'default', min, `min value ${min ?? ''} is greater than default value ${byDefault ?? ''}`],
    [above(byDefault, max), 'default', max, `default value ${byDefault ?? ''} is greater than max value ${max ?? ''}`],
  ];
  return rules
    .filter(([broken]) => broken)
    .map(([, field, value, text]) => invalid(path.child(field).key(key), value, text));
}

function validate({ spec }: LimitRange, { features }: { features: Features }): FieldError[] {
  const limits = spec.limits ?? [];
  return limits.flatMap((limit, i) => {
    const repeated = limits.findIndex(({ type }) => type === limit.type) < i;
    return [
      ...(repeated ? [duplicate(LIMITS.index(i).child('type'), limit.type)] : []),
      ...validateLimit(limit, LIMITS.index(i), features),
    ];
  });
}

export const limitranges = defineBehaviour<LimitRange>({
  group: '',
  resource: 'limitranges',
  strategy: {
    default(range) {
      for (const limit of specOf(range).limits ?? []) defaultLimit(limit);
    },
    validate,
    validateUpdate: (range, _old, context) => validate(range, context),
  },
  description: 'Says how much each pod, container or claim of a namespace may ask for, and what it gets unasked.',
  example: { metadata: { name: 'small' }, spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } },
});
