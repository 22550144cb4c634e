/** Options of deletions. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateDeleteOptions). */
import { type FieldError, invalid, notSupported } from '../field/errors.js';
import { Path } from '../field/path.js';
import { type DeleteOptions } from '../meta/v1.js';
import { goStrings } from './structure.js';
import { type ValidationWording } from './wording.js';

const POLICIES = ['Foreground', 'Background', 'Orphan'];

export function validateDeleteOptions(options: DeleteOptions, wording: ValidationWording): FieldError[] {
  const policy = options.propagationPolicy;
  const path = Path.of('propagationPolicy');
  return [
    ...(policy !== undefined && options.orphanDependents !== undefined
      ? [invalid(path, policy, 'orphanDependents and deletionPropagation cannot be both set')]
      : []),
    ...(policy === undefined || POLICIES.includes(policy) ? [] : [notSupported(path, policy, [...POLICIES, 'nil'])]),
    ...validateDryRun(options.dryRun ?? [], wording),
  ];
}

/** … and of all else that can be tried out. */
export function validateDryRun(values: readonly string[], wording: ValidationWording): FieldError[] {
  if (values.every((value) => value === 'All')) return [];
  const error = notSupported(Path.of('dryRun'), values, ['All']);
  return [wording.structuredValuesAsJson ? error : { ...error, value: goStrings(values) }];
}
