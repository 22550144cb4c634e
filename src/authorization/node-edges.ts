/** The node that an object is of, and what else that node may reach because of it. Source: plugin/pkg/auth/authorizer/node/graph.go. */
import { type Pod } from '../apis/core/pod.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { podReferences, type Referenced } from './pod-references.js';

/** The resources that are followed. */
export type NodeResource =
  'pods' | 'persistentvolumes' | 'volumeattachments' | 'resourceslices' | 'podcertificaterequests';

export interface NodeEdges {
  /** '' for none. */
  readonly node: string;
  /** In the object's namespace. */
  readonly references: readonly (readonly [resource: Referenced, name: string])[];
}

/** Undefined where the resource has no node of its own. */
export function edgesOf(resource: NodeResource, object: KubeObject): NodeEdges | undefined {
  switch (resource) {
    case 'pods': {
      const pod = object as Pod;
      return { node: pod.spec.nodeName ?? '', references: podReferences(pod) };
    }
    case 'volumeattachments':
    case 'resourceslices':
    case 'podcertificaterequests': {
      const { spec = {} } = object as { spec?: { nodeName?: string } };
      return { node: spec.nodeName ?? '', references: [] };
    }
    default:
      return undefined;
  }
}
