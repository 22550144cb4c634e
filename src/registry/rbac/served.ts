import { RBAC_GROUP } from '../../apis/rbac/v1.js';
import { type ServedVersion } from '../rest.js';

/** The versions of a kind of RBAC's; all have the same shape. */
export function rbacVersions(kind: string): readonly ServedVersion[] {
  return ['v1', 'v1beta1'].map((version) => ({
    version,
    schema: `io.k8s.api.rbac.${version}.${kind}`,
    served: ({ behaviours }) => behaviours.servedVersions.includes(`${RBAC_GROUP}/${version}`),
  }));
}
