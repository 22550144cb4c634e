/** What upstream changed in server-side apply and managedFields without a feature gate. */
export interface ApplyBehaviours {
  /** Managers do not own what a strategy resets. k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager. */
  readonly fieldResetsTracked: boolean;
  /** An entry of managedFields names the subresource that was written. Same source. */
  readonly managedFieldsNameSubresource: boolean;
  /** Errors of an apply name the object: `failed to create typed patch object (default/a; /v1, Kind=ConfigMap)`. Same source. */
  readonly applyErrorsNameObject: boolean;
  /** Every write sets its manager's time, and the store takes that back where nothing else changes. Before, it was set where the manager's fields changed. Same source. */
  readonly managedFieldsTimesSettled: boolean;
  /** An apply of another kind or version is refused before anything else. k8s.io/apimachinery/pkg/util/managedfields/internal/versioncheck.go. */
  readonly applyChecksKindFirst: boolean;
  /** Where managedFields cannot be found out, they stay as they were; before, they were lost. Same folder, fieldmanager.go. */
  readonly managedFieldsKeptOnError: boolean;
  /** `error decoding patch`; before, `error decoding YAML`. k8s.io/apiserver/pkg/endpoints/handlers/patch.go. */
  readonly applyErrorsNamePatch: boolean;
  /** Elements that are new to a merged list stand where the applied list has them; before, behind all others. structured-merge-diff 4.2. */
  readonly mergedListsInterleave: boolean;
  /** Merged lists of stored objects may have an element twice. structured-merge-diff 4.4. */
  readonly managedListsMayRepeat: boolean;
  /** Another order of a merged list alone is a change. structured-merge-diff 4.4. */
  readonly applyOrdersLists: boolean;
  /** An element of a merged list needs one of its keys; before, all of them. structured-merge-diff 6. */
  readonly listKeysMayLack: boolean;
  /** Who changes a pod's ephemeral containers owns them. pkg/registry/core/pod/strategy.go. */
  readonly podPartsOwned: boolean;
}
