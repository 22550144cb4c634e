/** Services take no further external addresses. Source: plugin/pkg/admission/network/denyserviceexternalips/admission.go. */
import { type Service } from '../apis/core/service.js';
import { admissionForbidden } from './forbidden.js';
import { objectOf } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

const SERVICES = { group: '', resource: 'services' };

export function createDenyServiceExternalIPs(): AdmissionPlugin {
  return {
    name: 'DenyServiceExternalIPs',
    validate(attributes) {
      const service = objectOf(attributes, SERVICES, 'CREATE', 'UPDATE') as Service | undefined;
      if (service === undefined) return;
      const before = (attributes.oldObject as Service | undefined)?.spec.externalIPs ?? [];
      if ((service.spec.externalIPs ?? []).every((ip) => before.includes(ip))) return;
      throw admissionForbidden(attributes, 'Use of external IPs is denied by admission control');
    },
  };
}
