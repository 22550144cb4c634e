/** Source: pkg/apis/core/validation/validation.go (ValidateLimitRange). */
import { type LimitRange, type LimitRangeItem } from '../../apis/core/limit-range.js';
import { overcommits } from '../../apis/core/pod-resources.js';
import { duplicate, type FieldError, forbidden, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { compareQuantities, quantityMilliValue, quantityNanos, quantityValue } from '../../apis/quantity.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type Features } from '../../features/features.js';
import { validateContainerResourceName, validateResourceName } from './pod/validation/resource-names.js';

const LIMITS = Path.of('spec', 'limits');
const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
/** Beyond it, thousandths do not fit a 64 bit integer. */
const MOST_WITH_THOUSANDTHS = ((1n << 63n) - 1n) / 1000n;

export function validateLimitRange({ spec }: LimitRange, features: Features): FieldError[] {
  const limits = spec.limits ?? [];
  return limits.flatMap((limit, i) => {
    const path = LIMITS.index(i);
    const isRepeated = limits.findIndex(({ type }) => type === limit.type) < i;
    return [
      ...validateType(limit.type ?? '', path.child('type'), features),
      ...(isRepeated ? [duplicate(path.child('type'), limit.type)] : []),
      ...validateNames(limit, path, features),
      ...namesOf(limit).flatMap((name) => validateOrder(limit, name, path)),
    ];
  });
}

function validateType(type: string, path: Path, { behaviours }: Features): FieldError[] {
  const errors = isQualifiedName(type, behaviours).map((text) => invalid(path, type, text));
  if (errors.length > 0 || type.includes('/') || TYPES.includes(type)) return errors;
  return [invalid(path, type, 'must be a standard limit type or fully qualified')];
}

function validateNames(limit: LimitRangeItem, path: Path, features: Features): FieldError[] {
  const { type, max = {}, min = {} } = limit;
  const validate = type === 'Pod' || type === 'Container' ? validateContainerResourceName : validateResourceName;
  const names = (field: 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'): FieldError[] =>
    Object.keys(limit[field] ?? {}).flatMap((name) => validate(name, path.child(field).key(name), features));
  const isPod = type === 'Pod';
  const defaults = (['default', 'defaultRequest'] as const).flatMap((field) => {
    if (!isPod) return names(field);
    if (Object.keys(limit[field] ?? {}).length === 0) return [];
    return [forbidden(path.child(field), "may not be specified when `type` is 'Pod'")];
  });
  const noStorage = max['storage'] === undefined && min['storage'] === undefined;
  const storage = 'either minimum or maximum storage value is required, but neither was provided';
  return [
    ...names('max'),
    ...names('min'),
    ...defaults,
    ...(type === 'PersistentVolumeClaim' && noStorage ? [required(path.child('limits'), storage)] : []),
    ...names('maxLimitRequestRatio'),
  ];
}

function namesOf(limit: LimitRangeItem): readonly string[] {
  const { max, min, maxLimitRequestRatio: ratio, type } = limit;
  const defaults = type === 'Pod' ? {} : { ...limit.default, ...limit.defaultRequest };
  return Object.keys({ ...max, ...min, ...defaults, ...ratio }).sort();
}

/** From the least to the most: minimum, default request, default limit, maximum. */
function validateOrder(limit: LimitRangeItem, name: string, path: Path): FieldError[] {
  const isPod = limit.type === 'Pod';
  const [max, min, ratio] = [limit.max, limit.min, limit.maxLimitRequestRatio].map((list) => list?.[name]);
  const byDefault = isPod ? undefined : limit.default?.[name];
  const request = isPod ? undefined : limit.defaultRequest?.[name];
  const at = (field: string): Path => path.child(field).key(name);
  const ordered = (
    [less, what]: readonly [string | undefined, string],
    [more, than]: readonly [string | undefined, string],
    [field, shown]: readonly [string, string | undefined],
  ): FieldError[] => {
    if (less === undefined || more === undefined || quantityNanos(less) <= quantityNanos(more)) return [];
    return [invalid(at(field), shown, `${what} value ${less} is greater than ${than} value ${more}`)];
  };
  const fixed = !overcommits(name) && byDefault !== undefined && request !== undefined;
  const differ = fixed && compareQuantities(byDefault, request) !== 0;
  const differing = `default value ${byDefault ?? ''} must equal to defaultRequest value ${request ?? ''} in ${name}`;
  return [
    ...ordered([min, 'min'], [max, 'max'], ['min', min]),
    ...ordered([min, 'min'], [request, 'default request'], ['defaultRequest', request]),
    ...ordered([request, 'default request'], [max, 'max'], ['defaultRequest', request]),
    ...ordered([request, 'default request'], [byDefault, 'default limit'], ['defaultRequest', request]),
    ...ordered([min, 'min'], [byDefault, 'default'], ['default', min]),
    ...ordered([byDefault, 'default'], [max, 'max'], ['default', max]),
    ...(ratio === undefined ? [] : validateRatio(ratio, { min, max }, at('maxLimitRequestRatio'))),
    ...(differ ? [invalid(at('defaultRequest'), request, differing)] : []),
  ];
}

function validateRatio(
  ratio: string,
  { min, max }: { readonly min: string | undefined; readonly max: string | undefined },
  path: Path,
): FieldError[] {
  const errors = compareQuantities(ratio, '1') < 0 ? [invalid(path, ratio, `ratio ${ratio} is less than 1`)] : [];
  if (min === undefined || max === undefined) return errors;
  const fits = [ratio, min, max].every((quantity) => quantityValue(quantity) < MOST_WITH_THOUSANDTHS);
  const [wanted, least, most] = [ratio, min, max].map((quantity) =>
    Number(fits ? quantityMilliValue(quantity) : quantityValue(quantity)),
  ) as [number, number, number];
  const highest = most / least;
  if ((fits ? wanted / 1000 : wanted) <= highest) return errors;
  const shown = Number.isFinite(highest) ? highest.toFixed(6) : goFloat(highest);
  return [...errors, invalid(path, ratio, `ratio ${ratio} is greater than max/min = ${shown}`)];
}

function goFloat(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
