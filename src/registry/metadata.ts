/** What the generic store does to metadata, whatever the kind. Source: k8s.io/apiserver/pkg/registry/rest/{meta,create,update}.go. */
import { newBadRequest } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { rfc3339, type Clock } from '../clock/clock.js';
import { randomSuffix, uuid, type Random } from '../clock/random.js';

const LONGEST_GENERATED_PREFIX = 58;

/** Takes away what only the server sets, and then gives the object its uid and time. */
export function fillSystemFields(object: KubeObject, clock: Clock, random: Random): void {
  const meta = object.metadata;
  delete meta.deletionTimestamp;
  delete meta.deletionGracePeriodSeconds;
  delete meta.selfLink;
  delete meta.resourceVersion;
  meta.creationTimestamp = rfc3339(clock.now());
  meta.uid = uuid(random);
}

/** Makes metadata.name from metadata.generateName where only that is given. Source: k8s.io/apiserver/pkg/storage/names. */
export function generateName(object: KubeObject, random: Random): void {
  const { name, generateName: prefix } = object.metadata;
  if ((name ?? '') !== '' || prefix === undefined || prefix === '') return;
  object.metadata.name = prefix.slice(0, LONGEST_GENERATED_PREFIX) + randomSuffix(random);
}

/** Puts the URL's namespace on the object; 400 where the object names another. */
export function ensureNamespace(object: KubeObject, namespace: string): void {
  const own = object.metadata.namespace ?? '';
  if (own !== '' && own !== namespace) {
    throw newBadRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  if (namespace === '') delete object.metadata.namespace;
  else object.metadata.namespace = namespace;
}

/** What an update may not take away or change: it keeps the old object's. */
export function carrySystemFields(object: KubeObject, old: KubeObject): void {
  const meta = object.metadata;
  const before = old.metadata;
  delete meta.selfLink;
  if ((meta.uid ?? '') === '' && before.uid !== undefined) meta.uid = before.uid;
  if (before.creationTimestamp !== undefined) meta.creationTimestamp = before.creationTimestamp;
  if (before.deletionTimestamp !== undefined) meta.deletionTimestamp = before.deletionTimestamp;
  if (before.deletionGracePeriodSeconds !== undefined) {
    meta.deletionGracePeriodSeconds ??= before.deletionGracePeriodSeconds;
  }
}
