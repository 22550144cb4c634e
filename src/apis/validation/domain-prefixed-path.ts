/** Keys such as `example.com/department`. Source: k8s.io/apimachinery/pkg/util/validation/validation.go (IsDomainPrefixedPath). */
import { type FieldError, invalid, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { isDNS1123Subdomain } from './names.js';

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

export function validateDomainPrefixedPath(text: string, path: Path): FieldError[] {
  if (text === '') return [required(path)];
  const slash = text.indexOf('/');
  const [domain, rest] = [text.slice(0, Math.max(0, slash)), text.slice(slash + 1)];
  if (domain === '' || rest === '') return [invalid(path, text, 'must be a domain and a path (such as "acme.io/foo")')];
  const wellFormed = new RegExp(`^${HTTP_PATH}$`).test(rest);
  return [
    ...isDNS1123Subdomain(domain).map((problem) => invalid(path, domain, problem)),
    ...(wellFormed ? [] : [invalid(path, rest, `Invalid path (regex used for validation is '${HTTP_PATH}')`)]),
  ];
}
