/** Pods on a node have its topology as labels. Source: plugin/pkg/admission/podtopologylabels/admission.go. */
import { type Node } from '../apis/core/node.js';
import { type Pod } from '../apis/core/pod.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type Getter } from '../client/client.js';
import { type Features } from '../features/features.js';
import { PODS } from './matching.js';
import { type AdmissionPlugin } from './plugin.js';

interface Binding extends KubeObject {
  target?: { kind?: string; name?: string };
}

const NODES = { group: '', resource: 'nodes' };

export function createPodTopologyLabels(getter: Getter, features: Features): AdmissionPlugin {
  const { podTopologyLabelDomain: domain } = features.behaviours;
  const keys = [`${domain}/zone`, `${domain}/region`];
  return {
    name: 'PodTopologyLabels',
    async admit({ operation, resource, subresource, object }) {
      if (operation !== 'CREATE' || resource.group !== '' || resource.resource !== PODS.resource) return;
      if (object === undefined || !features.enabled('PodTopologyLabelsAdmission')) return;
      const name = nodeOf(subresource, object);
      const node = name ? await getter.get<Node>(NODES, '', name) : undefined;
      const labels = Object.entries(node?.metadata.labels ?? {}).filter(([key]) => keys.includes(key));
      if (labels.length === 0) return;
      object.metadata.labels = { ...object.metadata.labels, ...Object.fromEntries(labels) };
    },
  };
}

/** Of a pod, or of what binds it. */
function nodeOf(subresource: string, object: KubeObject): string | undefined {
  if (subresource === '') return (object as Pod).spec.nodeName;
  const { target } = object as Binding;
  return subresource === 'binding' && target?.kind === 'Node' ? target.name : undefined;
}
