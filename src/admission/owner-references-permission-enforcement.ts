/** Owners are named by those who may delete, or block the deletion. Source: plugin/pkg/admission/gc/gc_admission.go. */
import { isDeepStrictEqual } from 'node:util';
import { goQuote } from '../apis/field/errors.js';
import { type KubeObject, type OwnerReference } from '../apis/meta/v1.js';
import { type Authorizer, type ResourceAttributes } from '../authorization/authorizer.js';
import { type ObjectSource } from '../client/client.js';
import { type Features } from '../features/features.js';
import { admissionForbidden } from './forbidden.js';
import { type AdmissionAttributes, type AdmissionPlugin } from './plugin.js';

export interface OwnerReferencesDependencies {
  readonly authorizer: Authorizer;
  /** Undefined for a kind that is not served. */
  readonly mapping: ObjectSource['mapping'];
  readonly features: Features;
}

export function createOwnerReferencesPermissionEnforcement(deps: OwnerReferencesDependencies): AdmissionPlugin {
  /** Throws where the user may not. */
  async function require(attributes: AdmissionAttributes, asked: Partial<ResourceAttributes>, text: string) {
    const { decision, reason, error = '<nil>' } = await deps.authorizer.authorize(record(attributes, asked));
    if (decision !== 'allow') throw admissionForbidden(attributes, `${text}: ${reason}, ${error}`);
  }

  return {
    name: 'OwnerReferencesPermissionEnforcement',
    async validate(attributes) {
      const { operation, resource, subresource, object, oldObject, name, namespace } = attributes;
      if (object === undefined || (operation !== 'CREATE' && operation !== 'UPDATE')) return;
      if (resource.group === '' && resource.resource === 'pods' && subresource === 'status') return;
      if (isDeepStrictEqual(ownersOf(object), ownersOf(oldObject))) return;
      if (operation === 'UPDATE') {
        const asked = { verb: 'delete', apiGroup: resource.group, resource: resource.resource, subresource, name };
        await require(attributes, { ...asked, namespace }, "cannot set an ownerRef on a resource you can't delete");
      }
      const blocking = newlyBlocking(object, oldObject);
      if (blocking.length === 0) return;
      if (deps.features.behaviours.finalizersOfAnythingAsked) {
        const { decision } = await deps.authorizer.authorize(record(attributes, ANYTHING));
        if (decision === 'allow') return;
      }
      for (const { apiVersion, kind, name: owner } of blocking) {
        const found = deps.mapping(apiVersion, kind);
        if (found === undefined) {
          const where = `cannot find RESTMapping for APIVersion ${apiVersion} Kind ${kind}`;
          const why = `no matches for kind ${goQuote(kind)} in version ${goQuote(apiVersion)}`;
          throw admissionForbidden(attributes, `cannot set blockOwnerDeletion in this case because ${where}: ${why}`);
        }
        const asked = {
          ...FINALIZERS,
          apiGroup: found.resource.group,
          apiVersion: apiVersion.slice(apiVersion.indexOf('/') + 1),
          resource: found.resource.resource,
          name: owner,
          namespace: found.namespaced ? namespace : '',
        };
        const text =
          "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on";
        await require(attributes, asked, text);
      }
    },
  };
}

const FINALIZERS = { verb: 'update', subresource: 'finalizers' };
const ANYTHING = { ...FINALIZERS, apiGroup: '*', apiVersion: '*', resource: '*', name: '*' };

function record({ user }: AdmissionAttributes, asked: Partial<ResourceAttributes>): ResourceAttributes {
  return {
    verb: '',
    namespace: '',
    apiGroup: '',
    apiVersion: '*',
    resource: '',
    subresource: '',
    name: '',
    ...asked,
    resourceRequest: true,
    user,
  };
}

function ownersOf(object: KubeObject | undefined): readonly OwnerReference[] {
  return object?.metadata.ownerReferences ?? [];
}

/** The owners that are to wait for the object, and were not before. */
function newlyBlocking(object: KubeObject, old: KubeObject | undefined): readonly OwnerReference[] {
  const before = new Map(ownersOf(old).map((owner) => [owner.uid, owner.blockOwnerDeletion === true]));
  return ownersOf(object).filter(
    ({ blockOwnerDeletion, uid }) => blockOwnerDeletion === true && before.get(uid) !== true,
  );
}
