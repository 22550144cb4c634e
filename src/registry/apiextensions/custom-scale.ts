/** The scale subresource of custom objects. Source: k8s.io/apiextensions-apiserver/pkg/registry/customresource/etcd.go (ScaleREST). */
import { NestedFieldError, setNested } from '../../apiextensions/nested-field.js';
import { type ScaleValues, scaleValues } from '../../apiextensions/scale.js';
import {
  type CustomResourceDefinitionVersion,
  type CustomResourceSubresourceScale,
} from '../../apiextensions/types.js';
import { newBadRequest, newInternalError, newUnknownError } from '../../apis/errors.js';
import { type KubeObject } from '../../apis/meta/v1.js';
import { type ViewSubresource } from '../rest.js';
import { customColumns, customScaleColumns } from './custom-columns.js';

interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

/** What stands for replicas that are not there, so that it can be seen whether a change sets them. */
const UNSET = -(2 ** 31);

export function customScale(
  paths: CustomResourceSubresourceScale,
  version: CustomResourceDefinitionVersion,
): ViewSubresource {
  const field = JSON.stringify(paths.specReplicasPath);
  return {
    type: 'view',
    group: 'autoscaling',
    version: 'v1',
    kind: 'Scale',
    schema: 'io.k8s.api.autoscaling.v1.Scale',
    verbs: ['get', 'patch', 'update'],
    show(parent) {
      const values = valuesOf(parent, paths);
      if (values.replicas === undefined) throw newInternalError(`the spec replicas field ${field} does not exist`);
      return scaleOf(parent, values, values.replicas);
    },
    showForChange(parent) {
      const values = valuesOf(parent, paths);
      return scaleOf(parent, values, values.replicas ?? UNSET);
    },
    change(parent, view: Scale) {
      const { replicas = 0 } = view.spec ?? {};
      if (replicas === UNSET) throw newBadRequest(`the spec replicas field ${field} cannot be empty`);
      set(parent, paths.specReplicasPath, replicas);
      const { resourceVersion = '' } = view.metadata;
      if (resourceVersion !== '') parent.metadata.resourceVersion = resourceVersion;
      return parent;
    },
    // Upstream decodes it, and then looks for its kind among custom ones.
    refusal: ({ behaviours }) => `no kind is registered for the type v1.Scale in scheme "${behaviours.schemeName}"`,
    columns: ({ behaviours }) => (behaviours.customScaleTables ? customScaleColumns() : customColumns(version)),
  };
}

function valuesOf(parent: KubeObject, paths: CustomResourceSubresourceScale): ScaleValues {
  try {
    return scaleValues(parent, paths);
  } catch (error) {
    if (error instanceof NestedFieldError) throw newUnknownError(error.message);
    throw error;
  }
}

function set(parent: KubeObject, path: string, replicas: number): void {
  try {
    setNested(parent, path, replicas);
  } catch (error) {
    throw newUnknownError((error as Error).message);
  }
}

function scaleOf({ metadata }: KubeObject, { statusReplicas, selector }: ScaleValues, replicas: number): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const shown = JSON.stringify({ name, namespace, uid, resourceVersion, creationTimestamp });
  return {
    metadata: JSON.parse(shown) as KubeObject['metadata'],
    spec: { replicas },
    status: { replicas: statusReplicas, selector },
  };
}
