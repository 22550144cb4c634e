/** The scale of what has replicas: autoscaling/v1's Scale. Source: pkg/registry/{apps,core}/<kind>/storage/storage.go, pkg/apis/autoscaling/validation. */
import { newInvalid } from '../apis/errors.js';
import { invalid } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { type GroupResource, type KubeObject } from '../apis/meta/v1.js';
import { type LabelSelector, type LabelSelectorRequirement } from '../apis/validation/label-selector.js';
import { nameIsDNSSubdomain } from '../apis/validation/names.js';
import { validateObjectMeta } from '../apis/validation/object-meta.js';
import { ageColumn, nameColumn } from '../printers/columns.js';
import { integerColumn } from './column.js';
import { type TableColumn, type ViewSubresource } from './rest.js';

interface Scalable extends KubeObject {
  spec?: { replicas?: number; selector?: LabelSelector | Readonly<Record<string, string>> };
  status?: { replicas?: number };
}

interface Scale extends KubeObject {
  spec?: { replicas?: number };
  status?: { replicas: number; selector?: string };
}

const KIND = { group: 'autoscaling', kind: 'Scale' };

/** `plainSelector`: the parent's spec.selector is a map of labels, as a replication controller's is. */
export function scaleSubresource({ group, resource }: GroupResource): ViewSubresource {
  const plainSelector = group === '';
  return {
    type: 'view',
    ...KIND,
    version: 'v1',
    schema: 'io.k8s.api.autoscaling.v1.Scale',
    verbs: ['get', 'patch', 'update'],
    show: (parent) => scaleOf(parent, plainSelector),
    change: (parent: Scalable, view: Scale, { behaviours }) => {
      const { replicas = 0 } = view.spec ?? {};
      const { name = '', namespace } = parent.metadata;
      const errors = behaviours.scaleMetadataValidated
        ? [...validateObjectMeta(view.metadata, true, nameIsDNSSubdomain, behaviours)]
        : [];
      if (replicas < 0) errors.push(invalid(REPLICAS, replicas, 'must be greater than or equal to 0'));
      if (errors.length > 0) throw newInvalid(KIND, name, errors);
      parent.spec = { ...parent.spec, replicas };
      // The store compares it with the one that is stored.
      const { resourceVersion } = view.metadata;
      delete parent.metadata.resourceVersion;
      if (resourceVersion !== undefined) parent.metadata.resourceVersion = resourceVersion;
      if (namespace !== undefined) parent.metadata.namespace = namespace;
      return parent;
    },
    columns: ({ behaviours }) => (behaviours.scaleTables ? COLUMNS : undefined),
    missing: ({ behaviours }) =>
      behaviours.missingScaleNamesSubresource && resource !== 'statefulsets'
        ? { group: plainSelector ? KIND.group : group, resource: `${resource}/scale` }
        : undefined,
  };
}

const REPLICAS = Path.of('spec', 'replicas');

const COLUMNS: readonly TableColumn[] = [
  nameColumn,
  integerColumn('Desired', 'How many there should be.', (view: Scale) => view.spec?.replicas ?? 0),
  integerColumn('Available', 'How many there are.', (view: Scale) => view.status?.replicas ?? 0),
  ageColumn,
];

function scaleOf({ metadata, spec, status }: Scalable, plainSelector: boolean): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = plainSelector
    ? { matchLabels: spec?.selector as Record<string, string> | undefined }
    : spec?.selector;
  return {
    metadata: JSON.parse(
      JSON.stringify({ name, namespace, uid, resourceVersion, creationTimestamp }),
    ) as KubeObject['metadata'],
    spec: { replicas: spec?.replicas ?? 0 },
    status: { replicas: status?.replicas ?? 0, selector: selectorText((selector ?? {}) as LabelSelector) },
  };
}

/** As Go writes a selector: `a=b,c in (d,e),!f`. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = matchExpressions.map((requirement) => ({
    key: requirement.key,
    text: expressionText(requirement),
  }));
  return [...labels, ...expressions]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',');
}

function expressionText({ key, operator, values = [] }: LabelSelectorRequirement): string {
  if (operator === 'Exists') return key;
  if (operator === 'DoesNotExist') return `!${key}`;
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.toSorted().join(',')})`;
}
