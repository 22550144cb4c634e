/** Numbers, ports and addresses in pods. Source: k8s.io/apimachinery/pkg/util/validation/{validation,ip}.go. */
import { type FieldError, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { maxLenError } from '../../../../apis/validation/names.js';

export const MAX_INT32 = 2 ** 31 - 1;

export function inclusiveRangeError(low: number, high: number): string {
  return `must be between ${String(low)} and ${String(high)}, inclusive`;
}

export function validateNonnegative(value: number | undefined, path: Path): FieldError[] {
  return (value ?? 0) < 0 ? [invalid(path, value, 'must be greater than or equal to 0')] : [];
}

/** User and group ids. */
export function validateId(value: number | undefined, path: Path): FieldError[] {
  const wrong = value !== undefined && (value < 0 || value > MAX_INT32);
  return wrong ? [invalid(path, value, inclusiveRangeError(0, MAX_INT32))] : [];
}

export function validatePortNumber(port: number, path: Path): FieldError[] {
  return port < 1 || port > 65535 ? [invalid(path, port, inclusiveRangeError(1, 65535))] : [];
}

export function isValidPortName(name: string): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [name.length > 15, maxLenError(15)],
    [!/^[-a-z0-9]+$/.test(name), 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
    [!/[a-z]/.test(name), 'must contain at least one letter (a-z)'],
    [name.includes('--'), 'must not contain consecutive hyphens'],
    [name.startsWith('-') || name.endsWith('-'), 'must not begin or end with a hyphen'],
  ];
  return rules.filter(([broken]) => broken).map(([, text]) => text);
}

export function validatePortNumberOrName(port: number | string | undefined, path: Path): FieldError[] {
  if (typeof port === 'string') return isValidPortName(port).map((text) => invalid(path, port, text));
  return validatePortNumber(port ?? 0, path);
}
