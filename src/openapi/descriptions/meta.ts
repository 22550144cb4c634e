/** What every object has, and the options of requests. */
import { type Descriptions } from './table.js';

const WRITING = {
  dryRun: 'All: nothing is really changed.',
  fieldManager: 'The name under which changed fields are kept.',
  fieldValidation: 'What becomes of unknown and repeated fields: Ignore, Warn or Strict.',
};

export const META: Descriptions = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
    '': 'What every stored object has.',
    annotations: 'Free text by key, for tools.',
    creationTimestamp: 'CreationTimestamp is a timestamp of when the object was made, set by the server.',
    deletionGracePeriodSeconds: 'How long the object may take to go. Set by the server.',
    deletionTimestamp: 'When the object will be gone. Set by the server.',
    finalizers: 'What must be done before the object can go.',
    generateName: 'A prefix: the server adds a random ending where there is no name.',
    generation: 'Counts the changes of the desired state. Set by the server.',
    labels: 'Short text by key, for selectors.',
    managedFields: 'Who manages which fields. Set by the server.',
    name: 'Name of the object, unique for its kind and namespace.',
    namespace: 'Namespace of the object.',
    ownerReferences: 'Objects that this one depends on: it goes with the last of them.',
    resourceVersion: 'Changes with every write. Set by the server.',
    selfLink: 'No longer filled.',
    uid: 'Unique in time and space. Set by the server.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta': {
    '': 'What every list has.',
    continue: 'Where the next part of the list begins; empty at its end.',
    remainingItemCount: 'How many items come after this part.',
    resourceVersion: 'The version of the list.',
    selfLink: 'No longer filled.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector': {
    '': 'Picks objects by their labels. Empty: all.',
    matchExpressions: 'Conditions, all of which must hold.',
    matchLabels: 'Labels that must be there with these values.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Status': {
    '': 'An answer that is no object: what went wrong, or what was done.',
    code: 'The HTTP code.',
    details: 'What it is about.',
    message: 'What happened, for people.',
    reason: 'What happened, in one word.',
    status: 'Success or Failure.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference': {
    '': 'Points to an object of the same namespace, or of none, that owns this one.',
    blockOwnerDeletion: 'True: the owner waits for this object where it is deleted in the foreground.',
    controller: 'True for the owner that manages the object.',
    name: 'Name of the owner.',
    uid: 'UID of the owner.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.ListOptions': {
    allowWatchBookmarks: 'True: a watch tells the newest version from time to time.',
    continue: 'The next part of a list that came in parts.',
    fieldSelector: 'Only objects with these fields.',
    labelSelector: 'Only objects with these labels.',
    limit: 'The most items that an answer has.',
    resourceVersion: 'The version to answer from, or to watch from.',
    resourceVersionMatch: 'Exact, or NotOlderThan: what resourceVersion means for a list.',
    sendInitialEvents: 'True: a watch begins with what there is.',
    timeoutSeconds: 'Seconds that a list or watch may take.',
    watch: 'True: tells changes as they come.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions': {
    '': 'How an object is deleted.',
    dryRun: 'All: nothing is really changed.',
    gracePeriodSeconds: 'Seconds that the object has to end; 0: at once.',
    orphanDependents: 'No longer used: see propagationPolicy.',
    preconditions: 'What must be true of the object.',
    propagationPolicy: 'What becomes of dependents: Orphan, Background or Foreground.',
  },
  'io.k8s.apimachinery.pkg.apis.meta.v1.CreateOptions': WRITING,
  'io.k8s.apimachinery.pkg.apis.meta.v1.UpdateOptions': WRITING,
  'io.k8s.apimachinery.pkg.apis.meta.v1.PatchOptions': {
    ...WRITING,
    force: 'True: an apply takes fields over from other managers.',
  },
};
