/** Nothing is created in a namespace that is missing or going away. Source: k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle. */
import { type Namespace } from '../apis/core/v1.js';
import { newForbidden, newNotFound, StatusError } from '../apis/errors.js';
import { groupResourceString } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

const NAMESPACES = { group: '', resource: 'namespaces' };
const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);
/** Whether a namespace exists is not this question's to tell. */
const ACCESS_REVIEW = 'localsubjectaccessreviews.authorization.k8s.io';

export function createNamespaceLifecycle(getter: Getter): AdmissionPlugin {
  return {
    name: 'NamespaceLifecycle',
    async admit(attributes) {
      const { operation, kind, resource, namespace, name } = attributes;
      if (kind.group === '' && kind.kind === 'Namespace') {
        if (operation !== 'DELETE' || !IMMORTAL.has(name)) return;
        throw newForbidden(resource, name, 'this namespace may not be deleted');
      }
      if (namespace === '' || operation !== 'CREATE' || groupResourceString(resource) === ACCESS_REVIEW) return;
      const found = await getter.get<Namespace>(NAMESPACES, '', namespace);
      if (found === undefined) throw newNotFound(NAMESPACES, namespace);
      if (found.status?.phase === 'Terminating') throw terminating(attributes);
    },
  };
}

function terminating(attributes: AdmissionAttributes): StatusError {
  const { namespace } = attributes;
  const cause = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const { status } = admissionForbidden(attributes, cause);
  const reason = {
    reason: 'NamespaceTerminating',
    message: `namespace ${namespace} is being terminated`,
    field: 'metadata.namespace',
  };
  return new StatusError({ ...status, details: { ...status.details, causes: [reason] } });
}
