/** What every object has, and the options of requests. */
import { type Descriptions } from './table.js';

export const META: Descriptions = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': {
    '': 'What every stored object has.',
    annotations: 'Free text by key, for tools.',
    creationTimestamp: 'When the object was made. Set by the server.',
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
};
