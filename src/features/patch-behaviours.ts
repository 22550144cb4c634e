/** What upstream changed in patching without a feature gate. */
export interface PatchBehaviours {
  /** A body that is no JSON is `invalid JSON patch`, whatever the patch. k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
  readonly patchBodyIsChecked: boolean;
  /** A JSON patch may not put a plain value in the place of the whole object; before, that did nothing. evanphx/json-patch 4.13. */
  readonly jsonPatchRefusesPlainRoot: boolean;
  /** Nulls inside what a strategic merge patch adds are left out. k8s.io/apimachinery/pkg/util/strategicpatch/patch.go. */
  readonly strategicPatchDropsNulls: boolean;
  /** Deletions from lists that are not there do nothing; before, they made the list. Same source. */
  readonly strategicPatchSkipsAbsentLists: boolean;
  /** Directives inside what a strategic merge patch adds are left out, and deletions work on lists of any strategy. Same source. */
  readonly strategicPatchDropsDirectives: boolean;
}
