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
  /** Events of stateful sets begin with `Create`, not `create`. pkg/controller/statefulset/stateful_pod_control.go. */
  readonly statefulSetEventsCapitalized: boolean;
  /** An event tells that a finished pod is to be made again. pkg/controller/statefulset/stateful_set_control.go. */
  readonly statefulSetTellsRecreation: boolean;
  /** Pods that succeeded are made again, too, and claims that went while their pod waits. Same source. */
  readonly statefulSetReplacesSucceeded: boolean;
  /** A rolling update goes on when a pod is available, not when it is ready. Same source. */
  readonly statefulSetUpdatesWaitForAvailability: boolean;
  /** A daemon set's pods that succeeded are made again, and finished ones on their way out do not count. pkg/controller/daemon/daemon_controller.go. */
  readonly daemonSetReplacesSucceeded: boolean;
  /** A node that changed is looked at for what is to be done, not for what it was before. pkg/controller/daemon/daemon_controller.go. */
  readonly daemonSetSeesWorkOnly: boolean;
  /** The longest wait between two pods of a job that fail. pkg/controller/job/job_controller.go. */
  readonly jobBackOffSeconds: number;
  /** A job is over when its last pod is, and says before what it comes to, with the gates. Same source. */
  readonly jobDelaysEnd: boolean;
  /** Jobs whose pods are tracked have an annotation. pkg/registry/batch/job/strategy.go. */
  readonly jobTrackingAnnotated: boolean;
  /** A cron job's event of a finished job tells its `condition`, not its `status`. pkg/controller/cronjob/cronjob_controllerv2.go. */
  readonly cronJobEventsNameCondition: boolean;
  /** The event of too many missed times says how many. pkg/controller/cronjob/utils.go. */
  readonly cronJobEventsCountMissed: boolean;
}
