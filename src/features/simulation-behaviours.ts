/** What upstream changed without a feature gate about what kubelets, the scheduler and the controllers say and do. */
export interface SimulationBehaviours {
  /** Events of the core group say who reports them. k8s.io/client-go/tools/record/event.go. */
  readonly eventsNameReporter: boolean;
  /** `Created container main`, `Created container: main` or `Container created`. pkg/kubelet/kuberuntime/kuberuntime_container.go. */
  readonly containerEventText: 'name' | 'name after colon' | 'no name';
  /** `Back-off restarting failed container main in pod …`. pkg/kubelet/kuberuntime/kuberuntime_manager.go. */
  readonly backOffEventNamesContainer: boolean;
  /** Statuses of init containers say whether they started. pkg/kubelet/prober/prober_manager.go. */
  readonly initContainersStart: boolean;
  /** What `Successfully pulled image …` ends with. pkg/kubelet/images/image_manager.go. */
  readonly imagePulledText: 'duration' | 'durations' | 'durations and size';
  /** `had taint {a: b}, that the pod didn't tolerate`, `had untolerated taint {a: b}` or `had untolerated taint(s)`. pkg/scheduler/framework/plugins/tainttoleration. */
  readonly untoleratedTaintText: 'taint not tolerated' | 'untolerated taint' | 'untolerated taints';
  /** Of a node that a pod's selector leaves out: `node affinity/selector`. pkg/scheduler/framework/plugins/nodeaffinity. */
  readonly nodeAffinityNamesSelector: boolean;
  /** Of a node that a pod does not name: `the requested node name`. pkg/scheduler/framework/plugins/nodename. */
  readonly nodeNameIsNoHostname: boolean;
  /** What is said before the rule of pod affinity that a node breaks; '' for nothing. pkg/scheduler/framework/plugins/interpodaffinity. */
  readonly podAffinityPreamble: string;
  /** Why a pod is unschedulable ends with what preemption could do. pkg/scheduler/framework/plugins/defaultpreemption. */
  readonly preemptionExplained: boolean;
  /** Preemption does not help a pod that asks for more than a node has. pkg/scheduler/framework/plugins/noderesources. */
  readonly preemptionKnowsCapacity: boolean;
  /** To its controller, a disruption budget whose selector is empty covers no pod. pkg/controller/disruption/disruption.go. */
  readonly emptyBudgetSelectsNothing: boolean;
  /** Endpoints name the version of the pods that they lead to. pkg/controller/{endpoint,endpointslice}. */
  readonly endpointsNamePodVersions: boolean;
  /** Endpoints say which controller writes them. pkg/controller/endpoint. */
  readonly endpointsNameController: boolean;
  /** As what the eviction by taints tells its events. pkg/controller/tainteviction. */
  readonly taintEvictionComponent: string;
  /** Seconds without a sign of life after which a node's conditions are unknown. pkg/controller/nodelifecycle/config. */
  readonly nodeMonitorGraceSeconds: number;
  /** What rules out all nodes at once is told without a count. pkg/scheduler/framework/types.go. */
  readonly preFilterReasonsUncounted: boolean;
}
