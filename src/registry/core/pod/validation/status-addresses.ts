/** The addresses of pods and hosts in a status. Source: pkg/apis/core/validation/validation.go. */
import { isIPv6 } from 'node:net';
import { type PodStatus } from '../../../../apis/core/pod-status.js';
import { type FieldError, invalid } from '../../../../apis/field/errors.js';
import { type Path } from '../../../../apis/field/path.js';
import { parseIP } from '../../../../apis/validation/cidr.js';
import { type Features } from '../../../../features/features.js';
import { invalidInternal, invalidInternals } from '../internal/errors.js';
import { validateAddress } from './network.js';

type Addresses = readonly { ip: string }[];

export function validatePodIPs(next: PodStatus, old: PodStatus, path: Path, features: Features): FieldError[] {
  const { podIP = '', podIPs = [] } = next;
  const first = podIPs[0]?.ip;
  const errors = [
    ...validateEach(podIPs, old.podIPs, path, features),
    ...validateFamilies('PodIP', podIPs, path, features),
    ...validateOnce('PodIP', podIPs, path, features),
  ];
  if (!features.behaviours.podIPsNeedPodIP || (first ?? '') === podIP) return errors;
  const detail = 'podIP and podIPs must either both be set or both be unset';
  return [
    ...errors,
    first === undefined || podIP === ''
      ? invalidInternals(path, 'PodIP', next.podIPs, detail, features)
      : invalid(path.index(0).child('ip'), first, 'must be equal to `podIP`'),
  ];
}

export function validateHostIPs(next: PodStatus, old: PodStatus, path: Path, features: Features): FieldError[] {
  const { hostIP = '', hostIPs = [] } = next;
  const first = hostIPs[0]?.ip ?? hostIP;
  return [
    ...(first === hostIP ? [] : [invalid(path.index(0).child('ip'), first, 'must be equal to `hostIP`')]),
    ...validateEach(hostIPs, old.hostIPs, path, features),
    ...validateOnce('HostIP', hostIPs, path, features),
    ...validateFamilies('HostIP', hostIPs, path, features),
  ];
}

function validateEach(next: Addresses, old: Addresses | undefined, path: Path, features: Features): FieldError[] {
  const kept = features.behaviours.podAddressesMayRepeat ? (old ?? []).map(({ ip }) => ip) : [];
  return next.flatMap(({ ip }, i) => validateAddress(ip, path.index(i), features, kept));
}

/** Of several addresses, one is of IPv4 and one of IPv6. */
function validateFamilies(
  type: 'PodIP' | 'HostIP',
  addresses: Addresses,
  path: Path,
  features: Features,
): FieldError[] {
  if (addresses.length < 2) return [];
  const wrong = addresses.findIndex(({ ip }) => parseIP(ip) === undefined);
  const ip = addresses[wrong]?.ip ?? '';
  const text = features.behaviours.invalidAddressesCounted
    ? `invalid IP[${String(wrong)}]: ${ip}`
    : `ip ${ip} is invalid`;
  const failure: FieldError = {
    type: 'InternalError',
    field: path.toString(),
    value: undefined,
    detail: `failed to check for dual stack with error:${text}`,
  };
  const families = new Set(addresses.map((address) => isIPv6(address.ip)));
  const good = wrong < 0 && families.size === 2 && addresses.length === 2;
  const detail = 'may specify no more than one IP for each IP family';
  return [
    ...(wrong < 0 ? [] : [failure]),
    ...(good ? [] : [invalidInternals(path, type, addresses, detail, features)]),
  ];
}

function validateOnce(type: 'PodIP' | 'HostIP', addresses: Addresses, path: Path, features: Features): FieldError[] {
  if (features.behaviours.podAddressesMayRepeat || addresses.length < 2) return [];
  return addresses.flatMap((address, i) =>
    addresses.slice(0, i).some(({ ip }) => ip === address.ip)
      ? [{ ...invalidInternal(path.index(i), type, address, '', features), type: 'FieldValueDuplicate' as const }]
      : [],
  );
}
