/** How custom objects are written. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource/{strategy,status_strategy}.go. */
import { type CustomResourceDefinitionVersion } from '../../apiextensions/types.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { isQualifiedName } from '../../apis/validation/labels.js';
import { type Features } from '../../features/features.js';
import { type StoredSubresource, type Strategy } from '../rest.js';
import { type CustomValidation } from './custom-validation.js';

interface CustomObject extends KubeObject {
  status?: unknown;
}

export function customStrategy(validation: CustomValidation, version: CustomResourceDefinitionVersion): Strategy {
  const hasStatus = version.subresources?.status !== undefined;
  return {
    prepareForCreate(object: CustomObject) {
      if (hasStatus) delete object.status;
    },
    prepareForUpdate(object: CustomObject, old: CustomObject) {
      if (!hasStatus) return;
      if (Object.hasOwn(old, 'status')) object.status = structuredClone(old.status);
      else delete object.status;
    },
    validate: (object) => validation.create(object),
    validateUpdate: (object, old) => validation.update(object, old),
    warningsOnCreate: (object, { features }) => finalizerWarnings(object.metadata.finalizers ?? [], [], features),
    warningsOnUpdate: (object, old, { features }) => [
      ...validation.ratcheted(object),
      ...finalizerWarnings(object.metadata.finalizers ?? [], old.metadata.finalizers ?? [], features),
    ],
    ownFinalizers: true,
    allowUnconditionalUpdate: false,
    countsGenerations: true,
    countsStatus: !hasStatus,
  };
}

export function customStatus(validation: CustomValidation): StoredSubresource {
  return {
    type: 'stored',
    verbs: ['get', 'patch', 'update'],
    strategy: {
      prepareForUpdate(object: CustomObject, old: CustomObject) {
        const { status } = object;
        const keepsStatus = Object.hasOwn(object, 'status');
        const { managedFields, resourceVersion } = object.metadata;
        for (const key of Object.keys(object)) Reflect.deleteProperty(object, key);
        Object.assign(object, structuredClone(old), keepsStatus ? { status } : {});
        if (!keepsStatus) delete object.status;
        if (resourceVersion !== undefined) object.metadata.resourceVersion = resourceVersion;
        if (managedFields !== undefined) object.metadata.managedFields = managedFields;
      },
      validateUpdate: (object, old) => validation.updateStatus(object, old),
      warningsOnUpdate: (object) => [...validation.ratcheted(object)],
    },
  };
}

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

function finalizerWarnings(finalizers: readonly string[], old: readonly string[], { behaviours }: Features): string[] {
  if (!behaviours.customFinalizerWarnings) return [];
  const added = [...new Set(finalizers)].filter((name) => !old.includes(name)).sort();
  return added.flatMap((name) => {
    const warning = (text: string): string => `metadata.finalizers: ${JSON.stringify(name)}: ${text}`;
    const texts = isQualifiedName(name, behaviours).map(warning);
    if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return texts;
    const path = behaviours.finalizerPathWarnings && name.includes('.') ? ' including a path (/)' : '';
    return [
      ...texts,
      warning(
        `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`,
      ),
    ];
  });
}
