/** Which objects a list or watch is about. Source: k8s.io/apiserver/pkg/storage/selection_predicate.go. */
import { newBadRequest } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import { type FieldRequirement, fieldSelector, parseFieldSelector } from '../storage/selectors/fields.js';
import { parseLabelSelector } from '../storage/selectors/labels.js';
import { type ListOptions } from './options.js';
import { type Scope } from './scope.js';

export interface Selection {
  /** True where every object is selected. */
  readonly everything: boolean;
  /** The one name that can match; undefined: any. */
  readonly name: string | undefined;
  matches(object: KubeObject): boolean;
}

/** 400 for selectors that cannot be read and fields that the kind does not offer. `name` is the URL's. */
export function selectionOf(
  scope: Scope,
  options: Pick<ListOptions, 'labelSelector' | 'fieldSelector'>,
  name = '',
): Selection {
  const labels = parseLabelSelector(options.labelSelector, scope.features.behaviours);
  let fields = parseFieldSelector(options.fieldSelector);
  for (const requirement of fields.requirements) checkField(scope, requirement);
  if (name !== '') {
    if (fields.empty) fields = fieldSelector([{ field: 'metadata.name', operator: '=', value: name }]);
    else if (fields.requiresExactMatch('metadata.name') !== name) {
      throw newBadRequest("fieldSelector metadata.name doesn't match requested name");
    }
  }
  return {
    everything: labels.empty && fields.empty,
    name: fields.requiresExactMatch('metadata.name'),
    matches: (object) =>
      labels.matches(object.metadata.labels) && (fields.empty || fields.matches(fieldsOf(scope, object))),
  };
}

function checkField(scope: Scope, { field }: FieldRequirement): void {
  if (field === 'metadata.name' || field === 'metadata.namespace') return;
  const selectable = scope.kind.selectableFields;
  if (selectable === undefined) {
    throw newBadRequest(`"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
  }
  const lacking = scope.kind.lacksSelectableField?.(field, scope.features) ?? false;
  if (!(field in selectable) || lacking) throw newBadRequest(`field label not supported: ${field}`);
}

function fieldsOf(scope: Scope, object: KubeObject): Record<string, string> {
  const { name = '', namespace = '' } = object.metadata;
  const fields: Record<string, string> = { 'metadata.name': name, 'metadata.namespace': namespace };
  for (const [field, value] of Object.entries(scope.kind.selectableFields ?? {})) fields[field] = value(object);
  return fields;
}
