/** What upstream changed without a feature gate in the controllers of kube-controller-manager. */
export interface ControllerBehaviours {
  /** A deployment's events tell a new size as `to 3`, `to 3 from 1` or `from 1 to 3`. pkg/controller/deployment/sync.go. */
  readonly scalingEvents: 'to' | 'to from' | 'from to';
  /** A deployment's name is cut where its replica set's would be too long. Same source. */
  readonly replicaSetNamesCut: boolean;
  /** Old replica sets go in the order of their revisions, not of their age. Same source. */
  readonly replicaSetsCleanedByRevision: boolean;
  /** Of two pods that are alike the one goes first whose sidecars restarted more often. pkg/controller/controller_utils.go. */
  readonly sidecarRestartsCount: boolean;
}
