/** A pod's DNS, host aliases and ports on the host's network. Source: pkg/apis/core/validation/validation.go. */
import { type HostAlias, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { isDNS1123Subdomain } from '../../../../apis/validation/names.js';
import { validateIP } from './numbers.js';

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

export function validateDNSConfig({ dnsConfig: config, dnsPolicy }: PodSpec, path: Path): FieldError[] {
  if (dnsPolicy === 'None') {
    if (config === undefined) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if ((config.nameservers ?? []).length === 0) {
      return [required(path.child('nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
    }
  }
  if (config === undefined) return [];
  const { nameservers = [], searches = [], options = [] } = config;
  const tooMany: readonly (readonly [boolean, string, readonly string[], string])[] = [
    [nameservers.length > MAX_NAMESERVERS, 'nameservers', nameservers, `${String(MAX_NAMESERVERS)} nameservers`],
    [searches.length > MAX_SEARCHES, 'searches', searches, `${String(MAX_SEARCHES)} search paths`],
    [
      searches.join(' ').length > MAX_SEARCH_CHARACTERS,
      'searches',
      searches,
      `${String(MAX_SEARCH_CHARACTERS)} characters (including spaces) in the search list`,
    ],
  ];
  return [
    ...tooMany
      .filter(([broken]) => broken)
      .map(([, field, value, what]) => invalid(path.child(field), value, `must not have more than ${what}`)),
    ...nameservers.flatMap((server, i) => validateIP(server, path.child('nameservers').index(i))),
    ...searches.flatMap((search, i) => validateSearch(search, path.child('searches').index(i))),
    ...options.flatMap(({ name = '' }, i) =>
      name === '' ? [required(path.child('options').index(i), 'must not be empty')] : [],
    ),
  ];
}

// Search domains may hold underscores, and end in a dot.
function validateSearch(search: string, path: Path): FieldError[] {
  if (search === '.') return [];
  const domain = search.replace(/\.$/, '');
  return isDNS1123Subdomain(domain.replaceAll('_', 'a')).map((text) => invalid(path, domain, text));
}

export function validateHostAliases(aliases: readonly HostAlias[] | undefined, path: Path): FieldError[] {
  return (aliases ?? []).flatMap(({ ip, hostnames }, i) => [
    ...validateIP(ip, path.index(i).child('ip')),
    ...(hostnames ?? []).flatMap((name, j) =>
      isDNS1123Subdomain(name).map((text) => invalid(path.index(i).child('hostnames').index(j), name, text)),
    ),
  ]);
}

export function validateHostNetworkPorts({ hostNetwork, containers }: PodSpec, path: Path): FieldError[] {
  if (hostNetwork !== true) return [];
  return (containers ?? []).flatMap(({ ports }, i) =>
    (ports ?? []).flatMap(({ hostPort = 0, containerPort = 0 }, j) => {
      const at = path.child('containers').index(i).child('ports').index(j).child('hostPort');
      const detail = 'must match `containerPort` when `hostNetwork` is true';
      return hostPort === containerPort ? [] : [invalid(at, hostPort, detail)];
    }),
  );
}
