/** What classes of storage say to their driver. Source: pkg/apis/storage/validation/validation.go. */
import { type FieldError, invalid, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isQualifiedName, tooLongBytes } from '../../apis/validation/labels.js';
import { isDNS1123Subdomain } from '../../apis/validation/names.js';
import { type Behaviours } from '../../features/behaviours.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

const MAX_COUNT = 512;
const MAX_SIZE = 256 * 1024;
const MAX_DRIVER = 63;

export type Parameters = Readonly<Record<string, string>>;

export function validateParameters(
  parameters: Parameters | undefined,
  mayBeEmpty: boolean,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const entries = Object.entries(parameters ?? {});
  if (entries.length > MAX_COUNT) return [tooLongBytes(path, MAX_COUNT, wording)];
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return [
    ...entries.flatMap(([key]) => (key === '' ? [invalid(path, key, 'field can not be empty.')] : [])),
    ...(size > MAX_SIZE ? [tooLongBytes(path, MAX_SIZE, wording)] : []),
    ...(!mayBeEmpty && entries.length === 0 ? [required(path, 'must contain at least one key/value pair')] : []),
  ];
}

export function validateProvisioner(name: string, path: Path, wording: ValidationWording): FieldError[] {
  if (name === '') return [required(path)];
  const lower = name.toLowerCase();
  return isQualifiedName(lower, wording).map((text) => invalid(path, lower, text));
}

export function validateDriverName(name: string, path: Path, wording: Behaviours): FieldError[] {
  if (name === '' && !wording.missingDriverNameIsInvalidToo) return [required(path)];
  return [
    ...(name === '' ? [required(path)] : []),
    ...(name.length > MAX_DRIVER ? [tooLongBytes(path, MAX_DRIVER, wording)] : []),
    ...isDNS1123Subdomain(name.toLowerCase()).map((text) => invalid(path, name, text)),
  ];
}
