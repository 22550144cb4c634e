/** Source: pkg/registry/core/event/strategy.go. */
import { defineBehaviour } from '../behaviour.js';
import { eventColumns } from '../events/columns.js';
import { type Event, type ObjectReference } from '../events/event.js';
import { validateEvent, validateEventUpdate } from '../events/validation.js';

type Field = (event: Event) => string;

const REFERENCE_FIELDS = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'] as const;

/** The selectable fields of what an event is about, below `name`. */
export function referenceFields(name: string): Readonly<Record<string, Field>> {
  const valueOf =
    (field: keyof ObjectReference): Field =>
    ({ involvedObject }) =>
      involvedObject?.[field] ?? '';
  return Object.fromEntries(REFERENCE_FIELDS.map((field) => [`${name}.${field}`, valueOf(field)]));
}

export const events = defineBehaviour<Event>({
  group: '',
  resource: 'events',
  strategy: {
    validate: validateEvent,
    validateUpdate: validateEventUpdate,
  },
  selectableFields: {
    ...referenceFields('involvedObject'),
    reason: ({ reason = '' }) => reason,
    reportingComponent: ({ reportingComponent = '' }) => reportingComponent,
    source: ({ source, reportingComponent = '' }) => source?.component || reportingComponent,
    type: ({ type = '' }) => type,
  },
  columns: eventColumns((event) => event),
  description: 'Something that happened to an object.',
  example: {
    metadata: { name: 'web.1' },
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'web' },
    reason: 'Started',
    message: 'Started.',
    type: 'Normal',
    source: { component: 'robot' },
  },
});
