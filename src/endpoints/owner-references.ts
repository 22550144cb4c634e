/** Owner references that come twice. Source: k8s.io/apiserver/pkg/endpoints/handlers/rest.go (dedupOwnerReferences). */
import { isDeepStrictEqual } from 'node:util';
import { type KubeObject } from '../apis/meta/v1.js';

/** Takes repeated owner references off the object, and warns of them. `when`: '' or ` after mutating admission happens`. */
export function dedupOwnerReferences({ metadata }: KubeObject, when: string, warn: (text: string) => void): void {
  const references = metadata.ownerReferences ?? [];
  const isRepeated = (at: number): boolean =>
    references.slice(0, at).some((earlier) => isDeepStrictEqual(earlier, references[at]));
  const repeated = references.filter((_, at) => isRepeated(at));
  if (repeated.length === 0) return;
  metadata.ownerReferences = references.filter((_, at) => !isRepeated(at));
  warn(
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.map(({ uid }) => uid).join(', ')}`,
  );
}

export const AFTER_ADMISSION = ' after mutating admission happens';
