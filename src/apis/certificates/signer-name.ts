/** Names of signers: `example.com/issuer`. Source: pkg/apis/core/validation/names.go. */
import { type FieldError, goQuote, invalid, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { tooLongBytes } from '../validation/labels.js';
import { isDNS1123Label, isDNS1123Subdomain } from '../validation/names.js';
import { type ValidationWording } from '../validation/wording.js';

const MAX_DOMAIN = 253;
const MAX_NAME = 571;
const FORM = "must be a fully qualified domain and path of the form 'example.com/signer-name'";

/** `missing`: what is said of no name, where the version says something. */
export function validateSignerName(name: string, path: Path, wording: ValidationWording, missing = ''): FieldError[] {
  if (name === '') return [required(path, missing)];
  const [domain = '', rest, ...more] = name.split('/');
  if (rest === undefined || more.length > 0) return [invalid(path, name, FORM)];
  const labels = domain.split('.');
  return [
    ...(domain.length > MAX_DOMAIN ? [tooLongBytes(path, MAX_DOMAIN, wording)] : []),
    ...firstBroken(labels, (label) => isDNS1123Label(label, wording), domain, path),
    ...(labels.length < 2
      ? [invalid(path, domain, 'should be a domain with at least two segments separated by dots')]
      : []),
    ...firstBroken(rest.split('.'), (label) => isDNS1123Subdomain(label), rest, path),
    ...(name.length > MAX_NAME ? [tooLongBytes(path, MAX_NAME, wording)] : []),
  ];
}

function firstBroken(
  labels: readonly string[],
  check: (label: string) => readonly string[],
  value: string,
  path: Path,
): FieldError[] {
  const broken = labels.find((label) => check(label).length > 0);
  if (broken === undefined) return [];
  return check(broken).map((text) => invalid(path, value, `validating label ${goQuote(broken)}: ${text}`));
}

/** True for the signers that are Kubernetes' own. */
export function isKubernetesSignerName(name: string): boolean {
  const [domain = ''] = name.split('/');
  return domain === 'kubernetes.io' || domain.endsWith('.kubernetes.io');
}
