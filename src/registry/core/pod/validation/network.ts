/** A pod's names, DNS and host aliases. Source: pkg/apis/core/validation/validation.go. */
import { type HostAlias, type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError, forbidden, invalid, required } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { parseIP, validateIPField } from '../../../../apis/validation/cidr.js';
import { tooLongBytes } from '../../../../apis/validation/labels.js';
import { isDNS1123Subdomain, longerThan, maxLenError, regexError } from '../../../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../../../apis/validation/structure.js';
import { type Features } from '../../../../features/features.js';
import { allows, type PodValidationOptions, type SpecScope } from './scope.js';

const MAX_NAMESERVERS = 3;

/** How many search paths of how many characters together; old versions took fewer. */
const SEARCH_LIMITS = { expanded: [32, 2048], legacy: [6, 256] } as const;

export function validateDNSConfig(scope: SpecScope, path: Path): FieldError[] {
  const { dnsConfig: config, dnsPolicy } = scope.spec;
  if (dnsPolicy === 'None') {
    if (config === undefined) return [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')];
    if ((config.nameservers ?? []).length === 0) {
      return [required(path.child('nameservers'), 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
    }
  }
  if (config === undefined) return [];
  const { features } = scope;
  const { nameservers = [], searches = [], options = [] } = config;
  const expanded = allows(
    scope,
    'ExpandedDNSConfig',
    (old) => JSON.stringify(old.dnsConfig) === JSON.stringify(config),
  );
  const [most, characters] = SEARCH_LIMITS[expanded ? 'expanded' : 'legacy'];
  const tooMany = (field: string, values: readonly string[], what: string): FieldError =>
    invalidStructure(
      path.child(field),
      values,
      goStrings(values),
      `must not have more than ${what}`,
      features.behaviours,
    );
  const length = searches.join(' ').length;
  return [
    ...(nameservers.length > MAX_NAMESERVERS
      ? [tooMany('nameservers', nameservers, `${String(MAX_NAMESERVERS)} nameservers`)]
      : []),
    ...nameservers.flatMap((server, i) => validateAddress(server, path.child('nameservers').index(i), features)),
    ...(searches.length > most ? [tooMany('searches', searches, `${String(most)} search paths`)] : []),
    ...(length > characters
      ? [tooMany('searches', searches, `${String(characters)} characters (including spaces) in the search list`)]
      : []),
    ...searches.flatMap((search, i) => validateSearch(search, path.child('searches').index(i), scope)),
    ...options.flatMap(({ name = '' }, i) =>
      name === '' ? [required(path.child('options').index(i), 'must not be empty')] : [],
    ),
  ];
}

/** An address in a field that is old, and may hold what is no address by today's rules. */
export function validateAddress(
  address: string,
  path: Path,
  features: Features,
  kept: readonly string[] = [],
): FieldError[] {
  if (!features.behaviours.addressErrorsShowExamples) {
    return parseIP(address) === undefined ? [invalid(path, address, 'must be valid IP address')] : [];
  }
  return kept.includes(address)
    ? []
    : validateIPField(address, path, { strict: features.enabled('StrictIPCIDRValidation') });
}

const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`;

// Search domains may end in a dot; today they may hold underscores too.
function validateSearch(search: string, path: Path, options: PodValidationOptions): FieldError[] {
  const domain = search.replace(/\.$/, '');
  const relaxed = allows(options, 'RelaxedDNSSearchValidation', ({ dnsConfig }) =>
    (dnsConfig?.searches ?? []).some((each) => each === '.' || each.includes('_')),
  );
  if (!relaxed) return isDNS1123Subdomain(domain).map((text) => invalid(path, domain, text));
  return search === '.' ? [] : isUnderscoreSubdomain(domain).map((text) => invalid(path, domain, text));
}

function isUnderscoreSubdomain(value: string): string[] {
  const errors = longerThan(value, 253) ? [maxLenError(253)] : [];
  if (new RegExp(`^${UNDERSCORE_SUBDOMAIN}$`).test(value)) return errors;
  const rule =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
  return [...errors, regexError(rule, UNDERSCORE_SUBDOMAIN, 'example.com')];
}

export function validateHostAliases(
  aliases: readonly HostAlias[] | undefined,
  path: Path,
  features: Features,
): FieldError[] {
  const indexed = features.behaviours.addressErrorsShowExamples;
  return (aliases ?? []).flatMap(({ ip = '', hostnames }, i) => {
    const at = indexed ? path.index(i) : path;
    return [
      ...validateAddress(ip, at.child('ip'), features),
      ...(hostnames ?? []).flatMap((name, j) => {
        const nameAt = indexed ? at.child('hostnames').index(j) : at.child('hostnames');
        return isDNS1123Subdomain(name).map((text) => invalid(nameAt, name, text));
      }),
    ];
  });
}

export function validateHostnameOverride(spec: PodSpec, path: Path, { behaviours }: Features): FieldError[] {
  const { hostnameOverride: name, setHostnameAsFQDN, hostNetwork } = spec;
  if (name === undefined) return [];
  const at = path.child('hostnameOverride');
  return [
    ...(setHostnameAsFQDN === true ? [forbidden(at, 'may not be specified when setHostnameAsFQDN is true')] : []),
    ...(hostNetwork === true ? [forbidden(at, 'may not be specified when hostNetwork is true')] : []),
    ...(longerThan(name, 64) ? [tooLongBytes(at, 64, behaviours)] : []),
    ...isDNS1123Subdomain(name).map((text) => invalid(at, name, text)),
  ];
}
