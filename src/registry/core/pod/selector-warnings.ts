/** Warnings about selectors that select nothing. Source: pkg/api/pod/warnings.go. */
import { type Affinity } from '../../../apis/core/pod-affinity.js';
import { type Path } from '../../../apis/field/path.js';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function affinityWarnings(affinity: Affinity | undefined, path: Path): string[] {
  return (['podAffinity', 'podAntiAffinity'] as const).flatMap((field) => {
    const { [REQUIRED]: required = [], [PREFERRED]: preferred = [] } = affinity?.[field] ?? {};
    const at = path.child(field);
    return [
      ...required.flatMap(({ labelSelector }, i) =>
        nullWarning(labelSelector, at.child(REQUIRED).index(i).child('labelSelector')),
      ),
      ...preferred.flatMap(({ podAffinityTerm }, i) =>
        nullWarning(
          podAffinityTerm?.labelSelector,
          at.child(PREFERRED).index(i).child('podAffinityTerm', 'labelSelector'),
        ),
      ),
    ];
  });
}

function nullWarning(selector: object | undefined, path: Path): string[] {
  return selector === undefined ? [`${path.toString()}: a null labelSelector results in matching no pod`] : [];
}
