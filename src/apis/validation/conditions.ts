/** The rules for metav1.Condition. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go. */
import { duplicate, type FieldError, invalid, notSupported, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { tooLongBytes, validateLabelName } from './labels.js';
import { regexError } from './names.js';
import { type ValidationWording } from './wording.js';

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
  readonly observedGeneration?: number;
}

const STATUSES = ['False', 'True', 'Unknown'];
const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_RULE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_'";
const isReason = new RegExp(`^${REASON}$`);
const MAX_REASON = 1024;
const MAX_MESSAGE = 32 * 1024;

export function validateConditions(
  conditions: readonly Condition[],
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  return conditions.flatMap((condition, i) => [
    ...(conditions.findIndex(({ type }) => type === condition.type) < i
      ? [duplicate(path.index(i), condition.type)]
      : []),
    ...validateCondition(condition, path.index(i), wording),
  ]);
}

function validateCondition(condition: Condition, path: Path, wording: ValidationWording): FieldError[] {
  const { type, status, reason = '', message = '', lastTransitionTime, observedGeneration = 0 } = condition;
  return [
    ...(type === ''
      ? [required(path.child('type'), 'is required')]
      : validateLabelName(type, path.child('type'), wording)),
    ...(status === ''
      ? [required(path.child('status'))]
      : STATUSES.includes(status)
        ? []
        : [notSupported(path.child('status'), status, STATUSES)]),
    ...(observedGeneration < 0
      ? [invalid(path.child('observedGeneration'), observedGeneration, 'must be greater than or equal to zero')]
      : []),
    ...(lastTransitionTime == null ? [required(path.child('lastTransitionTime'))] : []),
    ...validateReason(reason, path.child('reason'), wording),
    ...(message.length > MAX_MESSAGE ? [tooLongBytes(path.child('message'), MAX_MESSAGE, wording)] : []),
  ];
}

function validateReason(reason: string, path: Path, wording: ValidationWording): FieldError[] {
  if (reason === '') return [required(path)];
  return [
    ...(isReason.test(reason)
      ? []
      : [
          invalid(
            path,
            reason,
            regexError(REASON_RULE, REASON, 'my_name', 'MY_NAME', 'MyName', 'ReasonA,ReasonB', 'ReasonA:ReasonB'),
          ),
        ]),
    ...(reason.length > MAX_REASON ? [tooLongBytes(path, MAX_REASON, wording)] : []),
  ];
}
