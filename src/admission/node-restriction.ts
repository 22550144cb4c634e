/** Kubelets write what is theirs, and nothing else. Source: plugin/pkg/admission/noderestriction/admission.go. */
import { type GroupResource, groupResourceString } from '../apis/meta/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { restrictCertificateSigningRequest, restrictPodCertificateRequest } from './noderestriction/certificates.js';
import { restrictClaim } from './noderestriction/claims.js';
import { restrictCSINode, restrictLease, restrictResourceSlice } from './noderestriction/belongings.js';
import { restrictNode } from './noderestriction/nodes.js';
import { restrictPod } from './noderestriction/pods.js';
import { type Restrict, type RestrictionDependencies } from './noderestriction/restriction.js';
import { restrictToken } from './noderestriction/tokens.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionPlugin } from './plugin.js';

const PREFIX = 'system:node:';
const GROUP = 'system:nodes';

/** By the resource that a request is about. */
const RESTRICTIONS: ReadonlyMap<string, Restrict> = new Map<string, Restrict>([
  ['pods', restrictPod],
  ['nodes', restrictNode],
  ['persistentvolumeclaims', restrictClaim],
  ['serviceaccounts', restrictToken],
  ['podcertificaterequests.certificates.k8s.io', restrictPodCertificateRequest],
  ['leases.coordination.k8s.io', restrictLease],
  ['csinodes.storage.k8s.io', restrictCSINode],
  ['resourceslices.resource.k8s.io', restrictResourceSlice],
  ['certificatesigningrequests.certificates.k8s.io', restrictCertificateSigningRequest],
]);

export function createNodeRestriction(dependencies: RestrictionDependencies): AdmissionPlugin {
  return {
    name: 'NodeRestriction',
    async admit(attributes) {
      const { operation, user } = attributes;
      const node = operation === 'CONNECT' ? undefined : nodeOf(user);
      if (node === undefined) return;
      if (node === '') {
        throw admissionForbidden(attributes, `could not determine node from user ${JSON.stringify(user.username)}`);
      }
      await restrictionOf(attributes.resource)?.({ ...dependencies, attributes, node });
    },
  };
}

function restrictionOf(resource: GroupResource): Restrict | undefined {
  return RESTRICTIONS.get(groupResourceString(resource));
}

/** The node that the user is; undefined: none. Source: pkg/auth/nodeidentifier/default.go. */
function nodeOf({ username, groups }: UserInfo): string | undefined {
  return username.startsWith(PREFIX) && groups?.includes(GROUP) === true ? username.slice(PREFIX.length) : undefined;
}
