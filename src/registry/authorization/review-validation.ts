/** Source: pkg/apis/authorization/validation/validation.go. */
import { goQuote, type FieldError, forbidden, invalid, required } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import {
  type ReviewedPath,
  type SelectorAttributes,
  type SelfSubjectAccessReviewSpec,
  type SubjectAccessReview,
} from '../../apis/authorization/v1.js';
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { type LabelSelectorRequirement } from '../../apis/validation/label-selector.js';
import { isValidLabelValue, validateLabelName } from '../../apis/validation/labels.js';
import { invalidStructure } from '../../apis/validation/structure.js';
import { type Behaviours } from '../../features/behaviours.js';
import { goObjectMeta } from './go-object-meta.js';

const SPEC = Path.of('spec');
const RESOURCE = SPEC.child('resourceAttributes');
const EXACTLY_ONE = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';

/** The errors of a spec. `user`: those of whom it asks about, which stand in between. */
export function validateSpec(
  spec: SelfSubjectAccessReviewSpec,
  user: readonly FieldError[],
  behaviours: Behaviours,
): { written: FieldError[]; declared: FieldError[] } {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  const selectors = [
    ...validateSelector(resource?.fieldSelector, RESOURCE.child('fieldSelector'), fieldRequirementErrors),
    ...validateSelector(resource?.labelSelector, RESOURCE.child('labelSelector'), (requirement, at) =>
      labelRequirementErrors(requirement, at, behaviours),
    ),
  ];
  const wrong = (resource === undefined) === (path === undefined);
  if (behaviours.declarativeAuthorizationValidation) {
    const declared = wrong ? [invalidPath(SPEC, path, EXACTLY_ONE, behaviours)] : [];
    return { written: [...user, ...selectors], declared };
  }
  const both = 'cannot be specified in combination with resourceAttributes';
  const union =
    path === undefined
      ? invalidPath(RESOURCE, path, EXACTLY_ONE, behaviours)
      : invalidPath(SPEC.child('nonResourceAttributes'), path, both, behaviours);
  return { written: [...(wrong ? [union] : []), ...user, ...selectors], declared: [] };
}

export function validateSubject({ spec }: SubjectAccessReview): FieldError[] {
  const someone = (spec.user ?? '') !== '' || (spec.groups ?? []).length > 0;
  return someone ? [] : [invalid(SPEC.child('user'), '', 'at least one of user or group must be specified')];
}

/** Errors of a question's metadata, of which nothing may be filled in, or with `namespaced` nothing but the namespace. */
export function validateMetadata(metadata: ObjectMeta, namespaced: boolean, behaviours: Behaviours): FieldError[] {
  const filled = Object.entries(metadata).some(
    ([name, value]) => name !== 'managedFields' && !(namespaced && name === 'namespace') && !isEmpty(value),
  );
  if (!filled) return [];
  const text = namespaced ? 'must be empty except for namespace' : 'must be empty';
  return [invalidStructure(Path.of('metadata'), metadata, goObjectMeta(metadata), text, behaviours)];
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 0) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** Errors of what a question within a namespace may not ask. */
export function validateLocality({ metadata, spec }: SubjectAccessReview, behaviours: Behaviours): FieldError[] {
  const errors: FieldError[] = [];
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec;
  const asked = resource?.namespace ?? '';
  if (resource !== undefined && asked !== (metadata.namespace ?? '')) {
    errors.push(invalid(RESOURCE.child('namespace'), asked, 'must match metadata.namespace'));
  }
  if (path !== undefined) {
    const at = SPEC.child('nonResourceAttributes');
    errors.push(invalidPath(at, path, 'disallowed on this kind of request', behaviours));
  }
  return errors;
}

function invalidPath(at: Path, value: ReviewedPath | undefined, text: string, behaviours: Behaviours): FieldError {
  if (value === undefined) return invalidStructure(at, null, '"null"', text, behaviours);
  const { path = '', verb = '' } = value;
  const goSyntax = `authorization.NonResourceAttributes{Path:${goQuote(path)}, Verb:${goQuote(verb)}}`;
  return invalidStructure(at, { Path: path, Verb: verb }, goSyntax, text, behaviours);
}

function validateSelector(
  selector: SelectorAttributes | undefined,
  path: Path,
  check: (requirement: LabelSelectorRequirement, path: Path) => FieldError[],
): FieldError[] {
  if (selector === undefined) return [];
  const { rawSelector = '', requirements = [] } = selector;
  const errors: FieldError[] = [];
  if (rawSelector !== '' && requirements.length > 0) {
    const text = 'may not specified at the same time as requirements';
    errors.push(invalid(path.child('rawSelector'), rawSelector, text));
  }
  if (rawSelector === '' && requirements.length === 0) {
    const text = `when ${path.toString()} is specified, requirements or rawSelector is required`;
    errors.push(required(path.child('requirements'), text));
  }
  for (const [i, requirement] of requirements.entries()) {
    errors.push(...check(requirement, path.child('requirements').index(i)));
  }
  return errors;
}

function fieldRequirementErrors(requirement: LabelSelectorRequirement, path: Path): FieldError[] {
  const { key = '' } = requirement as Partial<LabelSelectorRequirement>;
  return [...(key === '' ? [required(path.child('key'), 'must be specified')] : []), ...valueErrors(requirement, path)];
}

function labelRequirementErrors(
  requirement: LabelSelectorRequirement,
  path: Path,
  behaviours: Behaviours,
): FieldError[] {
  const { key = '', values = [] } = requirement as Partial<LabelSelectorRequirement>;
  return [
    ...valueErrors(requirement, path),
    ...validateLabelName(key, path.child('key'), behaviours),
    ...values.flatMap((value, i) =>
      isValidLabelValue(value, behaviours).map((text) => invalid(path.child('values').index(i), value, text)),
    ),
  ];
}

// Operators that are not known are let through: a newer client may know them.
function valueErrors({ operator, values = [] }: LabelSelectorRequirement, path: Path): FieldError[] {
  const at = path.child('values');
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
    return [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
    return [forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
  }
  return [];
}
