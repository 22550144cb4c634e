/** Templates that a set had, kept to go back to. Source: pkg/controller/history/controller_history.go. */
import { type ControllerRevision } from '../apis/apps/v1.js';
import { type PodTemplateSpec } from '../apis/core/pod-template.js';
import { isReason } from '../apis/errors.js';
import { type GroupVersionKind, type Json, type KubeObject } from '../apis/meta/v1.js';
import { encodeObject } from '../apis/schema/encode.js';
import { compareGoStrings } from '../apis/schema/plain-object.js';
import { type Schemas } from '../apis/schema/schema.js';
import { type ResourceClient } from '../client/client.js';
import { type Features } from '../features/features.js';
import { newControllerRef } from './controller-ref.js';
import { revisionHash } from './hash.js';

export const REVISIONS = { group: 'apps', resource: 'controllerrevisions' };
const TEMPLATE = 'io.k8s.api.core.v1.PodTemplateSpec';
const HASH = 'controller.kubernetes.io/hash';
const LONGEST_PREFIX = 223;

/** A patch that brings a template back, as a revision's data: its keys are in order, for there are clients that compare bytes. */
export function templatePatch(template: PodTemplateSpec, schemas: Schemas, { behaviours }: Features): Json {
  const { nullCreationTimestamp } = behaviours;
  const encoded = encodeObject(schemas, TEMPLATE, template, { nullCreationTimestamp });
  const patch: Json = { spec: { template: { ...(encoded as Record<string, Json>), $patch: 'replace' } } };
  return JSON.parse(revisionText(patch)) as Json;
}

/** The template that a revision's data brings back. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const patch = data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined;
  const template = { ...patch?.spec?.template };
  delete template.$patch;
  return template;
}

/** As Go's json.Marshal writes a map: in order of the keys, and fit for HTML. */
export function revisionText(data: Json | undefined): string {
  return inOrder(data ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function inOrder(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const parts = entries
    .sort(([a], [b]) => compareGoStrings(a, b))
    .map(([key, part]) => `${JSON.stringify(key)}:${inOrder(part)}`);
  return `{${parts.join(',')}}`;
}

/** By number, then by age, then by name. */
export function sortRevisions(revisions: readonly ControllerRevision[]): ControllerRevision[] {
  const keys = ({ metadata }: ControllerRevision): string =>
    `${metadata.creationTimestamp ?? ''} ${metadata.name ?? ''}`;
  return revisions.toSorted((a, b) => a.revision - b.revision || (keys(a) < keys(b) ? -1 : 1));
}

export interface NewRevision {
  readonly parent: KubeObject & { readonly spec: { readonly template?: PodTemplateSpec } };
  readonly parentKind: GroupVersionKind;
  readonly data: Json;
  readonly revision: number;
  /** What it is after so many names were taken. */
  readonly collisionCount: number;
}

/**
 * Stores a revision under a name that is made of its data. Where another revision has the name, another one is made of
 * another collision count, which is returned.
 */
export async function createRevision(
  client: ResourceClient<ControllerRevision>,
  { parent, parentKind, data, revision, collisionCount }: NewRevision,
): Promise<{ revision: ControllerRevision; collisionCount: number }> {
  const { name = '', namespace = '', annotations = {} } = parent.metadata;
  const text = revisionText(data);
  const labels = { ...parent.spec.template?.metadata?.labels, [HASH]: revisionHash(text, collisionCount) };
  for (let count = collisionCount; ; count++) {
    const own = `${name.slice(0, LONGEST_PREFIX)}-${revisionHash(text, count)}`;
    const metadata = {
      name: own,
      namespace,
      labels,
      annotations: { ...annotations },
      ownerReferences: [newControllerRef(parent, parentKind)],
    };
    try {
      const object = { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, data, revision };
      return { revision: await client.create(namespace, object), collisionCount: count };
    } catch (error) {
      if (!isReason(error, 'AlreadyExists')) throw error;
      const there = await client.get(namespace, own);
      if (revisionText(there.data) === text) return { revision: there, collisionCount: count };
    }
  }
}
