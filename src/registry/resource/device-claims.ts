/** Requests for devices, in claims and their templates. Source: pkg/apis/resource/{v1/defaults,validation/validation}.go. */
import { duplicate, type FieldError, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isDNS1123Label, nameIsDNSSubdomain } from '../../apis/validation/names.js';
import { type ValidationWording } from '../../apis/validation/wording.js';

interface ExactRequest {
  deviceClassName?: string;
  allocationMode?: string;
  count?: number;
}

interface DeviceRequest {
  name: string;
  exactly?: ExactRequest;
  firstAvailable?: (ExactRequest & { name: string })[];
}

export interface DeviceClaim {
  requests?: DeviceRequest[];
}

const MODES = ['All', 'ExactCount'];

/** One device, where nothing else is said. */
export function defaultDeviceRequests(claim: DeviceClaim | undefined): void {
  for (const { exactly, firstAvailable = [] } of claim?.requests ?? []) {
    for (const request of [...(exactly === undefined ? [] : [exactly]), ...firstAvailable]) {
      request.allocationMode ||= 'ExactCount';
      if (request.allocationMode === 'ExactCount') request.count ||= 1;
    }
  }
}

export function validateDeviceClaim(
  claim: DeviceClaim | undefined,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const requests = claim?.requests ?? [];
  return requests.flatMap((request, i) => {
    const at = path.child('requests').index(i);
    const twice = requests.slice(0, i).some(({ name }) => name === request.name);
    return [...validateRequest(request, at, wording), ...(twice ? [duplicate(at.child('name'), request.name)] : [])];
  });
}

function validateRequest(
  { name, exactly, firstAvailable = [] }: DeviceRequest,
  path: Path,
  wording: ValidationWording,
): FieldError[] {
  const both = exactly !== undefined && firstAvailable.length > 0;
  const neither = exactly === undefined && firstAvailable.length === 0;
  return [
    ...validateName(name, path.child('name'), wording),
    ...(neither ? [required(path, 'exactly one of `exactly` or `firstAvailable` is required')] : []),
    ...(both
      ? [invalid(path, '', 'exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set')]
      : []),
    ...(exactly === undefined ? [] : validateExact(exactly, path.child('exactly'))),
    ...firstAvailable.flatMap((one, i) => {
      const at = path.child('firstAvailable').index(i);
      return [...validateName(one.name, at.child('name'), wording), ...validateExact(one, at)];
    }),
  ];
}

function validateName(name: string, path: Path, wording: ValidationWording): FieldError[] {
  return name === '' ? [required(path)] : isDNS1123Label(name, wording).map((text) => invalid(path, name, text));
}

function validateExact(
  { deviceClassName = '', allocationMode = '', count = 0 }: ExactRequest,
  path: Path,
): FieldError[] {
  const at = path.child('deviceClassName');
  const mode = path.child('allocationMode');
  return [
    ...(deviceClassName === ''
      ? [required(at)]
      : nameIsDNSSubdomain(deviceClassName, false).map((text) => invalid(at, deviceClassName, text))),
    ...(MODES.includes(allocationMode) ? [] : [notSupported(mode, allocationMode, MODES)]),
    ...(allocationMode === 'ExactCount' && count <= 0
      ? [invalid(path.child('count'), count, 'must be greater than zero')]
      : []),
    ...(allocationMode === 'All' && count !== 0
      ? [invalid(path.child('count'), count, `must not be specified when allocationMode is 'All'`)]
      : []),
  ];
}
