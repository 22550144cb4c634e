/** The metadata of an object that is a question. Source: k8s.io/apiserver/pkg/registry/rest/meta.go. */
import { newBadRequest } from '../../apis/errors.js';
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { type Features } from '../../features/features.js';

const SYSTEM_FIELDS = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
] as const;

/**
 * In the URL's namespace, and without what only a server sets unless that is to be kept. Throws a StatusError (400) where the
 * namespace differs from the URL's. Versions that do not look at a question's metadata get it back as it is.
 */
export function questionMetadata(
  metadata: ObjectMeta,
  urlNamespace: string,
  features: Features,
  keepSystemFields = false,
): ObjectMeta {
  if (!features.behaviours.questionMetadataChecked) return metadata;
  const { namespace = urlNamespace, ...given } = metadata;
  if (urlNamespace !== '' && namespace !== urlNamespace) {
    throw newBadRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  const kept: ObjectMeta = given;
  if (urlNamespace !== '') kept.namespace = namespace;
  if (keepSystemFields) return kept;
  // Only where they are there: an object that lost a member is a slow one.
  for (const field of SYSTEM_FIELDS) if (kept[field] !== undefined) Reflect.deleteProperty(kept, field);
  return kept;
}
