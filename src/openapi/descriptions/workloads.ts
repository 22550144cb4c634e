/** What makes pods: apps, batch, autoscaling. */
import { type Descriptions } from './table.js';

const APPS = 'io.k8s.api.apps.v1';
const BATCH = 'io.k8s.api.batch.v1';

const SELECTOR = 'Which pods are its own. Must fit the labels of the template, and cannot change.';
const TEMPLATE = 'What the pods look like.';
const REPLICAS = 'How many pods there are to be. Default: 1.';
const WANTED = 'What is wanted.';
const SEEN = 'What was seen last.';
const READY = 'Seconds that a pod must have been ready to count as available.';
const HISTORY = 'How many old revisions are kept, to go back to. Default: 10.';
const TEMPLATES = { selector: SELECTOR, template: TEMPLATE };

export const WORKLOADS: Descriptions = {
  [`${APPS}.Deployment`]: {
    '': 'Keeps a number of equal pods running, and replaces them step by step when their template changes.',
    spec: WANTED,
    status: SEEN,
  },
  [`${APPS}.DeploymentSpec`]: {
    '': 'What a deployment is to keep running.',
    minReadySeconds: READY,
    paused: 'True: changes of the template are not rolled out.',
    progressDeadlineSeconds: 'Seconds without progress after which a rollout counts as failed. Default: 600.',
    replicas: REPLICAS,
    revisionHistoryLimit: HISTORY,
    strategy: 'How old pods are replaced by new ones.',
    ...TEMPLATES,
  },
  [`${APPS}.DeploymentStatus`]: {
    '': 'What was seen of a deployment.',
    availableReplicas: 'Pods that have been ready for long enough.',
    conditions: 'Where the deployment stands.',
    observedGeneration: 'The generation that this is about.',
    readyReplicas: 'Pods that are ready.',
    replicas: 'Pods that there are.',
    unavailableReplicas: 'Pods that are still wanting.',
    updatedReplicas: 'Pods that are made from the newest template.',
  },
  [`${APPS}.ReplicaSet`]: { '': 'Keeps a number of equal pods running.', spec: WANTED, status: SEEN },
  [`${APPS}.ReplicaSetSpec`]: {
    '': 'How many of which pods.',
    minReadySeconds: READY,
    replicas: REPLICAS,
    ...TEMPLATES,
  },
  [`${APPS}.StatefulSet`]: {
    '': 'Keeps pods running that have names, addresses and volumes of their own.',
    spec: WANTED,
    status: SEEN,
  },
  [`${APPS}.StatefulSetSpec`]: {
    '': 'What a stateful set is to keep running.',
    podManagementPolicy: 'OrderedReady: one pod after another; Parallel: all at once.',
    replicas: REPLICAS,
    revisionHistoryLimit: HISTORY,
    serviceName: 'The service that gives the pods their names.',
    updateStrategy: 'How pods are replaced when the template changes.',
    volumeClaimTemplates: 'Claims that every pod gets.',
    ...TEMPLATES,
  },
  [`${APPS}.DaemonSet`]: { '': 'Keeps one pod running on every node that fits.', spec: WANTED, status: SEEN },
  [`${APPS}.DaemonSetSpec`]: {
    '': 'What runs on every node.',
    minReadySeconds: READY,
    revisionHistoryLimit: HISTORY,
    updateStrategy: 'How pods are replaced when the template changes.',
    ...TEMPLATES,
  },
  [`${APPS}.ControllerRevision`]: {
    '': 'A state that a controller can go back to.',
    data: 'The state.',
    revision: 'Its number.',
  },
  [`${BATCH}.Job`]: { '': 'Runs pods until enough of them have ended well.', spec: WANTED, status: SEEN },
  [`${BATCH}.JobSpec`]: {
    '': 'What a job runs, and when it is done.',
    activeDeadlineSeconds: 'Seconds after which the job is stopped and counts as failed.',
    backoffLimit: 'So many failed pods fail the job. Default: 6.',
    completionMode: 'NonIndexed or Indexed, where every pod has a number.',
    completions: 'So many pods must end well.',
    manualSelector: 'True: the selector is the writer’s, not the server’s.',
    parallelism: 'So many pods run at a time at most. Default: 1.',
    podFailurePolicy: 'Which failures count, and which end the job.',
    selector: 'Which pods are its own. Filled by the server.',
    suspend: 'True: no pods run until this is false.',
    template: TEMPLATE,
    ttlSecondsAfterFinished: 'Seconds after its end that the job is removed.',
  },
  [`${BATCH}.JobStatus`]: {
    '': 'What was seen of a job.',
    active: 'Pods that are running.',
    completionTime: 'When the job was done.',
    failed: 'Pods that have failed.',
    startTime: 'When the job was started.',
    succeeded: 'Pods that have ended well.',
  },
  [`${BATCH}.CronJob`]: { '': 'Makes a job at set times.', spec: WANTED, status: SEEN },
  [`${BATCH}.CronJobSpec`]: {
    '': 'Which job is made when.',
    concurrencyPolicy: 'Allow, Forbid or Replace a job that still runs.',
    failedJobsHistoryLimit: 'So many failed jobs are kept. Default: 1.',
    jobTemplate: 'What the jobs look like.',
    schedule: 'Minute, hour, day, month and weekday, as cron has them.',
    startingDeadlineSeconds: 'Seconds that a job may be late.',
    successfulJobsHistoryLimit: 'So many jobs that ended well are kept. Default: 3.',
    suspend: 'True: no jobs are made.',
    timeZone: 'The time zone of the schedule.',
  },
  'io.k8s.api.core.v1.ReplicationController': {
    '': 'Keeps a number of equal pods running. Replica sets have taken its place.',
    spec: WANTED,
    status: SEEN,
  },
  'io.k8s.api.autoscaling.v1.Scale': { '': 'How many pods something has.', spec: WANTED, status: SEEN },
  'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler': {
    '': 'Changes the number of pods by what they use.',
    spec: WANTED,
    status: SEEN,
  },
  'io.k8s.api.policy.v1.PodDisruptionBudget': {
    '': 'Limits how many of some pods may be evicted at a time.',
    spec: WANTED,
    status: SEEN,
  },
};
