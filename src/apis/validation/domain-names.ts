/** Domain names, wildcards and paths behind them. Source: k8s.io/apimachinery/pkg/util/validation/validation.go. */
import { type FieldError, invalid, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { isDNS1123Subdomain, maxLenError, regexError } from './names.js';

const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const WILDCARD = `\\*\\.${SUBDOMAIN}`;
const isWildcard = new RegExp(`^${WILDCARD}$`);
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const isHttpPath = new RegExp(`^${HTTP_PATH}$`);

/** `*.example.com`. Texts, one per broken rule. */
export function isWildcardDNS1123Subdomain(value: string): string[] {
  const errors = value.length > 253 ? [maxLenError(253)] : [];
  if (isWildcard.test(value)) return errors;
  const message =
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
  return [...errors, regexError(message, WILDCARD, '*.example.com')];
}

/** Three labels or more, as names of webhooks have. */
export function validateFullyQualifiedName(name: string, path: Path): FieldError[] {
  if (name === '') return [required(path)];
  const broken = isDNS1123Subdomain(name);
  if (broken.length > 0) return [invalid(path, name, broken.join(','))];
  if (name.split('.').length >= 3) return [];
  return [invalid(path, name, 'should be a domain with at least three segments separated by dots')];
}

/** `example.com/controller`. */
export function validateDomainPrefixedPath(value: string, path: Path): FieldError[] {
  if (value === '') return [required(path)];
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1) {
    return [invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  }
  const [domain, rest] = [value.slice(0, slash), value.slice(slash + 1)];
  return [
    ...isDNS1123Subdomain(domain).map((text) => invalid(path, domain, text)),
    ...(isHttpPath.test(rest) ? [] : [invalid(path, rest, regexError('Invalid path', HTTP_PATH))]),
  ];
}
