/** What claims of devices use. Source: pkg/quota/v1/evaluator/core/resource_claims.go. */
import { type ResourceList } from '../apis/core/pod.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Evaluator, objectCountName } from './evaluator.js';

interface DeviceRequest {
  deviceClassName?: string;
  allocationMode?: string;
  count?: number;
}

interface ResourceClaim extends KubeObject {
  spec?: {
    devices?: { requests?: (DeviceRequest & { exactly?: DeviceRequest; firstAvailable?: DeviceRequest[] })[] };
  };
}

const COUNT = objectCountName({ group: 'resource.k8s.io', resource: 'resourceclaims' });
const BY_CLASS = '.deviceclass.resource.k8s.io/devices';
/** What a claim of all devices may get. */
const MOST_DEVICES = 32;

export const resourceClaimEvaluator: Evaluator = {
  handles: ({ operation, subresource }) => subresource === '' && (operation === 'CREATE' || operation === 'UPDATE'),
  counts: (name) => name === COUNT || name.endsWith(BY_CLASS),
  usage(object) {
    const devices = new Map<string, number>();
    for (const { exactly, firstAvailable = [], ...plain } of (object as ResourceClaim).spec?.devices?.requests ?? []) {
      // Of alternatives, the most of each class.
      const worst = new Map<string, number>();
      for (const request of firstAvailable.length > 0 ? firstAvailable : [exactly ?? plain]) {
        const { deviceClassName = '' } = request;
        worst.set(deviceClassName, Math.max(worst.get(deviceClassName) ?? 0, devicesOf(request)));
      }
      for (const [name, count] of worst) devices.set(name, (devices.get(name) ?? 0) + count);
    }
    const usage: ResourceList = { [COUNT]: '1' };
    for (const [name, count] of devices) usage[`${name}${BY_CLASS}`] = String(count);
    return usage;
  },
};

function devicesOf({ allocationMode, count = 0 }: DeviceRequest): number {
  if (allocationMode === 'All') return MOST_DEVICES;
  return allocationMode === 'ExactCount' ? count : 0;
}
