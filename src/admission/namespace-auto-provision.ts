/** Namespaces come into being with what is created in them. Source: plugin/pkg/admission/namespace/autoprovision/admission.go. */
import { isReason, StatusError } from '../apis/errors.js';
import { type Client, type Getter } from '../client/client.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionPlugin } from './plugin.js';

const NAMESPACES = { group: '', resource: 'namespaces' };

export function createNamespaceAutoProvision(getter: Getter, client: Client): AdmissionPlugin {
  return {
    name: 'NamespaceAutoProvision',
    async admit(attributes) {
      const { namespace, kind, operation, dryRun } = attributes;
      const isNamespace = kind.group === '' && kind.kind === 'Namespace';
      if (operation !== 'CREATE' || dryRun || namespace === '' || isNamespace) return;
      if ((await getter.get(NAMESPACES, '', namespace)) !== undefined) return;
      try {
        await client.resource(NAMESPACES).create('', { metadata: { name: namespace } });
      } catch (error) {
        if (isReason(error, 'AlreadyExists')) return;
        throw error instanceof StatusError ? admissionForbidden(attributes, error.message) : error;
      }
    },
  };
}
