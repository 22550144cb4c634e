/** Where a webhook is. Source: k8s.io/apiserver/pkg/util/webhook/validation.go. */
import { type FieldError, invalid, required } from '../field/errors.js';
import { type Path } from '../field/path.js';
import { goUrlError } from './go-url.js';
import { isDNS1123Subdomain } from './names.js';

export interface ClientConfig {
  url?: string;
  service?: { namespace?: string; name?: string; path?: string; port?: number };
  caBundle?: string;
}

const FORM = '; desired format: https://host[/path]';

export function validateClientConfig({ url, service }: ClientConfig, path: Path, explained: boolean): FieldError[] {
  if (url !== undefined && service === undefined) return validateWebhookUrl(url, path.child('url'));
  if (service !== undefined && url === undefined)
    return validateWebhookService(service, path.child('service'), explained);
  return [required(path, 'exactly one of url or service is required')];
}

export function validateWebhookUrl(text: string, path: Path): FieldError[] {
  const problem = goUrlError(text);
  if (problem !== undefined) return [required(path, `url must be a valid URL: ${problem}${FORM}`)];
  const parts = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(text);
  const [, scheme = '', authority = '', query = '', fragment = ''] = parts ?? [];
  const at = authority.lastIndexOf('@');
  const [user, host] = [authority.slice(0, Math.max(at, 0)), authority.slice(at + 1)];
  return [
    ...(scheme.toLowerCase() === 'https'
      ? []
      : [invalid(path, scheme, `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalid(path, host, `host must be specified${FORM}`)] : []),
    ...(at < 0 ? [] : [invalid(path, user, 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [invalid(path, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [invalid(path, query, 'query parameters are not permitted in the URL')]),
  ];
}

/** `explained`: what is missing is told in words. */
export function validateWebhookService(
  service: NonNullable<ClientConfig['service']>,
  path: Path,
  explained: boolean,
): FieldError[] {
  const { namespace = '', name = '', path: urlPath = '', port = 443 } = service;
  return [
    // Upstream's caller swaps the two, so that each is missed under the other's name.
    ...(namespace === '' ? [required(path.child('name'), explained ? 'service name is required' : '')] : []),
    ...(name === '' ? [required(path.child('namespace'), explained ? 'service namespace is required' : '')] : []),
    ...(port < 1 || port > 65535
      ? [invalid(path.child('port'), port, 'port is not valid: must be between 1 and 65535, inclusive')]
      : []),
    ...validatePath(urlPath, path.child('path')),
  ];
}

function validatePath(text: string, path: Path): FieldError[] {
  if (text === '' || text === '/') return [];
  if (text === '//') return [invalid(path, text, 'segment[0] may not be empty')];
  const steps = text.slice(1).replace(/\/$/, '').split('/');
  return [
    ...(text.startsWith('/') ? [] : [invalid(path, text, "must start with a '/'")]),
    ...steps.flatMap((step, i) =>
      step === ''
        ? [invalid(path, text, `segment[${i}] may not be empty`)]
        : isDNS1123Subdomain(step).map((problem) => invalid(path, text, `segment[${i}]: ${problem}`)),
    ),
  ];
}
