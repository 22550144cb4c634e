/** What a pod that waits for scheduling gates may become, beyond other pods. Source: pkg/apis/core/validation/validation.go. */
import { type NodeAffinity, type NodeSelectorTerm } from '../../../../apis/core/pod-affinity.js';
import { type PodSpec } from '../../../../apis/core/pod.js';
import { type FieldError } from '../../../../apis/field/errors.js';
import { Path } from '../../../../apis/field/path.js';
import { goStringMap } from '../../../../apis/validation/go-syntax.js';
import { invalidStructure } from '../../../../apis/validation/structure.js';
import { type Features } from '../../../../features/features.js';
import { isSemanticallyEqual } from '../internal/equality.js';
import { invalidInternal, invalidInternals } from '../internal/errors.js';

const SPEC = Path.of('spec');
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

/** The spec with the old one's node selector and affinity, and what is wrong with the new ones. */
export function withoutGatedChanges(
  next: PodSpec,
  old: PodSpec,
  features: Features,
): { readonly spec: PodSpec; readonly errors: readonly FieldError[] } {
  const { gatedPodsMayNarrow } = features.behaviours;
  const gated = (old.schedulingGates ?? []).length > 0;
  if (!gated || !gatedPodsMayNarrow || !features.enabled('PodSchedulingReadiness')) return { spec: next, errors: [] };
  const errors = [...validateSelector(next, old, features), ...validateNodeAffinity(next, old, features)];
  const spec = { ...next };
  delete spec.nodeSelector;
  if (old.nodeSelector !== undefined) spec.nodeSelector = old.nodeSelector;
  return { spec: withOldNodeAffinity(spec, old, features), errors };
}

function validateSelector(
  { nodeSelector: next }: PodSpec,
  { nodeSelector: old = {} }: PodSpec,
  features: Features,
): FieldError[] {
  if (Object.entries(old).every(([key, value]) => next?.[key] === value)) return [];
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  return [invalidStructure(SPEC.child('nodeSelector'), next, goStringMap(next), detail, features.behaviours)];
}

function validateNodeAffinity(next: PodSpec, old: PodSpec, features: Features): FieldError[] {
  const [terms, before] = [termsOf(next), termsOf(old)];
  const path = SPEC.child('affinity', 'nodeAffinity', REQUIRED, 'nodeSelectorTerms');
  if (before === undefined || before.length === 0) return [];
  if (terms?.length !== before.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    return [invalidInternals(path, 'NodeSelectorTerm', terms, detail, features)];
  }
  return before.flatMap((oldTerm, i) => {
    const term = terms[i] ?? {};
    if (onlyAdds(term, oldTerm, features)) return [];
    const detail = 'only additions are allowed (no mutations or deletions)';
    return [invalidInternal(path.index(i), 'NodeSelectorTerm', term, detail, features)];
  });
}

function termsOf({ affinity }: PodSpec): readonly NodeSelectorTerm[] | undefined {
  return affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms;
}

function onlyAdds(next: NodeSelectorTerm, old: NodeSelectorTerm, features: Features): boolean {
  const fields = ['matchExpressions', 'matchFields'] as const;
  const isEmpty = (term: NodeSelectorTerm): boolean => fields.every((field) => (term[field] ?? []).length === 0);
  // An empty term selects nothing: more conditions could only make it select something.
  if (isEmpty(old)) return isEmpty(next);
  return fields.every((field) =>
    (old[field] ?? []).every((each, i) =>
      isSemanticallyEqual(features, 'NodeSelectorRequirement', next[field]?.[i], each),
    ),
  );
}

function withOldNodeAffinity(spec: PodSpec, old: PodSpec, features: Features): PodSpec {
  const [next, before]: (NodeAffinity | undefined)[] = [spec.affinity?.nodeAffinity, old.affinity?.nodeAffinity];
  if (isSemanticallyEqual(features, 'NodeAffinity', next, before)) return spec;
  const { affinity, ...rest } = spec;
  if (affinity === undefined) return before === undefined ? spec : { ...rest, affinity: { nodeAffinity: before } };
  const { podAffinity, podAntiAffinity } = affinity;
  if (old.affinity === undefined && podAffinity === undefined && podAntiAffinity === undefined) return rest;
  const others = { ...affinity };
  delete others.nodeAffinity;
  return { ...rest, affinity: { ...others, ...(before === undefined ? {} : { nodeAffinity: before }) } };
}
