/** Nothing is written in a namespace that is not there. Source: plugin/pkg/admission/namespace/exists/admission.go. */
import { newNotFound } from '../apis/errors.js';
import { type Getter } from '../client/client.js';
import { type AdmissionPlugin } from './plugin.js';

const NAMESPACES = { group: '', resource: 'namespaces' };

export function createNamespaceExists(getter: Getter): AdmissionPlugin {
  return {
    name: 'NamespaceExists',
    async validate({ namespace, kind, operation }) {
      const isNamespace = kind.group === '' && kind.kind === 'Namespace';
      if (namespace === '' || isNamespace || operation === 'CONNECT') return;
      if ((await getter.get(NAMESPACES, '', namespace)) === undefined) throw newNotFound(NAMESPACES, namespace);
    },
  };
}
