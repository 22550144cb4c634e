/** Which objects a list or watch is about. Source: k8s.io/apiserver/pkg/storage/selection_predicate.go. */
import { newBadRequest } from '../apis/errors.js';
import { type KubeObject } from '../apis/meta/v1.js';
import {
  type FieldRequirement,
  type FieldSelector,
  fieldSelector,
  parseFieldSelector,
} from '../storage/selectors/fields.js';
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
  const fieldsMatch = fieldMatcher(scope, fields);
  return {
    everything: labels.empty && fields.empty,
    name: fields.requiresExactMatch('metadata.name'),
    matches: (object) => labels.matches(object.metadata.labels) && fieldsMatch(object),
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

type FieldValue = (object: KubeObject) => string;

const METADATA_FIELDS: Readonly<Record<string, FieldValue>> = {
  'metadata.name': ({ metadata }) => metadata.name ?? '',
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
};

/** Looks at the fields that the requirements name and at no others: a list asks this of each of its objects. */
function fieldMatcher(scope: Scope, { requirements }: FieldSelector): (object: KubeObject) => boolean {
  const checks = requirements.map(({ field, operator, value }) => {
    const valueOf = METADATA_FIELDS[field] ?? scope.kind.selectableFields?.[field] ?? ((): string => '');
    return (object: KubeObject): boolean => (valueOf(object) === value) === (operator === '=');
  });
  return (object) => checks.every((check) => check(object));
}
